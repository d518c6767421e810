"""Applying what a gateway says of a payment: once, forward, in one transaction."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from city.selectors import profile as city_profile
from payments.gateways.port import WITH_MONEY, Notice, NoticeState
from payments.models import Payment
from payments.services.booking import (
    book_further_money,
    book_payment,
    reverse_payment,
)
from payments.services.locking import LockedPayment, lock_payment
from payments.services.refunds import book_refunds
from payments.services.refusals import NoticeContradictsHistory
from payments.services.states import move
from payments.services.unknown import record_unknown_payment
from payments.transitions import (
    CLOSED_UNPAID,
    MONEY_KEPT,
    MONEY_MAY_ARRIVE,
    TERMINAL,
    TRANSITIONS,
    PaymentState,
)


def apply_notice(*, notice: Notice, cause: str, now: datetime) -> Payment | None:
    """Bring our books to what the gateway says; the payment, or None if not ours.

    Give it only what a gateway answered when asked, never a webhook's body. Bills and
    payment are locked, re-read and decided upon; state, event, bills, ledger, outbox
    and audit change together. Safe to repeat and to reorder: what is known changes
    nothing, what leads backwards is ignored and recorded. Money for an order that is
    not ours is recorded in suspense.

    Raises:
        NoticeContradictsHistory: another amount, another reference, or a reference that
            belongs to another payment. Nothing changes but the audit log.
    """
    # Read (and remembered) outside the transaction, which is shorter for it.
    city_profile()
    try:
        with transaction.atomic():
            locked = lock_payment(notice.reference)
            if locked is None:
                record_unknown_payment(notice=notice, now=now)
                return None
            _require_consistent(locked.payment, notice)
            _apply(locked, notice, cause, now)
            return locked.payment
    except NoticeContradictsHistory as refusal:
        audit.record(
            actor=None,
            action="notice_refused",
            subject=f"order:{notice.reference}",
            facts={**refusal.facts, "told": notice.state.value, "cause": cause},
            now=now,
        )
        raise


def _apply(locked: LockedPayment, notice: Notice, cause: str, now: datetime) -> None:
    before = PaymentState(locked.payment.state)
    if notice.state in WITH_MONEY:
        _apply_money(locked, notice, cause, now)
    elif notice.state is NoticeState.DENIED and before in MONEY_KEPT:
        target = PaymentState.REVERSED
        reverse_payment(locked=locked, target=target, cause=cause, now=now)
    else:
        _apply_without_money(locked.payment, notice, cause, now)
    if locked.payment.state == before.value and _leads_backwards(before, notice.state):
        audit.record(
            actor=None,
            action="notice_ignored",
            subject=f"payment:{locked.payment.pk}",
            facts={"state": before.value, "told": notice.state.value, "cause": cause},
            now=now,
        )


def _apply_money(
    locked: LockedPayment, notice: Notice, cause: str, now: datetime
) -> None:
    """Money first, even if the first we hear of it is its refund."""
    if PaymentState(locked.payment.state) in MONEY_MAY_ARRIVE:
        book_payment(locked=locked, notice=notice, cause=cause, now=now)
    elif notice.received.amount != locked.payment.received_idr:
        book_further_money(locked=locked, notice=notice, cause=cause, now=now)
    if notice.refunds:
        book_refunds(locked=locked, refunds=notice.refunds, cause=cause, now=now)
    edge = (PaymentState(locked.payment.state), PaymentState.DISPUTED)
    if notice.state is NoticeState.DISPUTED and edge in TRANSITIONS:
        reverse_payment(locked=locked, target=edge[1], cause=cause, now=now)


def _apply_without_money(
    payment: Payment, notice: Notice, cause: str, now: datetime
) -> None:
    source, target = PaymentState(payment.state), PaymentState(notice.state.value)
    if (source, target) not in TRANSITIONS:
        return
    if target is PaymentState.AWAITING_PAYER:
        if not notice.next_action:
            # The answer to the charge brings the code; a status may come before it.
            return
        action = notice.next_action
        payment.next_action = {
            name: value for name in action.__slots__ if (value := getattr(action, name))
        }
        if notice.expires_at is not None:
            payment.expires_at = min(payment.expires_at, notice.expires_at)
    payment.gateway_reference = notice.gateway_reference
    move(payment=payment, target=target, cause=cause, now=now)


def _leads_backwards(state: PaymentState, told: NoticeState) -> bool:
    """Whether a notice that changed nothing says something else than we know."""
    is_known = told.value == state.value
    is_closed_anyhow = state in CLOSED_UNPAID and PaymentState(told) in CLOSED_UNPAID
    is_reversal = state is PaymentState.REVERSED and told is NoticeState.DENIED
    return not (is_known or is_closed_anyhow or is_reversal)


def _require_consistent(payment: Payment, notice: Notice) -> None:
    if payment.gateway != notice.gateway:
        raise NoticeContradictsHistory(field="gateway")
    if payment.gateway_reference is None:
        others = Payment.objects.filter(
            gateway=notice.gateway, gateway_reference=notice.gateway_reference
        )
        if others.exclude(pk=payment.pk).exists():
            raise NoticeContradictsHistory(field="gateway_reference")
    elif payment.gateway_reference != notice.gateway_reference:
        raise NoticeContradictsHistory(field="gateway_reference")
    _require_amount(payment, notice)


def _require_amount(payment: Payment, notice: Notice) -> None:
    """An open order is of our amount; money is some, and never becomes less.

    It becomes more by a further deposit, unless the bank took the money back.
    """
    if notice.state is NoticeState.AWAITING_PAYER and notice.amount != payment.amount:
        raise NoticeContradictsHistory(
            field="amount", known=payment.amount_idr, told=notice.amount.amount
        )
    known, received = payment.received_idr, notice.received.amount
    if known is None:
        makes_sense = received > 0
    else:
        grew = received > known and PaymentState(payment.state) not in TERMINAL
        makes_sense = grew or received == known
    if notice.state in WITH_MONEY and not makes_sense:
        raise NoticeContradictsHistory(field="received", known=known, told=received)
