"""Whether the figures of the page are those of the ledger, and how old they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from commandcenter.models import Freshness, LedgerCheck
from kernel.money import Rupiah

# Older figures are told as late; the beat computes every five seconds.
FRESH = timedelta(seconds=30)
SHOWN_DIFFERENCES = 3

# What the page is made of, day by day for its days and month by month for its year,
# against the ledger's own sums. One row per difference, and one of both totals.
_COMPARE = """
    WITH ledger AS (
        SELECT day, opd_id, kept_idr FROM commandcenter_ledgerday
        WHERE day BETWEEN least(%(year_from)s, %(days_from)s) AND %(today)s
    ), compared AS (
        SELECT false AS is_month, day, opd_id, coalesce(ours.kept_idr, 0) AS ours_idr,
            coalesce(theirs.kept_idr, 0) AS theirs_idr
        FROM (
            SELECT day, opd_id, sum(revenue_idr + held_idr) AS kept_idr
            FROM commandcenter_revenueday
            WHERE day BETWEEN %(days_from)s AND %(today)s GROUP BY 1, 2
        ) AS ours
        FULL JOIN (SELECT * FROM ledger WHERE day >= %(days_from)s) AS theirs
            USING (day, opd_id)
        UNION ALL
        SELECT true, month, opd_id, coalesce(ours.kept_idr, 0),
            coalesce(theirs.kept_idr, 0)
        FROM (
            SELECT month, opd_id, sum(revenue_idr + held_idr) AS kept_idr
            FROM commandcenter_revenuemonth
            WHERE month BETWEEN %(year_from)s AND %(today)s GROUP BY 1, 2
        ) AS ours
        FULL JOIN (
            SELECT date_trunc('month', day)::date AS month, opd_id,
                sum(kept_idr) AS kept_idr
            FROM ledger WHERE day >= %(year_from)s GROUP BY 1, 2
        ) AS theirs USING (month, opd_id)
    )
    SELECT compared.is_month, compared.day, opd.name, ours_idr, theirs_idr
    FROM compared JOIN city_opd AS opd ON opd.id = compared.opd_id
    WHERE ours_idr <> theirs_idr
    UNION ALL
    SELECT NULL, NULL, NULL, coalesce(sum(ours_idr), 0), coalesce(sum(theirs_idr), 0)
    FROM compared WHERE is_month
    ORDER BY 1 NULLS FIRST, 2 DESC, 3
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A day or month of an OPD whose roll-up is not what the ledger says."""

    is_month: bool
    day: date
    opd: str
    roll_up: Rupiah
    ledger: Rupiah


@dataclass(frozen=True, slots=True)
class Trust:
    """The badge: totals of the year on both sides, differences, and the ages."""

    roll_up: Rupiah
    ledger: Rupiah
    differences: Sequence[Difference]
    count: int
    as_of: datetime | None
    billed_as_of: datetime | None
    checked_at: datetime | None
    is_late: bool

    @property
    def agrees(self) -> bool:
        """Whether everything that is shown, and was checked, is the ledger's."""
        return self.count == 0


def trust_of_year(*, today: date, days: int, now: datetime) -> Trust:
    """Compare what a page of this year and of its last days shows. Three queries."""
    values = {
        "today": today,
        "year_from": date(today.year, 1, 1),
        "days_from": today - timedelta(days=days - 1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, values)
        (*_none, ours, theirs), *found = cursor.fetchall()
    fresh = {one.part: one.as_of for one in Freshness.objects.all()}
    as_of = fresh.get(Freshness.Part.MONEY)
    check = LedgerCheck.objects.filter(year=today.year).first()
    differences = [
        Difference(is_month, day, opd, Rupiah(int(mine)), Rupiah(int(its)))
        for is_month, day, opd, mine, its in found
    ]
    return Trust(
        roll_up=Rupiah(int(ours)),
        ledger=Rupiah(int(theirs)),
        differences=differences[:SHOWN_DIFFERENCES],
        count=max(len(differences), check.differing if check else 0),
        as_of=as_of,
        billed_as_of=fresh.get(Freshness.Part.BILLS),
        checked_at=check.checked_at if check else None,
        is_late=as_of is None or now - as_of > FRESH,
    )
