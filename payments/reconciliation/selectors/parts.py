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
# by the OPD of the last item, whose booking is the first to be undone, or by the OPD
# that answers for the suspense.
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
    SELECT item.payment_id, item.opd_id, NULL, false, payment.refunded_idr
    FROM payments_payment payment
    JOIN payments_paymentitem item ON item.payment_id = payment.id
    WHERE payment.refunded_idr > 0 AND NOT EXISTS (
        SELECT FROM payments_paymentitem later
        WHERE later.payment_id = payment.id AND later.id > item.id)
"""
