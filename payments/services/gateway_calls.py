"""Calls to a gateway about one payment, outside any transaction; each may be lost."""

import logging
from datetime import datetime

from django.db import transaction

from accounts import audit
from kernel.money import Rupiah
from payments.gateways.port import (
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    Notice,
    NoticeState,
    Order,
    UnknownAtGateway,
)
from payments.gateways.registry import gateway
from payments.models import Payment, RefundRequest
from payments.services.notices import apply_notice
from payments.services.refund_requests import finish_refund
from payments.services.refusals import (
    ChannelRefusedPayment,
    NoticeContradictsHistory,
)
from payments.services.schedule import ANSWER_DUE
from payments.services.states import move
from payments.transitions import CLOSED_UNPAID, PaymentState

logger = logging.getLogger(__name__)


def create_at_gateway(*, payment: Payment, now: datetime) -> Payment:
    """Ask the gateway for a recorded payment, and show the payer what it answers.

    Without an answer the payment stays CREATED, because the order may exist: the poller
    looks it up before it asks again. If the payment was superseded meanwhile, what was
    just created is cancelled.

    Raises:
        ChannelRefusedPayment: the gateway said no; the payment is FAILED.
    """
    try:
        notice = gateway(payment.gateway).create_payment(_order_of(payment))
    except GatewayRefused as refusal:
        _fail(payment, str(refusal), now)
        raise ChannelRefusedPayment(channel=payment.get_channel_display()) from None
    except GatewayError as error:
        logger.warning("No answer to the charge of %s: %s", payment.code, error)
        return payment
    created = _apply_answer(payment, notice, "gateway's answer to the charge", now)
    if _is_payable_in_vain(created, notice):
        return cancel_at_gateway(payment=created, now=now)
    return created


def ask_gateway(*, payment: Payment, cause: str, now: datetime) -> Payment:
    """Ask the gateway for the truth by our own reference, and apply it.

    An order that is over for us and not for the gateway is cancelled there, and so is
    one whose code was lost with the answer to its charge and cannot be had again.

    Raises:
        GatewayError: no answer, or it knows nothing of it.
        NoticeContradictsHistory: the answer does not fit the payment.
    """
    notice = gateway(payment.gateway).look_up(payment.code)
    is_code_lost = _is_code_lost(payment, notice, now)
    if is_code_lost:
        # For some minutes a gateway repeats its answer to a repeated key.
        notice = gateway(payment.gateway).create_payment(_order_of(payment))
        cause = "gateway's answer to the charge, asked for again"
    asked = _apply_answer(payment, notice, cause, now)
    is_code_gone = is_code_lost and asked.state == PaymentState.CREATED
    is_overdue = now >= asked.expires_at and asked.state == PaymentState.AWAITING_PAYER
    if is_code_gone or is_overdue or _is_payable_in_vain(asked, notice):
        return cancel_at_gateway(payment=asked, now=now)
    return asked


def cancel_at_gateway(*, payment: Payment, now: datetime) -> Payment:
    """Cancel at the gateway; if the payer was faster, that money is booked.

    Raises:
        GatewayError: no answer; safe to repeat.
    """
    try:
        notice = gateway(payment.gateway).cancel_payment(payment.code)
    except UnknownAtGateway:
        return payment
    return _apply_answer(payment, notice, "gateway's answer to a cancellation", now)


def send_refund(*, request: RefundRequest, now: datetime) -> None:
    """Ask the gateway for an approved refund; its key makes it once, however often.

    What the gateway tells of the refund is booked as any notice is, and the request
    ends: refunded, or refused by the gateway (too little is left there, its time is
    over, the payer's bank says no). A refusal may also be about the repetition of what
    was done by a call whose answer was lost, so the truth is asked for.

    Raises:
        GatewayError: no answer, or none that shows the refund yet; safe to repeat.
    """
    payment, amount = request.payment, Rupiah(request.amount_idr)
    asked, is_refused = gateway(payment.gateway), False
    try:
        notice = asked.refund(payment.code, amount, request.key, request.reason)
    except GatewayRefused as refusal:
        logger.warning("No refund of %s: %s", payment.code, refusal)
        notice, is_refused = asked.look_up(payment.code), True
    _apply_answer(payment, notice, "gateway's answer to a refund", now)
    if request.key in {refund.key for refund in notice.refunds}:
        outcome = RefundRequest.Outcome.REFUNDED
    elif is_refused:
        outcome = RefundRequest.Outcome.REFUSED_BY_GATEWAY
    else:
        raise GatewayUnavailable("the refund is not among those it tells of")
    finish_refund(request_id=request.pk, outcome=outcome, now=now)


def _order_of(payment: Payment) -> Order:
    kodes = payment.items.order_by("id").values_list("bill__kode_bayar", flat=True)
    return Order(
        reference=payment.code,
        channel=payment.channel,
        amount=payment.amount,
        created_at=payment.created_at,
        expires_at=payment.expires_at,
        description=" ".join(kodes),
    )


def _apply_answer(
    payment: Payment, notice: Notice, cause: str, now: datetime
) -> Payment:
    """Apply an answer that must be about this payment, whatever was asked."""
    if notice.reference != payment.code:
        audit.record(
            actor=None,
            action="notice_refused",
            subject=f"payment:{payment.pk}",
            facts={"field": "reference", "cause": cause},
            now=now,
        )
        raise NoticeContradictsHistory(field="reference")
    return apply_notice(notice=notice, cause=cause, now=now) or payment


def _is_code_lost(payment: Payment, notice: Notice, now: datetime) -> bool:
    """Whether the gateway waits for a payer who was never shown what to pay with.

    A young payment's answer may still be on its way; it is left alone.
    """
    return (
        payment.state == PaymentState.CREATED
        and notice.state is NoticeState.AWAITING_PAYER
        and not notice.next_action
        and now - payment.created_at >= ANSWER_DUE
    )


def _is_payable_in_vain(payment: Payment, notice: Notice) -> bool:
    """Whether a payer could still pay at the gateway what is over for us."""
    is_over = PaymentState(payment.state) in CLOSED_UNPAID
    return is_over and notice.state is NoticeState.AWAITING_PAYER


def _fail(payment: Payment, cause: str, now: datetime) -> None:
    with transaction.atomic():
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        if locked.state == PaymentState.CREATED:
            move(payment=locked, target=PaymentState.FAILED, cause=cause, now=now)
