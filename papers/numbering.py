"""Gap-free numbers per OPD × kind of paper × year. Nothing about what a paper says."""

from dataclasses import dataclass

from django.db import connection

from city.models import Opd
from city.selectors import profile
from papers.models import PaperKind

# One statement makes or advances the counter and locks its row until the caller's
# transaction ends: a rollback gives the numbers back, and nobody else saw them.
TAKE = """
    INSERT INTO papers_series (opd_id, kind, year, last_serial)
    VALUES (%(opd)s, %(kind)s, %(year)s, %(count)s)
    ON CONFLICT (opd_id, kind, year) DO UPDATE
        SET last_serial = papers_series.last_serial + excluded.last_serial
    RETURNING last_serial
"""


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number that is the caller's to use: its serial, and how it is written."""

    serial: int
    text: str


def take_numbers(
    *, opd: Opd, kind: PaperKind, year: int, count: int = 1
) -> list[PaperNumber]:
    """The next `count` numbers of a series, in order.

    Each must be used by a paper of the same transaction: the database refuses to
    commit a number nobody used (numbers_taken_are_used), and a paper whose number was
    not taken from its series.

    Raises:
        RuntimeError: there is no transaction that could give the numbers back.
        ValueError: fewer than one number is asked for.
        city.selectors.CityNotLoaded: no city says how a number is written.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    if count < 1:
        raise ValueError("at least one number is taken")
    city = profile()
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE, {"opd": opd.pk, "kind": kind.value, "year": year, "count": count}
        )
        (last,) = cursor.fetchone()
    office = f"{opd.letter_code}-{city.letter_suffix}"
    return [
        PaperNumber(
            serial,
            f"{city.levy_letter_class}/{serial:06d}/{kind.value}/{office}/{year}",
        )
        for serial in range(last - count + 1, last + 1)
    ]
