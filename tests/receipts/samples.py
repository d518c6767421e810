"""Payments as a gateway leaves them: received and booked, with their items."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from kernel.identifiers import opaque_code
from levies.models import Bill
from payments.models import Payment, PaymentItem
from payments.transitions import PaymentState

PAID_AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=5)
AFTER = PAID_AT + timedelta(minutes=6)


@transaction.atomic
def paid_payment(
    *bills: Bill,
    late_interest_idr: int = 0,
    principal_idr: int | None = None,
    window: timedelta = timedelta(0),
    paid_at: datetime = PAID_AT,
    channel: str = "qris",
) -> Payment:
    """A payment of these bills that was received in full and booked on them."""
    asked = [
        bill.amount_idr if principal_idr is None else principal_idr for bill in bills
    ]
    amount = sum(asked) + late_interest_idr * len(bills)
    payment = Payment.objects.create(
        code=f"UJI-{opaque_code()}",
        channel=channel,
        gateway="midtrans",
        state=PaymentState.PAID.value,
        amount_idr=amount,
        received_idr=amount,
        created_at=paid_at,
        expires_at=paid_at + timedelta(minutes=15),
        paid_at=paid_at,
        paid_on=date(2026, 3, 2),
        final_after=paid_at + window,
        receipt_due_at=paid_at + window,
    )
    for bill, principal in zip(bills, asked, strict=True):
        PaymentItem.objects.create(
            payment=payment,
            bill=bill,
            opd=bill.opd,
            principal_idr=principal,
            late_interest_idr=late_interest_idr,
            is_open=False,
            booked_principal_idr=principal,
            booked_interest_idr=late_interest_idr,
        )
    return payment


def take_back(payment: Payment) -> None:
    """The bank took the money back: what the writer of the state leaves behind."""
    Payment.objects.filter(pk=payment.pk).update(
        state=PaymentState.REVERSED.value, receipt_due_at=None
    )
