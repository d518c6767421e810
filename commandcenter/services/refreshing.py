"""Computing roll-ups: days that were marked, the months they lie in, what was billed.

A day is deleted and computed anew from the rows in one transaction, so that it heals
whatever was wrong and may be done twice. The roll-up and the ledger's sum are taken by
one statement, of one snapshot: a payment between them would make them differ.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from commandcenter.models import DirtyDay, Freshness
from ledger.selectors import KEPT_OF_DAYS
from levies.selectors import BILLED
from payments.selectors import MONEY_OF_DAYS

# Days of one transaction: whoever marks one of them waits for it to end.
DAYS_AT_ONCE = 4

# Some payers of a line, three at most: joined with those of other lines they still tell
# whether three stand behind a sum, because a line either has three or all of its own.
_SOME = """coalesce((array_agg(DISTINCT payer_id ORDER BY payer_id)
    FILTER (WHERE {whose}))[1:3], '{{}}')"""
_KEPT = _SOME.format(whose="payer_id IS NOT NULL AND revenue_idr > 0")
_ASSESSED = _SOME.format(whose="is_assessed AND amount_idr > 0")
_EXPECTED = _SOME.format(whose="NOT is_assessed AND amount_idr > 0")

# Marks are taken away before the rows are read: what commits later marks its day anew.
_CLAIM = """
    DELETE FROM commandcenter_dirtyday WHERE day IN (
        SELECT day FROM commandcenter_dirtyday ORDER BY day DESC LIMIT %(limit)s)
    RETURNING day
"""
_FORGET_DAYS = """
    WITH forgotten AS (
        DELETE FROM commandcenter_ledgerday WHERE day = ANY(%(days)s))
    DELETE FROM commandcenter_revenueday WHERE day = ANY(%(days)s)
"""
_SUM_DAYS = f"""
    WITH told AS (
        INSERT INTO commandcenter_ledgerday (day, opd_id, kept_idr) {KEPT_OF_DAYS}
    )
    INSERT INTO commandcenter_revenueday (day, opd_id, levy_type_id, market_id,
        kelurahan_id, channel, payments, some_payers, revenue_idr, held_idr,
        returned_idr)
    SELECT day, opd_id, levy_type_id, market_id, kelurahan_id, channel, sum(payments),
        {_KEPT}, sum(revenue_idr), sum(held_idr), sum(returned_idr)
    FROM ({MONEY_OF_DAYS}) AS part
    GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608 (no value is formatted in)
_FORGET_MONTHS = "DELETE FROM commandcenter_revenuemonth WHERE month = ANY(%(months)s)"
# Each day stands once for its sums, without a payer, and once for each of its payers.
_SUM_MONTHS = """
    INSERT INTO commandcenter_revenuemonth (month, opd_id, levy_type_id, market_id,
        kelurahan_id, channel, payments, some_payers, revenue_idr, held_idr,
        returned_idr)
    SELECT wanted.month, opd_id, levy_type_id, market_id, kelurahan_id, channel,
        sum(payments) FILTER (WHERE payer_id IS NULL),
        coalesce((array_agg(DISTINCT payer_id ORDER BY payer_id)
            FILTER (WHERE payer_id IS NOT NULL))[1:3], '{}'),
        sum(revenue_idr) FILTER (WHERE payer_id IS NULL),
        sum(held_idr) FILTER (WHERE payer_id IS NULL),
        sum(returned_idr) FILTER (WHERE payer_id IS NULL)
    FROM unnest(%(months)s::date[]) AS wanted (month)
    JOIN commandcenter_revenueday AS one ON one.day >= wanted.month
        AND one.day < wanted.month + interval '1 month'
    CROSS JOIN LATERAL unnest(NULL::bigint || one.some_payers) AS told (payer_id)
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_FORGET_BILLED = """
    DELETE FROM commandcenter_billedmonth
    WHERE month BETWEEN date_trunc('month', %(first_on)s::date) AND %(last_on)s
"""
_SUM_BILLED = f"""
    INSERT INTO commandcenter_billedmonth (month, opd_id, levy_type_id, market_id,
        kelurahan_id, bills, assessed_payers, expected_payers, assessed_idr,
        assessed_paid_idr, expected_idr, expected_paid_idr)
    SELECT month, opd_id, levy_type_id, market_id, kelurahan_id, count(*),
        {_ASSESSED}, {_EXPECTED},
        coalesce(sum(amount_idr) FILTER (WHERE is_assessed), 0),
        coalesce(sum(paid_idr) FILTER (WHERE is_assessed), 0),
        coalesce(sum(amount_idr) FILTER (WHERE NOT is_assessed), 0),
        coalesce(sum(paid_idr) FILTER (WHERE NOT is_assessed), 0)
    FROM ({BILLED}) AS bill
    GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 (no value is formatted in)
_MARK = """
    INSERT INTO commandcenter_dirtyday (day, marked_at)
    SELECT day, %(now)s FROM unnest(%(days)s::date[]) AS wanted (day)
    ON CONFLICT (day) DO UPDATE SET marked_at = excluded.marked_at
"""


def mark_day(*, day: date, now: datetime) -> None:
    """Say that money of a day moved; many marks of one day are one."""
    mark_days(days=[day], now=now)


def mark_days(*, days: Iterable[date], now: datetime) -> None:
    """Say that money of these days moved."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"days": sorted(set(days)), "now": now})


def refresh_money(*, now: datetime) -> int:
    """Compute every marked day anew, the latest first; answers how many there were.

    Then the figures are complete up to `now`. Safe to repeat and to run at once: of
    several, one computes and the others wait for it.
    """
    count = 0
    while days := _refresh_some(now=now):
        count += len(days)
    return count


@transaction.atomic
def refresh_billed(*, first_on: date, last_on: date, now: datetime) -> None:
    """Compute anew what was billed for whole months, from that of one day to another's.

    Safe to repeat; of several at once, one computes and the others wait for it.
    """
    span = {"first_on": first_on.replace(day=1), "last_on": _last_day_of(last_on)}
    _hold(Freshness.Part.BILLS, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_BILLED, span)
        cursor.execute(_SUM_BILLED, span)
    Freshness.objects.filter(part=Freshness.Part.BILLS).update(as_of=now)


@transaction.atomic
def _refresh_some(*, now: datetime) -> list[date]:
    """Some of the marked days; when none is left, the figures are as of `now`."""
    _hold(Freshness.Part.MONEY, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"limit": DAYS_AT_ONCE})
        days = [day for (day,) in cursor.fetchall()]
        if days:
            _compute(days)
    if not DirtyDay.objects.exists():
        Freshness.objects.filter(part=Freshness.Part.MONEY).update(as_of=now)
    return days


def _compute(days: list[date]) -> None:
    span = {"days": days, "months": sorted({day.replace(day=1) for day in days})}
    with connection.cursor() as cursor:
        for statement in (_FORGET_DAYS, _SUM_DAYS, _FORGET_MONTHS, _SUM_MONTHS):
            cursor.execute(statement, span)


def _hold(part: Freshness.Part, *, now: datetime) -> None:
    """One computes at a time; the first ever makes the row that all wait at."""
    Freshness.objects.get_or_create(part=part, defaults={"as_of": now})
    Freshness.objects.select_for_update().get(part=part)


def _last_day_of(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])
