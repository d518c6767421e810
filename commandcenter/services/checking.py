"""The year's comparison with the ledger, from its legs, whatever was announced."""

from datetime import date, datetime

from django.db import connection, transaction

from commandcenter.models import LedgerCheck
from commandcenter.services.refreshing import mark_days
from ledger.selectors import KEPT_OF_DAYS, days_with_entries
from payments.selectors import days_with_money

# Days that are marked are being computed; they are compared the next time.
_COMPARE = f"""
    WITH ledger AS ({KEPT_OF_DAYS}), roll_up AS (
        SELECT day, opd_id, sum(revenue_idr + held_idr) AS kept_idr
        FROM commandcenter_revenueday WHERE day = ANY(%(days)s) GROUP BY 1, 2
    )
    SELECT coalesce(ledger.day, roll_up.day),
        coalesce(sum(roll_up.kept_idr), 0), coalesce(sum(ledger.kept_idr), 0),
        bool_or(coalesce(ledger.kept_idr, 0) <> coalesce(told.kept_idr, 0)),
        bool_or(coalesce(ledger.kept_idr, 0) <> coalesce(roll_up.kept_idr, 0))
    FROM ledger
    FULL JOIN roll_up USING (day, opd_id)
    LEFT JOIN commandcenter_ledgerday AS told USING (day, opd_id)
    GROUP BY 1
"""  # noqa: S608 (no value is formatted in)
_MARKED = "SELECT day FROM commandcenter_dirtyday"


@transaction.atomic
def check_year(*, today: date, now: datetime) -> LedgerCheck:
    """Compare each day of the year up to today with the ledger, and keep the result.

    A day whose ledger moved unannounced is marked, and so computed anew. A roll-up that
    differs from a ledger that did not move was changed by other hands: it is told, and
    stays as it is for whoever looks into it, until money of that day moves again.
    """
    first_on = date(today.year, 1, 1)
    days = {
        *days_with_money(first_on=first_on, last_on=today),
        *days_with_entries(first_on=first_on, last_on=today),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARKED)
        marked = {day for (day,) in cursor.fetchall()}
        cursor.execute(_COMPARE, {"days": sorted(days - marked)})
        rows = cursor.fetchall()
    moved = [day for day, _ours, _theirs, is_moved, _differs in rows if is_moved]
    mark_days(days=moved, now=now)
    steady = [row for row in rows if row[0] not in moved]
    return LedgerCheck.objects.update_or_create(
        year=today.year,
        defaults={
            "checked_at": now,
            "roll_up_idr": sum(int(ours) for _day, ours, *_ in steady),
            "ledger_idr": sum(int(theirs) for _day, _ours, theirs, *_ in steady),
            "differing": sum(differs for *_, differs in steady),
        },
    )[0]
