"""Withdrawing the open attempt on a bill that was cancelled or replaced."""

from datetime import datetime

from django.db import transaction

from payments.models import PaymentItem
from payments.services.locking import lock_payment
from payments.services.request import supersede
from payments.transitions import OPEN


@transaction.atomic
def withdraw_payment(*, bill_id: int, now: datetime) -> None:
    """Cancel the open attempt on a cancelled bill; its gateway hears of it afterwards.

    An attempt for several bills is cancelled whole: its amount can no longer be right,
    and its payer starts anew with the others. If the money was faster, nothing is
    changed: it is booked, and what the bill cannot take is owed to the payer. Safe to
    repeat. Nobody can ask for a new attempt: the bill is not open any more.
    """
    item = (
        PaymentItem.objects.filter(bill=bill_id, is_open=True)
        .select_related("payment", "bill")
        .first()
    )
    locked = lock_payment(item.payment.code) if item else None
    if item is None or locked is None or locked.payment.state not in OPEN:
        return
    supersede(locked.payment, f"bill {item.bill.kode_bayar} was cancelled", now)
