"""What must be true of the money after every single step, whatever happened."""

from datetime import timedelta

from django.db import connection

from config.invariants import INVARIANTS, check
from kernel import clock
from ledger.selectors import KEPT_OF_DAYS
from payments.selectors import MONEY_OF_DAYS

# The others wait for workers, for time to pass, or are about other things than money.
OF_MONEY = {
    "I01", "I02", "I03", "I05", "I09", "I09b", "I10", "I16", "I17", "I17b", "I20",
    "I21", "I22", "I23", "I24", "I25",
}  # fmt: skip
_DIFFERENT_DAYS = f"""
    SELECT day, opd_id, sum(rows_idr), sum(ledger_idr) FROM (
        SELECT day, opd_id, revenue_idr + held_idr AS rows_idr, 0 AS ledger_idr
        FROM ({MONEY_OF_DAYS}) AS money
        UNION ALL SELECT day, opd_id, 0, kept_idr FROM ({KEPT_OF_DAYS}) AS kept
    ) AS side
    GROUP BY day, opd_id HAVING sum(rows_idr) <> sum(ledger_idr)
"""  # noqa: S608 (ours)


def broken_promises() -> list[object]:
    """What breaks an invariant of money, or days on which rows and ledger differ."""
    now = clock.now()
    with connection.cursor() as cursor:
        outcomes = [
            check(one, cursor=cursor, now=now)
            for one in INVARIANTS
            if one.code in OF_MONEY
        ]
        days = [now.date() + timedelta(days=number) for number in range(-2, 3)]
        cursor.execute(_DIFFERENT_DAYS, {"days": days})
        return [
            *((one.invariant.name, one.first) for one in outcomes if not one.holds),
            *cursor.fetchall(),
        ]
