"""The roll-ups are what the ledger says, day by day, and months are their days."""

from config.invariants.model import Invariant
from ledger.selectors import KEPT_OF_DAYS

# Days that were never computed are left to their events (I12, I12b), and marked ones
# are being computed. The ledger's side is summed from its legs here, not read from the
# sums that the page compares with.
_DAYS = """ARRAY(
    SELECT day FROM commandcenter_revenueday
    UNION SELECT day FROM commandcenter_ledgerday
    EXCEPT SELECT day FROM commandcenter_dirtyday)"""

ROLL_UP_IS_THE_LEDGER = Invariant(
    code="I30",
    name="roll_up_is_the_ledger",
    says="A day's roll-up per OPD is what the ledger keeps of that day's payments.",
    sql=f"""
        SELECT day, opd_id, sum(roll_up_idr) AS roll_up_idr,
            sum(ledger_idr) AS ledger_idr
        FROM (
            SELECT day, opd_id, revenue_idr + held_idr AS roll_up_idr, 0 AS ledger_idr
            FROM commandcenter_revenueday WHERE day = ANY({_DAYS})
            UNION ALL
            SELECT day, opd_id, 0, kept_idr
            FROM ({KEPT_OF_DAYS.replace("%(days)s", _DAYS)}) AS kept
        ) AS side
        GROUP BY day, opd_id
        HAVING sum(roll_up_idr) <> sum(ledger_idr)
    """,  # noqa: S608 (ours)
)

MONTH_IS_ITS_DAYS = Invariant(
    code="I31",
    name="month_is_its_days",
    says="A month's roll-up is the sum of its days, in each of its dimensions.",
    sql="""
        SELECT month, opd_id, levy_type_id, market_id, kelurahan_id, channel,
            sum(months_idr) AS month_idr, sum(days_idr) AS days_idr
        FROM (
            SELECT month, opd_id, levy_type_id, market_id, kelurahan_id, channel,
                revenue_idr + held_idr AS months_idr, 0 AS days_idr
            FROM commandcenter_revenuemonth
            UNION ALL
            SELECT date_trunc('month', day)::date, opd_id, levy_type_id, market_id,
                kelurahan_id, channel, 0, revenue_idr + held_idr
            FROM commandcenter_revenueday
        ) AS side
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(months_idr) <> sum(days_idr)
    """,
)
