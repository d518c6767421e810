"""Matching settlement lines with payments: order, transaction and amount, all three.

The amount is what came in, or had come in before a further deposit on the same order.

Never by amount alone. A match is a narrow row of its own: marking a million ledger rows
costs five times as much as inserting a million small ones (docs/adr/0008).
"""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from payments.reconciliation.selectors.parts import (
    HELD,
    PARTS,
    REFUNDS_BEFORE,
    TAKEN_FROM_SUSPENSE,
    was_once_in_line,
)

_CANDIDATES = f"""
    DROP TABLE IF EXISTS candidate;
    CREATE TEMPORARY TABLE candidate ON COMMIT DROP AS
    SELECT line.id AS line_id, payment.id AS source_id, payment.received_idr
    FROM reconciliation_settlementline line
    JOIN payments_payment payment ON payment.code = line.order_id
        AND payment.gateway = line.gateway
        AND payment.gateway_reference = line.transaction_id
        AND (payment.received_idr = line.gross_idr
            OR {was_once_in_line("payment_increased", "payment.code")})
    WHERE line.kind = 'payment' AND payment.state = ANY(%(held)s)
        AND NOT EXISTS (SELECT FROM reconciliation_settlementmatch done
                        WHERE done.line_id = line.id);
    ANALYZE candidate
"""  # noqa: S608 (no value is formatted in)
# What the bills and their owners got of a payment must be all that it brought.
_MATCH_PAYMENTS = f"""
    INSERT INTO reconciliation_settlementmatch (line_id, payment_id, matched_at)
    SELECT candidate.line_id, candidate.source_id, %(now)s
    FROM candidate
    JOIN (
        SELECT part.source_id, sum(part.amount_idr) AS amount_idr
        FROM ({PARTS}) part JOIN candidate USING (source_id)
        GROUP BY part.source_id
    ) booked USING (source_id)
    WHERE booked.amount_idr = candidate.received_idr
    ORDER BY candidate.line_id
"""  # noqa: S608 (no value is formatted in)
_OF_SUSPENSE = "money.gateway || '/' || money.gateway_reference"
_MATCH_SUSPENSE = f"""
    INSERT INTO reconciliation_settlementmatch (line_id, money_id, matched_at)
    SELECT line.id, money.id, %(now)s
    FROM reconciliation_settlementline line
    JOIN payments_unappliedmoney money ON money.gateway = line.gateway
        AND money.gateway_reference = line.transaction_id AND money.payment_id IS NULL
        AND (money.amount_idr = line.gross_idr
            OR {was_once_in_line("unknown_payment_increased", _OF_SUSPENSE)})
    WHERE line.kind = 'payment' AND NOT ({TAKEN_FROM_SUSPENSE})
        AND NOT EXISTS (SELECT FROM reconciliation_settlementmatch done
                        WHERE done.line_id = line.id)
    ORDER BY line.id
"""  # noqa: S608 (no value is formatted in)
_MATCH_REFUNDS = f"""
    INSERT INTO reconciliation_settlementmatch (line_id, payment_id, matched_at)
    SELECT line.id, payment.id, %(now)s
    FROM reconciliation_settlementline line
    JOIN payments_payment payment ON payment.code = line.order_id
        AND payment.gateway = line.gateway
        AND payment.gateway_reference = line.transaction_id
    WHERE line.kind <> 'payment'
        AND ({REFUNDS_BEFORE}) < (SELECT count(*) FROM payments_refund refund
                    WHERE refund.payment_id = payment.id
                        AND refund.amount_idr = line.refund_idr)
        AND NOT EXISTS (SELECT FROM reconciliation_settlementmatch done
                        WHERE done.line_id = line.id)
    ORDER BY line.id
"""  # noqa: S608 (no value is formatted in)
_MATCH_REFUNDS_OF_SUSPENSE = f"""
    INSERT INTO reconciliation_settlementmatch (line_id, money_id, matched_at)
    SELECT line.id, money.id, %(now)s
    FROM reconciliation_settlementline line
    JOIN payments_unappliedmoney money ON money.gateway = line.gateway
        AND money.gateway_reference = line.transaction_id AND money.payment_id IS NULL
    WHERE line.kind <> 'payment'
        AND ({REFUNDS_BEFORE}) < (SELECT count(*) FROM payments_refund refund
                    WHERE refund.money_id = money.id
                        AND refund.amount_idr = line.refund_idr)
        AND NOT EXISTS (SELECT FROM reconciliation_settlementmatch done
                        WHERE done.line_id = line.id)
    ORDER BY line.id
"""  # noqa: S608 (no value is formatted in)


def match_lines(cursor: CursorWrapper, *, now: datetime) -> int:
    """Match every line that fits exactly; answer how many were matched now."""
    cursor.execute(_CANDIDATES, {"held": HELD})
    cursor.execute(_MATCH_PAYMENTS, {"now": now})
    matched = int(cursor.rowcount)
    for others in (_MATCH_SUSPENSE, _MATCH_REFUNDS, _MATCH_REFUNDS_OF_SUSPENSE):
        cursor.execute(others, {"now": now})
        matched += int(cursor.rowcount)
    return matched
