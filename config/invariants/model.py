"""What an invariant is, and how one is checked. The invariants: beside this module."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.sql import Cursor

SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that is true at every commit, as the SQL that finds where it is not.

    `sql` names the broken things, one a row; it may use `%(now)s`.
    """

    code: str
    name: str
    says: str
    sql: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often an invariant is broken, and the first rows that break it."""

    invariant: Invariant
    count: int
    first: list[dict[str, Any]]

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return self.count == 0


def edges(transitions: Iterable[tuple[str, str]]) -> str:
    """The edges of a table of states, as an SQL list of row values."""
    return ", ".join(f"('{source}', '{target}')" for source, target in transitions)


def check(invariant: Invariant, *, cursor: Cursor, now: datetime) -> Outcome:
    """Look for everything that breaks one invariant."""
    cursor.execute(
        f"SELECT count(*) OVER () AS count_of_all, broken.* "  # noqa: S608 (ours)
        f"FROM ({invariant.sql}) AS broken LIMIT {SAMPLE}",
        {"now": now},
    )
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    count = rows[0]["count_of_all"] if rows else 0
    for row in rows:
        del row["count_of_all"]
    return Outcome(invariant, count, rows)
