"""The end of a day: an expectation that nobody paid on its day is uncollected."""

import uuid
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts.audit import record
from city.selectors import business_date_of
from levies.transitions import TRANSITIONS, BillState

# Locked in the order of their ids, as every payment locks them; who pays meanwhile is
# waited for, and what he paid is looked at again and left alone.
_END = """
WITH ended AS MATERIALIZED (
    SELECT id FROM levies_bill
    WHERE state = 'expected' AND period_until < %(today)s
    ORDER BY id FOR UPDATE
), uncollected AS (
    UPDATE levies_bill AS bill SET state = 'uncollected'
    FROM ended WHERE bill.id = ended.id AND bill.state = 'expected'
    RETURNING bill.id, bill.amount_idr
), told AS (
    INSERT INTO levies_billevent (bill_id, name, source, target, cause, at)
    SELECT id, %(event)s, 'expected', 'uncollected', %(cause)s, %(now)s
    FROM uncollected ORDER BY id
)
SELECT count(*), coalesce(sum(amount_idr), 0)::bigint FROM uncollected
"""


@transaction.atomic
def end_days(*, now: datetime) -> int:
    """Move what was expected up to yesterday, and is unpaid, to UNCOLLECTED; how many.

    All days that have ended in the city, so that nothing has to be caught up; safe to
    repeat, also concurrently. A bill of which a part was paid stays PART_PAID. It can
    still be paid, also by an attempt that is open now: the collector asks for what is
    owed today and before, and the money is booked as ever. One that is expected again,
    because a payment was taken back, is ended by the next run. A run that moved
    something stands in the audit log.
    """
    today, cause = business_date_of(now), f"day_end:{uuid.uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(
            _END,
            {
                "today": today,
                "event": TRANSITIONS[BillState.EXPECTED, BillState.UNCOLLECTED],
                "cause": cause,
                "now": now,
            },
        )
        bills, amount_idr = cursor.fetchone()
    if bills:
        _record(today, {"bills": bills, "amount_idr": amount_idr, "cause": cause}, now)
    return int(bills)


def _record(today: date, facts: dict[str, object], now: datetime) -> None:
    """One line, named after the last day that ended."""
    record(
        actor=None,
        action="bills_uncollected",
        subject=f"day:{today - timedelta(days=1)}",
        facts=facts,
        now=now,
    )
