"""A hash chain over the rows of a table: sealing, off the hot path, and checking.

Each seal hashes the one before it together with all that its row says. The chain's
order is the order of sealing, not of row ids: an id is drawn before its transaction
commits, so a row may become visible after a higher one. Such a row is sealed in a later
round, and nobody who writes rows ever waits for the chain.

A chain in a database proves nothing against that database's owner, who may rebuild it
whole. So the head leaves the database each day, and `Chain.verify` takes it back.

Which rows are chained, and what each of them says, is an app's.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from kernel.sql import Cursor

# What the first link stands on.
GENESIS = bytes(32)
CHUNK = 2_000

# No transaction of ours lasts this long (a worker's task ends after two minutes), so
# below a row sealed that long ago there is none left to seal. Checking looks again.
_SETTLED = "seal.sealed_at < statement_timestamp() - interval '10 minutes'"

_LOCK = "SELECT pg_advisory_xact_lock('$seals'::regclass::bigint)"
_HEAD = "SELECT hash FROM $seals ORDER BY id DESC LIMIT 1"
_SETTLED_UP_TO = f"""
    SELECT coalesce((
        SELECT seal.$key FROM $seals AS seal WHERE {_SETTLED}
        ORDER BY seal.sealed_at DESC, seal.id DESC LIMIT 1), 0)
"""  # noqa: S608 (names of ours)
# Given as a number, for a planner who must guess how few rows follow reads them all.
_UNSEALED = """
    SELECT sealable.id FROM $rows AS sealable
    WHERE sealable.id > %s
        AND NOT EXISTS (SELECT FROM $seals AS seal WHERE seal.$key = sealable.id)
    ORDER BY sealable.id LIMIT %s
"""
_SEAL = """
    INSERT INTO $seals ($key, previous_hash, hash)
    SELECT link.row_id, link.previous_hash, link.hash
    FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[])
        WITH ORDINALITY AS link (row_id, previous_hash, hash, position)
    ORDER BY link.position
"""
_SEALS = """
    SELECT id, $key, previous_hash, hash FROM $seals WHERE id > %s ORDER BY id LIMIT %s
"""
_NEVER_SEALED = f"""
    SELECT sealable.id FROM $rows AS sealable
    WHERE NOT EXISTS (SELECT FROM $seals AS seal WHERE seal.$key = sealable.id)
        AND EXISTS (
            SELECT FROM $seals AS seal WHERE seal.$key > sealable.id AND {_SETTLED}
        )
    ORDER BY sealable.id LIMIT 1
"""  # noqa: S608 (names of ours)


@dataclass(frozen=True, slots=True)
class Link:
    """A sealed row: the hash before it, and its own that covers both."""

    row_id: int
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found: its head, or the first thing that is wrong."""

    sealed: int
    head: bytes
    broken_id: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was altered, removed, or left out."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain: the tables of its rows and its seals, and what its rows say.

    The table of seals has `id`, the column `key` that names the row, `previous_hash`,
    `hash`, and `sealed_at` by the database's own clock. `contents` answers what the
    rows of some ids say, in JSON's terms; rows that are gone are left out.
    """

    rows: str
    seals: str
    key: str
    contents: Callable[[Cursor, list[int]], Mapping[int, object]]

    def seal(self, cursor: Cursor, *, limit: int = CHUNK) -> int:
        """Seal up to `limit` rows that are not sealed yet; returns how many were.

        In the caller's transaction. Sealers take turns (an advisory lock).
        """
        self._ask(cursor, _LOCK)
        ((settled,),) = self._ask(cursor, _SETTLED_UP_TO)
        unsealed = self._ask(cursor, _UNSEALED, settled, limit)
        row_ids = [row_id for (row_id,) in unsealed]
        head = self._ask(cursor, _HEAD)
        contents = self.contents(cursor, row_ids)
        links = list(
            linked(
                bytes(head[0][0]) if head else GENESIS,
                ((row_id, contents[row_id]) for row_id in row_ids),
            )
        )
        cursor.execute(
            self._sql(_SEAL),
            [
                [one.row_id for one in links],
                [one.previous_hash for one in links],
                [one.hash for one in links],
            ],
        )
        return len(links)

    def verify(self, cursor: Cursor, *, head: bytes | None = None) -> Verdict:
        """Walk the whole chain and name the first row that is not as it was sealed.

        With a `head` that left the database earlier, also require that the chain passes
        through it: one that was rebuilt, or cut off before it, does not.
        """
        verdict = walk(self._sealed(cursor), head=head)
        if verdict.is_whole and (row := self._ask(cursor, _NEVER_SEALED)):
            return Verdict(
                verdict.sealed, verdict.head, row[0][0], "it was never sealed"
            )
        return verdict

    def _sealed(self, cursor: Cursor) -> Iterator[tuple[Link, object]]:
        """Every link in the chain's order, with what its row says now."""
        after = 0
        while seals := self._ask(cursor, _SEALS, after, CHUNK):
            contents = self.contents(cursor, [row_id for _, row_id, _, _ in seals])
            for _, row_id, before, own in seals:
                yield Link(row_id, bytes(before), bytes(own)), contents.get(row_id)
            after = seals[-1][0]

    def _ask(self, cursor: Cursor, sql: str, *values: int) -> list[Any]:
        cursor.execute(self._sql(sql), values)
        return cursor.fetchall()

    def _sql(self, sql: str) -> str:
        return Template(sql).substitute(rows=self.rows, seals=self.seals, key=self.key)


def canonical(content: object) -> bytes:
    """One spelling of a content: sorted names, no spaces, UTF-8.

    Raises:
        TypeError: a value has no JSON form; say first how it is to be written.
    """
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def link(previous: bytes, content: object) -> bytes:
    """The hash (SHA-256) of a row that follows the row whose hash is `previous`."""
    if len(previous) != len(GENESIS):
        raise ValueError("the hash before has 32 bytes")
    return hashlib.sha256(previous + canonical(content)).digest()


def linked(head: bytes, contents: Iterable[tuple[int, object]]) -> Iterator[Link]:
    """The links that lengthen a chain from its head by these rows."""
    for row_id, content in contents:
        own = link(head, content)
        yield Link(row_id, head, own)
        head = own


def walk(links: Iterable[tuple[Link, object]], *, head: bytes | None = None) -> Verdict:
    """Recompute each link from the first one on; stop at the first that is wrong."""
    sealed, previous, seen = 0, GENESIS, head is None
    for one, content in links:
        if content is None:
            return Verdict(sealed, previous, one.row_id, "it is gone")
        if one.previous_hash != previous:
            return Verdict(sealed, previous, one.row_id, "a seal before it is gone")
        if one.hash != link(previous, content):
            return Verdict(sealed, previous, one.row_id, "it is not what was sealed")
        sealed, previous = sealed + 1, one.hash
        seen = seen or one.hash == head
    if not seen:
        return Verdict(sealed, previous, None, "the given head is not in the chain")
    return Verdict(sealed, previous)
