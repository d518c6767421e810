"""Whose a payment's money is: the SQL of its parts, shared by matching and posting."""

from payments.transitions import PaymentState

# Payments whose money we hold to be ours to pass on; a reversed one never arrives.
HELD = [
    PaymentState.PAID.value,
    PaymentState.PART_REFUNDED.value,
    PaymentState.REFUNDED.value,
    PaymentState.DISPUTED.value,
]

# One row per source and owner, together all that the source brought. The source is a
# payment's id, or minus the id of money in suspense that has no payment. Principal goes
# under the levy's account, late interest under the account of sanctions. What no bill
# could take is no revenue, nor is what went back through the gateway: that is carried
# by the OPD whose bookings the refund's entry undid, or that answers for the suspense.
PARTS = """
    SELECT item.payment_id AS source_id, item.opd_id, levy_type.revenue_account_id,
        true AS is_revenue, item.booked_principal_idr AS amount_idr
    FROM payments_paymentitem item
    JOIN levies_bill bill ON bill.id = item.bill_id
    JOIN levies_levytype levy_type ON levy_type.id = bill.levy_type_id
    UNION ALL
    SELECT item.payment_id, item.opd_id, profile.sanctions_account_id,
        true, item.booked_interest_idr
    FROM payments_paymentitem item CROSS JOIN city_cityprofile profile
    WHERE item.booked_interest_idr > 0
    UNION ALL
    SELECT coalesce(money.payment_id, -money.id), money.opd_id, NULL, false,
        money.amount_idr - CASE WHEN money.payment_id IS NULL THEN 0
            ELSE money.returned_idr END
    FROM payments_unappliedmoney money
    UNION ALL
    SELECT refund.payment_id, account.opd_id, NULL, false, leg.credit_idr
    FROM payments_refund refund
    JOIN payments_payment payment ON payment.id = refund.payment_id
    JOIN ledger_entry entry ON entry.event = 'payment_refunded'
        AND entry.reference = payment.code || '/' || refund.id
    JOIN ledger_leg leg ON leg.entry_id = entry.id
    JOIN ledger_account account ON account.id = leg.account_id
        AND account.kind = 'gateway_clearing'
"""

# What further deposits on the order brought is not in the line of its first money: the
# parts of a source whose line is matched, together what the line says. The rest waits.
PARTS_IN_LINE = f"""
    {PARTS}
    UNION ALL
    SELECT payment.id, money.opd_id, NULL, false, line.gross_idr - payment.received_idr
    FROM payments_unappliedmoney money
    JOIN payments_payment payment ON payment.id = money.payment_id
    JOIN reconciliation_settlementmatch match ON match.payment_id = payment.id
    JOIN reconciliation_settlementline line ON line.id = match.line_id
    WHERE line.kind = 'payment' AND money.bill_id IS NULL
        AND payment.received_idr > line.gross_idr
    UNION ALL
    SELECT -money.id, money.opd_id, NULL, false, line.gross_idr - money.amount_idr
    FROM payments_unappliedmoney money
    JOIN reconciliation_settlementmatch match ON match.money_id = money.id
    JOIN reconciliation_settlementline line ON line.id = match.line_id
    WHERE line.kind = 'payment' AND money.amount_idr > line.gross_idr
"""  # noqa: S608 (no value is formatted in)


# Whether the bank took back, all at once, what there was of `money` in suspense.
TAKEN_FROM_SUSPENSE = """
    money.payment_id IS NULL
    AND money.returned_idr > (SELECT coalesce(sum(refund.amount_idr), 0)
                              FROM payments_refund refund
                              WHERE refund.money_id = money.id)
"""


def was_once_in_line(event: str, owner: str) -> str:
    """Whether all that an order had brought before a further deposit is in a `line`.

    `event` is the entry of a further deposit, which is known by the new total.
    """
    return f"""
        EXISTS (SELECT FROM ledger_entry increase
                WHERE increase.event = '{event}'
                    AND starts_with(increase.reference, {owner} || '/')
                    AND line.gross_idr = substr(increase.reference,
                            length({owner}) + 2)::bigint
                        - (SELECT sum(leg.debit_idr) FROM ledger_leg leg
                           WHERE leg.entry_id = increase.id))
    """  # noqa: S608 (names of ours)


# How many refunds of the same transaction and amount were reported before a `line`.
REFUNDS_BEFORE = """
    SELECT count(*) FROM reconciliation_settlementline earlier
    WHERE earlier.gateway = line.gateway AND earlier.kind <> 'payment'
        AND earlier.transaction_id = line.transaction_id
        AND earlier.refund_idr = line.refund_idr
        AND (earlier.settled_at, earlier.id) < (line.settled_at, line.id)
"""
