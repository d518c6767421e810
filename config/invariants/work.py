"""The outbox drains, and evidence that was imported is matched or named."""

from config.invariants.model import Invariant

EVENT_IS_RELAYED = Invariant(
    code="I12",
    name="event_is_relayed",
    says="An event reaches its handlers' tasks within a minute.",
    sql="""
        SELECT id AS event, name, created_at FROM outbox_event
        WHERE relayed_at IS NULL AND created_at < %(now)s - interval '60 seconds'
    """,
)

TASK_IS_DONE = Invariant(
    code="I12b",
    name="task_is_done",
    says="A task is done within a minute of its event; a parked one needs a person.",
    sql="""
        SELECT task.id AS task, task.handler, task.attempts, task.last_error,
            task.parked_at
        FROM outbox_task AS task JOIN outbox_event AS event ON event.id = task.event_id
        WHERE task.done_at IS NULL AND (task.parked_at IS NOT NULL
            OR event.created_at < %(now)s - interval '60 seconds')
    """,
)

# A report is awaited for two weeks (long holidays), a reconciliation for an hour.
SETTLEMENT_IS_MATCHED_OR_NAMED = Invariant(
    code="I13",
    name="settlement_is_matched_or_named",
    says="A payment and its settlement line are matched, or a finding names them.",
    sql="""
        SELECT 'payment' AS what, payment.code AS reference, payment.received_idr
            AS amount_idr
        FROM payments_payment AS payment
        WHERE payment.state IN ('paid', 'disputed')
            AND payment.paid_at + interval '14 days' < (
                SELECT max(line.settled_at) FROM reconciliation_settlementline AS line
                WHERE line.gateway = payment.gateway)
            AND NOT EXISTS (
                SELECT FROM reconciliation_settlementmatch AS match
                WHERE match.payment_id = payment.id)
            AND NOT EXISTS (
                SELECT FROM reconciliation_finding AS finding
                WHERE finding.reference IN (payment.code, payment.gateway_reference))
        UNION ALL
        SELECT 'line', line.transaction_id, line.gross_idr
        FROM reconciliation_settlementline AS line
        JOIN reconciliation_importedfile AS file ON file.id = line.file_id
        LEFT JOIN payments_payment AS payment
            ON payment.code = line.order_id AND payment.gateway = line.gateway
        WHERE line.kind = 'payment'
            AND file.imported_at < %(now)s - interval '1 hour'
            AND payment.state IS DISTINCT FROM 'reversed'
            AND NOT EXISTS (
                SELECT FROM reconciliation_settlementmatch AS match
                WHERE match.line_id = line.id)
            AND NOT EXISTS (
                SELECT FROM reconciliation_finding AS finding
                WHERE finding.reference = line.transaction_id)
    """,
)
