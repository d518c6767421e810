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

# How many refunds of the same transaction and amount were reported before a `line`.
REFUNDS_BEFORE = """
    SELECT count(*) FROM reconciliation_settlementline earlier
    WHERE earlier.gateway = line.gateway AND earlier.kind <> 'payment'
        AND earlier.transaction_id = line.transaction_id
        AND earlier.refund_idr = line.refund_idr
        AND (earlier.settled_at, earlier.id) < (line.settled_at, line.id)
"""
