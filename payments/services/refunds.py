"""Booking the refunds a gateway tells of. Asking for one: gateway_calls."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts import audit
from city.selectors import business_date_of
from kernel.money import ZERO, Rupiah
from ledger.services import post
from outbox.services import publish
from payments.gateways.port import RefundNotice
from payments.models import Payment, Refund, UnappliedMoney
from payments.services.booking import take_back
from payments.services.locking import LockedPayment
from payments.services.refusals import NoticeContradictsHistory
from payments.services.states import move
from payments.transitions import PaymentState


def book_refunds(
    *,
    locked: LockedPayment,
    refunds: Sequence[RefundNotice],
    cause: str,
    now: datetime,
) -> None:
    """Book each refund once, by the gateway's reference; a second notice confirms it.

    Raises:
        NoticeContradictsHistory: more is refunded than came in.
    """
    payment = locked.payment
    for told in first_told(payment.refunds.all(), refunds):
        if not ZERO < told.amount <= payment.kept:
            raise NoticeContradictsHistory(field="refund", told=told.amount.amount)
        refund = record_refund(told, payment=payment)
        _book(locked, refund, cause, now)


def first_told(
    known: Iterable[Refund], refunds: Sequence[RefundNotice]
) -> list[RefundNotice]:
    """Those told for the first time, each once; others are confirmed if told so."""
    by_reference = {refund.reference: refund for refund in known}
    first: dict[str, RefundNotice] = {}
    for told in refunds:
        refund = by_reference.get(told.reference)
        if refund is None:
            first.setdefault(told.reference, told)
        elif told.confirmed_at and refund.confirmed_at is None:
            refund.confirmed_at = told.confirmed_at
            refund.save(update_fields=["confirmed_at"])
    return list(first.values())


def record_refund(
    told: RefundNotice,
    *,
    payment: Payment | None = None,
    money: UnappliedMoney | None = None,
) -> Refund:
    """Keep what was told: a refund of a payment, or of money in suspense."""
    return Refund.objects.create(
        payment=payment,
        money=money,
        reference=told.reference,
        amount_idr=told.amount.amount,
        reason=told.reason,
        told_at=told.told_at,
        confirmed_at=told.confirmed_at,
    )


def _book(locked: LockedPayment, refund: Refund, cause: str, now: datetime) -> None:
    payment, amount = locked.payment, Rupiah(refund.amount_idr)
    legs = take_back(locked=locked, amount=amount, cause=cause, now=now)
    payment.refunded_idr += refund.amount_idr
    is_whole = not payment.kept
    target = PaymentState.REFUNDED if is_whole else PaymentState.PART_REFUNDED
    move(payment=payment, target=target, cause=cause, now=now, items=locked.items)
    post(
        event="payment_refunded",
        reference=f"{payment.code}/{refund.pk}",
        legs=legs,
        business_date=business_date_of(refund.told_at),
        now=now,
    )
    publish(name="payment_refunded", payload={"payment_id": payment.pk}, now=now)
    if not any(item.booked_principal_idr for item in locked.items):
        publish(name="payment_reversed", payload={"payment_id": payment.pk}, now=now)
    audit.record(
        actor=None,
        action="refund_booked",
        subject=f"payment:{payment.pk}",
        facts={"amount_idr": refund.amount_idr, "cause": cause},
        now=now,
    )
