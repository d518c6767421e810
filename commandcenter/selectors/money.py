"""Money by levy, market, kelurahan and channel; by day; what was billed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection

from kernel.money import ZERO, Rupiah

# One scan answers every question of a page: the whole, each dimension by itself, of
# what has no kelurahan the market, of what is in no market the kelurahan. Of nothing
# there is no row, not even of the whole.
_BY_DIMENSION = """
    SELECT grouping(levy_type_id, market_id, kelurahan_id, channel),
        levy_type_id, market_id, kelurahan_id, channel,
        min({column}) FILTER (WHERE held_idr > 0), sum(revenue_idr), sum(held_idr),
        sum(returned_idr), sum(payments)
    FROM {table} WHERE {column} BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY GROUPING SETS ((), (levy_type_id), (market_id), (kelurahan_id), (channel),
        (market_id, kelurahan_id))
    HAVING count(*) > 0
"""
_OF_DAYS = _BY_DIMENSION.format(table="commandcenter_revenueday", column="day")
_OF_MONTHS = _BY_DIMENSION.format(table="commandcenter_revenuemonth", column="month")
_DAYS = """
    SELECT day, sum(revenue_idr), sum(payments)
    FROM commandcenter_revenueday WHERE day BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY 1
"""
_BILLED = """
    SELECT grouping(levy_type_id, market_id, kelurahan_id),
        levy_type_id, market_id, kelurahan_id, sum(bills), sum(assessed_idr),
        sum(assessed_paid_idr), sum(expected_idr), sum(expected_paid_idr)
    FROM commandcenter_billedmonth WHERE month BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY GROUPING SETS ((), (levy_type_id), (market_id), (kelurahan_id),
        (market_id, kelurahan_id))
    HAVING count(*) > 0
"""
# PostgreSQL's grouping(): a bit is set for each dimension that was summed over.
_WHOLE, _LEVY, _MARKET, _KELURAHAN, _CHANNEL = 0b1111, 0b0111, 0b1011, 0b1101, 0b1110
_PLACED = 0b1001
_B_WHOLE, _B_LEVY, _B_MARKET, _B_KELURAHAN = 0b111, 0b011, 0b101, 0b110
_B_PLACED = 0b100


@dataclass(frozen=True, slots=True)
class Sums:
    """Money that came in: what bills keep, what is held, what went back."""

    revenue: Rupiah = ZERO
    held: Rupiah = ZERO
    returned: Rupiah = ZERO
    payments: int = 0


NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Sums of a span, whole and by each dimension; the key None: it is not known.

    `nowhere`: of no known kelurahan, by market. `outside`: of no market, by kelurahan.
    `held_since`: the first day (of a year: month) of whose money some is held.
    """

    whole: Sums = NOTHING
    by_levy: Mapping[int | None, Sums] = field(default_factory=dict)
    by_market: Mapping[int | None, Sums] = field(default_factory=dict)
    by_kelurahan: Mapping[int | None, Sums] = field(default_factory=dict)
    by_channel: Mapping[str, Sums] = field(default_factory=dict)
    nowhere: Mapping[int | None, Sums] = field(default_factory=dict)
    outside: Mapping[int | None, Sums] = field(default_factory=dict)
    held_since: date | None = None


@dataclass(frozen=True, slots=True)
class Billed:
    """What was billed, apart by whether a paper (SKRD) fixed it, and paid of it."""

    bills: int = 0
    assessed: Rupiah = ZERO
    assessed_paid: Rupiah = ZERO
    expected: Rupiah = ZERO
    expected_paid: Rupiah = ZERO

    @property
    def amount(self) -> Rupiah:
        return self.assessed + self.expected

    @property
    def paid(self) -> Rupiah:
        """Of that very amount: no late interest, and no debt of another year."""
        return self.assessed_paid + self.expected_paid

    @property
    def unpaid(self) -> Rupiah:
        return self.amount - self.paid


