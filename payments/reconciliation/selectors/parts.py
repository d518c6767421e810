"""Whose a payment's money is: the SQL of its parts, shared by matching and posting."""

from payments.transitions import PaymentState

# Payments whose money we hold to be ours to pass on; a reversed one never arrives.
HELD = [
    PaymentState.PAID.value,
    PaymentState.PART_REFUNDED.value,
    PaymentState.REFUNDED.value,
    PaymentState.DISPUTED.value,
]

# One row per payment and owner: principal under the levy's account, late interest under
# the account of sanctions; money that no bill could take is no revenue (design 6).
PARTS = """
    SELECT item.payment_id, item.opd_id, levy_type.revenue_account_id,
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
    SELECT money.payment_id, money.opd_id, NULL, false, money.amount_idr
    FROM payments_unappliedmoney money WHERE money.payment_id IS NOT NULL
"""
