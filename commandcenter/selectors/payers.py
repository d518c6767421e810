"""Some payers behind each figure: three at most, enough to say if they are few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

type Payers = frozenset[int]

_BY_MONTH = """
    SELECT grouping(month, levy_type_id, market_id, kelurahan_id, channel), month,
        levy_type_id, market_id, kelurahan_id, channel,
        (array_agg(DISTINCT payer ORDER BY payer))[1:3]
    FROM commandcenter_revenuemonth, unnest(some_payers) AS told (payer)
    WHERE month BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY GROUPING SETS ((month, levy_type_id), (levy_type_id), (market_id),
        (market_id, kelurahan_id), (channel))
    HAVING grouping(kelurahan_id) = 1 OR market_id IS NULL
"""
_BY_DAY = """
    SELECT day, (array_agg(DISTINCT payer ORDER BY payer))[1:3]
    FROM commandcenter_revenueday, unnest(some_payers) AS told (payer)
    WHERE day BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY 1
"""
# Both lists side by side; the shorter is filled up with nobody.
_BILLED = """
    SELECT grouping(levy_type_id, market_id, kelurahan_id),
        coalesce(levy_type_id, market_id, kelurahan_id),
        coalesce((array_agg(DISTINCT assessed ORDER BY assessed)
            FILTER (WHERE assessed IS NOT NULL))[1:3], '{}'),
        coalesce((array_agg(DISTINCT expected ORDER BY expected)
            FILTER (WHERE expected IS NOT NULL))[1:3], '{}')
    FROM commandcenter_billedmonth,
        unnest(assessed_payers, expected_payers) AS told (assessed, expected)
    WHERE month BETWEEN %(first_on)s AND %(last_on)s
    GROUP BY GROUPING SETS ((levy_type_id), (market_id), (market_id, kelurahan_id))
    HAVING grouping(kelurahan_id) = 1 OR market_id IS NULL
"""
# PostgreSQL's grouping(): a bit is set for each dimension that was summed over.
_MONTH_LEVY, _LEVY, _MARKET = 0b00111, 0b10111, 0b11011
_OUTSIDE, _CHANNEL = 0b11001, 0b11110
_BILLED_OF = {0b011: _LEVY, 0b101: _MARKET, 0b100: _OUTSIDE}


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Some payers of a year's money by month and levy and by one dimension each.

    `outside`: of what is in no market, by kelurahan.
    """

    by_month: Mapping[tuple[date, int | None], Payers] = field(default_factory=dict)
    by_levy: Mapping[int | None, Payers] = field(default_factory=dict)
    by_market: Mapping[int | None, Payers] = field(default_factory=dict)
    outside: Mapping[int | None, Payers] = field(default_factory=dict)
    by_channel: Mapping[str, Payers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BilledTo:
    """Some of those to whom a year's bills go: with an SKRD, and without."""

    by_levy: Mapping[int | None, tuple[Payers, Payers]]
    by_market: Mapping[int | None, tuple[Payers, Payers]]
    outside: Mapping[int | None, tuple[Payers, Payers]]


def payers_of_year(today: date) -> PaidBy:
    """Who is behind what was paid from the first of January to today. One query."""
    by: dict[int, dict[object, Payers]] = {}
    for which, month, levy, market, place, channel, payers in _asked(_BY_MONTH, today):
        key = {
            _MONTH_LEVY: (month, levy),
            _LEVY: levy,
            _MARKET: market,
            _OUTSIDE: place,
            _CHANNEL: channel,
        }[which]
        by.setdefault(which, {})[key] = frozenset(payers)
    sets = (_MONTH_LEVY, _LEVY, _MARKET, _OUTSIDE, _CHANNEL)
    return PaidBy(*(by.get(which, {}) for which in sets))  # type: ignore[arg-type]


def payers_of_days(today: date, *, count: int) -> Mapping[date, Payers]:
    """Who is behind each of the last days up to today. One query."""
    first_on = today - timedelta(days=count - 1)
    rows = _asked(_BY_DAY, today, first_on=first_on)
    return {day: frozenset(payers) for day, payers in rows}


def billed_to_of_year(today: date) -> BilledTo:
    """To whom the bills of this year's periods go. One query."""
    by: dict[int, dict[int | None, tuple[Payers, Payers]]] = {}
    for which, key, fixed, hoped in _asked(_BILLED, today):
        both = (frozenset(fixed), frozenset(hoped))
        by.setdefault(_BILLED_OF[which], {})[key] = both
    return BilledTo(*(by.get(which, {}) for which in (_LEVY, _MARKET, _OUTSIDE)))


def _asked(statement: str, today: date, first_on: date | None = None) -> list[Any]:
    span = {"first_on": first_on or date(today.year, 1, 1), "last_on": today}
    with connection.cursor() as cursor:
        cursor.execute(statement, span)
        return list(cursor.fetchall())