NOTHING_BILLED = Billed()


@dataclass(frozen=True, slots=True)
class BilledBreakdown:
    """What was billed for periods of a span, whole and by each dimension."""

    whole: Billed = NOTHING_BILLED
    by_levy: Mapping[int | None, Billed] = field(default_factory=dict)
    by_market: Mapping[int | None, Billed] = field(default_factory=dict)
    by_kelurahan: Mapping[int | None, Billed] = field(default_factory=dict)
    nowhere: Mapping[int | None, Billed] = field(default_factory=dict)
    outside: Mapping[int | None, Billed] = field(default_factory=dict)


def money_of_day(day: date) -> Breakdown:
    """What was paid on a day, as it stands now."""
    return _breakdown(_OF_DAYS, day, day)


def money_of_year(today: date) -> Breakdown:
    """What was paid from the first of January to today, as it stands now."""
    return _breakdown(_OF_MONTHS, date(today.year, 1, 1), today)


def days_until(today: date, *, count: int) -> list[tuple[date, Sums]]:
    """The last `count` days up to today; a day without money is a zero."""
    first_on = today - timedelta(days=count - 1)
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"first_on": first_on, "last_on": today})
        told = {
            day: Sums(Rupiah(int(revenue)), payments=int(payments))
            for day, revenue, payments in cursor.fetchall()
        }
    days = (first_on + timedelta(days=number) for number in range(count))
    return [(day, told.get(day, NOTHING)) for day in days]


def billed_of_year(today: date) -> BilledBreakdown:
    """What was billed for periods that began this year, up to the month of this day."""
    by: dict[int, dict[int | None, Billed]] = {}
    outside: dict[int | None, Billed] = {}
    with connection.cursor() as cursor:
        span = {"first_on": date(today.year, 1, 1), "last_on": today}
        cursor.execute(_BILLED, span)
        for which, levy, market, kelurahan, bills, *sums in cursor.fetchall():
            if which != _B_PLACED or kelurahan is None:
                key = levy or market or kelurahan
                by.setdefault(which, {})[key] = _billed(bills, sums)
            if which == _B_PLACED and market is None:
                outside[kelurahan] = _billed(bills, sums)
    return BilledBreakdown(
        by.get(_B_WHOLE, {}).get(None, NOTHING_BILLED),
        by.get(_B_LEVY, {}),
        by.get(_B_MARKET, {}),
        by.get(_B_KELURAHAN, {}),
        by.get(_B_PLACED, {}),
        outside,
    )


def _breakdown(statement: str, first_on: date, last_on: date) -> Breakdown:
    by: dict[int, dict[int | None, Sums]] = {}
    by_channel: dict[str, Sums] = {}
    outside: dict[int | None, Sums] = {}
    held_since: date | None = None
    with connection.cursor() as cursor:
        cursor.execute(statement, {"first_on": first_on, "last_on": last_on})
        for which, levy, market, kelurahan, channel, held, *sums in cursor.fetchall():
            if which == _CHANNEL:
                by_channel[channel] = _sums(sums)
            elif which != _PLACED or kelurahan is None:
                by.setdefault(which, {})[levy or market or kelurahan] = _sums(sums)
            if which == _PLACED and market is None:
                outside[kelurahan] = _sums(sums)
            held_since = held if which == _WHOLE else held_since
    return Breakdown(
        by.get(_WHOLE, {}).get(None, NOTHING),
        by.get(_LEVY, {}),
        by.get(_MARKET, {}),
        by.get(_KELURAHAN, {}),
        by_channel,
        by.get(_PLACED, {}),
        outside,
        held_since,
    )


def _sums(row: list[int]) -> Sums:
    revenue, held, returned, payments = map(int, row)
    return Sums(Rupiah(revenue), Rupiah(held), Rupiah(returned), payments)


def _billed(bills: int, sums: list[int]) -> Billed:
    return Billed(int(bills), *(Rupiah(int(one)) for one in sums))
