"""The one lock order of payments: bills by id, then the payment."""

from dataclasses import dataclass

from levies.models import Bill
from levies.selectors import lock_bills
from payments.models import Payment, PaymentItem


@dataclass(frozen=True, slots=True)
class LockedPayment:
    """A payment with its items and their bills, all locked and just read."""

    payment: Payment
    items: list[PaymentItem]
    bills: dict[int, Bill]


def lock_payment(code: str) -> LockedPayment | None:
    """Lock bills and payment of this code, re-read; None when it is not ours.

    A payment's bills never change, so they may be read before they are locked.
    """
    items_of_payment = PaymentItem.objects.filter(payment__code=code)
    kodes = list(items_of_payment.values_list("bill__kode_bayar", flat=True))
    if not kodes:
        return None
    bills = {bill.pk: bill for bill in lock_bills(kodes)}
    items = list(
        items_of_payment.select_related("payment")
        .select_for_update(of=("payment",))
        .order_by("id")
    )
    payment = items[0].payment
    for item in items:
        item.payment = payment
        item.bill = bills[item.bill_id]
    return LockedPayment(payment, items, bills)
