"""Citizens' reports: every move an edge of its table, nothing done without proof."""

from complaints.transitions import TRANSITIONS
from config.invariants.model import Invariant, edges

_EDGES = [("", "submitted"), *TRANSITIONS]

REPORT_MOVES_ALONG_ITS_TABLE = Invariant(
    code="I34",
    name="report_moves_along_its_table",
    says="A report's events start with sending it, follow the table, end in its state.",
    sql=f"""
        SELECT report.number, report.state, move.source, move.target, move.came_from
        FROM complaints_report AS report
        LEFT JOIN (
            SELECT report_id, source, target,
                lag(target, 1, '') OVER in_order AS came_from,
                lead(id) OVER in_order IS NULL AS is_last
            FROM complaints_reportevent
            WINDOW in_order AS (PARTITION BY report_id ORDER BY id)
        ) AS move ON move.report_id = report.id
        WHERE move.source IS NULL
            OR move.source <> move.came_from
            OR (move.source, move.target) NOT IN ({edges(_EDGES)})
            OR move.is_last AND move.target <> report.state
    """,  # noqa: S608 (a table of ours)
)

REPORT_IS_DONE_WITH_ITS_PROOF = Invariant(
    code="I35",
    name="report_is_done_with_its_proof",
    says="The proof of a report that is done is the picture of its last answer.",
    sql="""
        SELECT report.number, report.state, report.proof_id, answer.photo_id
        FROM complaints_report AS report
        JOIN LATERAL (
            SELECT photo_id FROM complaints_reportevent AS event
            WHERE event.report_id = report.id AND event.name = 'answered'
            ORDER BY id DESC LIMIT 1
        ) AS answer ON true
        WHERE report.state IN ('answered', 'confirmed', 'closed')
            AND report.proof_id <> answer.photo_id
    """,
)

ALL = (REPORT_MOVES_ALONG_ITS_TABLE, REPORT_IS_DONE_WITH_ITS_PROOF)
