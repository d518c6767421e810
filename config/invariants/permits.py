"""Permits: every move an edge of its table, every decision on a levy that was paid."""

from config.invariants.model import Invariant, edges
from permits.transitions import TRANSITIONS

APPLICATION_MOVES_ALONG_ITS_TABLE = Invariant(
    code="I32",
    name="application_moves_along_its_table",
    says="An application's moves are edges of the table, joined up, to its state.",
    sql=f"""
        SELECT application.number, application.state, move.source, move.target,
            move.came_from
        FROM permits_application AS application
        LEFT JOIN (
            SELECT application_id, source, target,
                lag(target, 1, 'draft') OVER in_order AS came_from,
                lead(id) OVER in_order IS NULL AS is_last
            FROM permits_applicationevent WHERE source <> target
            WINDOW in_order AS (PARTITION BY application_id ORDER BY id)
        ) AS move ON move.application_id = application.id
        WHERE move.source <> move.came_from
            OR (move.source, move.target) NOT IN ({edges(TRANSITIONS)})
            OR move.is_last AND move.target <> application.state
            OR move.source IS NULL AND application.state <> 'draft'
    """,  # noqa: S608 (a table of ours)
)

# An hour: a bank may take back for minutes, and a worker tells permits within one.
DECISION_RESTS_ON_ITS_LEVY = Invariant(
    code="I33",
    name="decision_rests_on_its_levy",
    says="A decision's levy is paid, or the office was told that it no longer is.",
    sql="""
        SELECT application.number, application.state, bill.kode_bayar,
            bill.state AS bill_state, application.attention
        FROM permits_application AS application
        JOIN levies_bill AS bill ON bill.id = application.bill_id
        WHERE application.state IN ('issued', 'expired')
            AND (bill.state = 'paid_off') <> (application.attention = '')
            AND NOT EXISTS (
                SELECT FROM levies_billevent AS event WHERE event.bill_id = bill.id
                    AND event.at > %(now)s - interval '1 hour')
    """,
)
