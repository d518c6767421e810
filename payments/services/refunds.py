"""Booking the refunds a gateway tells of. Asking for one: gateway_calls."""

from collections.abc import Sequence
from datetime import datetime

from accounts import audit
from city.selectors import business_date_of
from ledger.services import post
from outbox.services import publish
from payments.gateways.port import RefundNotice
from payments.models import Refund
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
    known = {refund.reference: refund for refund in locked.payment.refunds.all()}
    for told in refunds:
        if told.reference not in known:
            _book(locked, told, cause, now)
        elif told.confirmed_at and known[told.reference].confirmed_at is None:
            refund = known[told.reference]
            refund.confirmed_at = told.confirmed_at
            refund.save(update_fields=["confirmed_at"])


def _book(locked: LockedPayment, told: RefundNotice, cause: str, now: datetime) -> None:
    payment = locked.payment
    if not 0 < told.amount.amount <= payment.kept.amount:
        raise NoticeContradictsHistory(field="refund", told=told.amount.amount)
    refund = Refund.objects.create(
        payment=payment,
        reference=told.reference,
        amount_idr=told.amount.amount,
        reason=told.reason,
        told_at=told.told_at,
        confirmed_at=told.confirmed_at,
    )
    legs = take_back(locked=locked, amount=told.amount, cause=cause, now=now)
    payment.refunded_idr += told.amount.amount
    is_whole = not payment.kept
    target = PaymentState.REFUNDED if is_whole else PaymentState.PART_REFUNDED
    move(payment=payment, target=target, cause=cause, now=now, items=locked.items)
    post(
        event="payment_refunded",
        reference=f"{payment.code}/{refund.pk}",
        legs=legs,
        business_date=business_date_of(told.told_at),
        now=now,
    )
    if not any(item.booked_principal_idr for item in locked.items):
        publish(name="payment_reversed", payload={"payment_id": payment.pk}, now=now)
    audit.record(
        actor=None,
        action="refund_booked",
        subject=f"payment:{payment.pk}",
        facts={"amount_idr": refund.amount_idr, "cause": cause},
        now=now,
    )
