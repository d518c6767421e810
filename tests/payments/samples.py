"""Payments that were asked for, and what a gateway says of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from kernel import clock
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.selectors import balance
from levies.models import Bill
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.models import Payment, PaymentItem, UnappliedMoney
from payments.services import apply_notice, request_payment


def requested(
    *bills: Bill, channel: str = "qris", now: datetime | None = None
) -> Payment:
    """A payment of these bills, as a payer asks for it."""
    kodes = [bill.kode_bayar for bill in bills]
    return request_payment(kodes=kodes, channel=channel, now=now or clock.now())


def told(
    payment: Payment,
    state: NoticeState = NoticeState.PAID,
    *,
    received: int | None = None,
    paid_at: datetime | None = None,
    refunds: Sequence[RefundNotice] = (),
) -> Notice:
    """The truth about a payment, as a gateway would tell it."""
    unpaid = {
        NoticeState.AWAITING_PAYER,
        NoticeState.DENIED,
        NoticeState.CANCELLED,
        NoticeState.EXPIRED,
        NoticeState.FAILED,
    }
    amount = payment.amount_idr if received is None else received
    return Notice(
        gateway="midtrans",
        reference=payment.code,
        gateway_reference=payment.gateway_reference or f"tx-{payment.code}",
        state=state,
        amount=Rupiah(amount),
        received=Rupiah(0) if state in unpaid else Rupiah(amount),
        paid_at=None if state in unpaid else paid_at or clock.now(),
        channel=payment.channel,
        refunds=refunds,
    )


def applied(notice: Notice, now: datetime | None = None) -> Payment:
    """The payment after a notice that is about one of ours."""
    payment = apply_notice(notice=notice, cause="uji", now=now or clock.now())
    assert payment is not None
    return Payment.objects.get(pk=payment.pk)


def paid(payment: Payment, received: int | None = None) -> Payment:
    """The payment after its money came in."""
    return applied(told(payment, received=received))


def fresh(bill: Bill) -> Bill:
    return Bill.objects.get(pk=bill.pk)


def events_of(payment: Payment) -> list[str]:
    return list(payment.events.order_by("id").values_list("name", flat=True))


def money_in_the_books() -> tuple[int, int, int]:
    """Kept by payments; booked on bills; still owed to payers (the other two)."""
    payments = Payment.objects.aggregate(i=Sum("received_idr"), o=Sum("refunded_idr"))
    reversed_ = Payment.objects.filter(state__in=["reversed", "disputed"])
    gone = reversed_.aggregate(i=Sum("received_idr"), o=Sum("refunded_idr"))
    items = PaymentItem.objects.aggregate(
        p=Sum("booked_principal_idr"), i=Sum("booked_interest_idr")
    )
    unapplied = UnappliedMoney.objects.filter(payment__isnull=False).aggregate(
        a=Sum("amount_idr"), r=Sum("returned_idr")
    )
    kept = (payments["i"] or 0) - (payments["o"] or 0)
    kept -= (gone["i"] or 0) - (gone["o"] or 0)
    booked = (items["p"] or 0) + (items["i"] or 0)
    return kept, booked, (unapplied["a"] or 0) - (unapplied["r"] or 0)


def balance_of(kind: AccountKind) -> int:
    """Debit less credit over all OPD, in rupiah."""
    return balance(kind=kind).amount
