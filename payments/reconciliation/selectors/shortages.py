"""What a day's cash lacks: counted less than its tickets say, and not made good."""

# By whose hand the tickets say it is in: with collectors, with treasurers, in the bank.
# One row. A shift over midnight counts on the day of its first ticket. Before a
# treasurer has counted, what the collector counted blind tells; what was repaid later
# lies with the treasurer, or in the bank with the deposit it went into.
CASH_SHORT_OF_DAY = """
    SELECT coalesce(sum(lack.amount_idr) FILTER (WHERE lack.hand = 'collector'), 0),
        coalesce(sum(lack.amount_idr) FILTER (WHERE lack.hand = 'treasurer'), 0),
        coalesce(sum(lack.amount_idr) FILTER (WHERE lack.hand = 'bank'), 0)
    FROM (
        SELECT 'collector' AS hand, shift.id AS shift_id,
            greatest(sum(hand_over.expected_idr) - shift.counted_idr, 0) AS amount_idr
        FROM collection_handover hand_over
        JOIN collection_shift shift ON shift.id = hand_over.shift_id
        WHERE hand_over.state <> 'accepted'
            AND NOT EXISTS (SELECT FROM collection_handover other
                            WHERE other.shift_id = shift.id
                                AND other.state = 'accepted')
        GROUP BY shift.id
        UNION ALL
        SELECT CASE WHEN carried.bank_line_id IS NULL THEN 'treasurer' ELSE 'bank' END,
            hand_over.shift_id, shortage.amount_idr
        FROM collection_shortage shortage
        JOIN collection_handover hand_over ON hand_over.id = shortage.hand_over_id
        LEFT JOIN collection_deposit carried ON carried.id = hand_over.deposit_id
        UNION ALL
        SELECT CASE WHEN repaid.bank_line_id IS NULL THEN 'treasurer' ELSE 'bank' END,
            hand_over.shift_id, -shortage.amount_idr
        FROM collection_shortage shortage
        JOIN collection_handover hand_over ON hand_over.id = shortage.hand_over_id
        LEFT JOIN collection_deposit repaid ON repaid.id = shortage.deposit_id
        WHERE shortage.repaid_at IS NOT NULL
    ) lack
    WHERE %(day)s = (
        SELECT min(payment.paid_on) FROM collection_cashtaken cash
        JOIN payments_payment payment ON payment.id = cash.payment_id
        WHERE cash.shift_id = lack.shift_id)
"""
