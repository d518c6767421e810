"""Giving money back: one person asks, another one approves.

Through the gateway only before the payout: afterwards a bendahara penerimaan never pays
out; it takes an SKRDLB and a payment order to the BUD (treasury_refunds). What was paid
out is known to reconciliation (selectors.payouts), so it is passed in as `is_paid_out`;
the last look is that of `start_refund`. The call itself: gateway_calls.send_refund.
"""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.access import Scope, authorize, require_other_person
from accounts.models import Person
from accounts.roles import Action
from city.models import Opd
from city.selectors import business_date_of
from kernel.identifiers import opaque_code
from kernel.money import ZERO, Rupiah
from kernel.reasons import stated_reason
from outbox.services import publish
from payments.gateways.registry import gateway
from payments.models import Payment, RefundRequest, UnappliedMoney
from payments.selectors import owed_amount, paid_back_amount, payment_by_code
from payments.services.refusals import (
    RefundAfterPayout,
    RefundBeforePayout,
    RefundRefused,
    RefundRequestedAlready,
    RefundRequestMovedOn,
    RefundRequestUnknown,
    RefundTooLarge,
)

Outcome, Route = RefundRequest.Outcome, RefundRequest.Route


@transaction.atomic
def request_refund(
    *,
    code: str,
    amount: Rupiah,
    reason: str,
    person: Person,
    now: datetime,
    is_paid_out: bool = False,
    money: UnappliedMoney | None = None,
) -> RefundRequest:
    """Ask that this much of a payment goes back; another person must approve it.

    Through the gateway, or, if `money` names what one payer is owed of the payment, out
    of the treasury.

    The money is that of all OPD the payment was for, so the person must be allowed to
    act for each of them.

    Raises:
        PaymentUnknown: no payment has this code.
        Forbidden: the person may not ask for it.
        ReasonMissing, ReasonTooLong: no reason that can be kept.
        RefundRefused: the channel gives nothing back.
        RefundAfterPayout: the gateway has paid it out by now.
        RefundBeforePayout: it has not, and the treasury cannot pay what it has not got.
        RefundTooLarge: more than is kept of the payment, or owed to its payer.
        RefundRequestedAlready: another one of this payment is not finished.
    """
    payment = _lock_payment(payment_by_code(code).pk)
    money = _read_again(money, payment)
    _authorize(person, Action.REQUEST_REFUND, payment, now)
    reason = stated_reason(reason)
    _require_possible(payment, money, amount, is_paid_out)
    waiting = RefundRequest.objects.filter(payment=payment, finished_at__isnull=True)
    if waiting.exists():
        raise RefundRequestedAlready(payment=payment.code)
    request = RefundRequest.objects.create(
        payment=payment,
        money=money,
        key=f"refund-{opaque_code()}",
        route=Route.TREASURY if money else Route.GATEWAY,
        amount_idr=amount.amount,
        reason=reason,
        requested_by=person,
        requested_at=now,
    )
    _record(person, "refund_requested", request, now, reason)
    return request


@transaction.atomic
def approve_refund(
    *, request_id: int, person: Person, now: datetime, is_paid_out: bool = False
) -> RefundRequest:
    """Agree, as another person. Repeatable.

    The gateway is asked after the commit; BUD's payment is awaited in the bank.

    Raises:
        RefundRequestUnknown: there is no such request.
        Forbidden, SamePerson: the person may not approve it.
        RefundRequestMovedOn: it was declined or carried out.
        RefundAfterPayout, RefundBeforePayout, RefundTooLarge: it is not possible now.
    """
    request = lock_request(request_id)
    _authorize(person, Action.APPROVE_REFUND, request.payment, now)
    require_other_person(maker=request.requested_by, checker=person)
    if request.finished_at is not None:
        raise RefundRequestMovedOn(payment=request.payment.code)
    if request.approved_at is not None:
        return request
    amount = Rupiah(request.amount_idr)
    _require_possible(request.payment, request.money, amount, is_paid_out)
    request.approved_by, request.approved_at = person, now
    request.save(update_fields=["approved_by", "approved_at"])
    if request.route == Route.GATEWAY:
        payload = {"refund_request_id": request.pk}
        publish(name="refund_approved", payload=payload, now=now)
    _record(person, "refund_approved", request, now)
    return request


@transaction.atomic
def decline_refund(
    *, request_id: int, person: Person, reason: str, now: datetime
) -> RefundRequest:
    """Say no, so that another request can be made. Repeatable.

    BUD's payment that was approved is called off, as long as no bank line shows it: a
    line that comes all the same is a finding.

    Raises:
        RefundRequestUnknown: there is no such request.
        Forbidden: the person may not decide about it.
        ReasonMissing, ReasonTooLong: no reason that can be kept.
        RefundRequestMovedOn: it is approved for the gateway, or carried out.
    """
    request = lock_request(request_id)
    _authorize(person, Action.APPROVE_REFUND, request.payment, now)
    reason = stated_reason(reason)
    if request.outcome in {Outcome.DECLINED, Outcome.CALLED_OFF}:
        return request
    is_approved = request.approved_at is not None
    if request.finished_at or (is_approved and request.route == Route.GATEWAY):
        raise RefundRequestMovedOn(payment=request.payment.code)
    _finish(request, Outcome.CALLED_OFF if is_approved else Outcome.DECLINED, now)
    action = "refund_called_off" if is_approved else "refund_declined"
    _record(person, action, request, now, reason)
    return request


@transaction.atomic
def start_refund(
    *, request_id: int, is_paid_out: bool, now: datetime
) -> RefundRequest | None:
    """An approved request to carry out now; None when nothing is left to do.

    What the gateway has paid out is not refunded: it ends so. What was sent already is
    carried out to its end, because the gateway may have done it.
    """
    request = lock_request(request_id)
    if request.finished_at is not None or request.approved_at is None:
        return None
    if request.sent_at is None and is_paid_out:
        paid_out = RefundRequest.Outcome.PAID_OUT
        finish_refund(request_id=request_id, outcome=paid_out, now=now)
        return None
    if request.sent_at is None:
        request.sent_at = now
        request.save(update_fields=["sent_at"])
    return request


@transaction.atomic
def finish_refund(
    *, request_id: int, outcome: RefundRequest.Outcome, now: datetime
) -> None:
    """Write down how an approved request ended; the first answer stays."""
    request = lock_request(request_id)
    if request.finished_at is None:
        end_request(request, outcome, now)


def end_requests_not_owed(payment: Payment, now: datetime) -> None:
    """End what waits for BUD of a locked payment whose gateway took the money back.

    Else it would wait for ever, and no other request of the payment could be made.
    """
    waiting = RefundRequest.objects.filter(
        payment=payment, route=Route.TREASURY, finished_at__isnull=True
    )
    for request in waiting.select_for_update(of=["self"]).select_related("money"):
        if request.money and owed_amount(request.money) < Rupiah(request.amount_idr):
            request.payment = payment
            end_request(request, Outcome.NOT_OWED, now)


def end_request(
    request: RefundRequest, outcome: RefundRequest.Outcome, now: datetime
) -> None:
    """End a locked request, and write it down as the machine's act."""
    _finish(request, outcome, now)
    _record(None, "refund_request_finished", request, now)


def _finish(
    request: RefundRequest, outcome: RefundRequest.Outcome, now: datetime
) -> None:
    request.finished_at, request.outcome = now, outcome
    request.save(update_fields=["finished_at", "outcome", "bank_line"])


def has_refunds(payment: Payment) -> bool:
    """Whether its channel gives money back; cash has no gateway that could."""
    if not payment.gateway:
        return False
    return gateway(payment.gateway).channels[payment.channel].is_refundable


def _read_again(
    money: UnappliedMoney | None, payment: Payment
) -> UnappliedMoney | None:
    """The money as it stands now that its payment is locked."""
    return money and UnappliedMoney.objects.get(pk=money.pk, payment=payment)


def _lock_payment(payment_id: int) -> Payment:
    return Payment.objects.select_for_update().get(pk=payment_id)


def lock_request(request_id: int) -> RefundRequest:
    """The request, after its payment: everybody locks in this order."""
    known = RefundRequest.objects.filter(pk=request_id).first()
    if known is None:
        raise RefundRequestUnknown(request=request_id)
    payment = _lock_payment(known.payment_id)
    request = RefundRequest.objects.select_for_update().get(pk=request_id)
    request.payment = payment
    return request


def _authorize(person: Person, action: Action, payment: Payment, now: datetime) -> None:
    today = business_date_of(now)
    for opd in Opd.objects.filter(pk__in=payment.items.values("opd")):
        authorize(person=person, action=action, scope=Scope(opd=opd), on=today)


def _require_possible(
    payment: Payment, money: UnappliedMoney | None, amount: Rupiah, is_paid_out: bool
) -> None:
    if money:
        _require_owed(payment, money, amount, is_paid_out)
    else:
        _require_refundable(payment, amount, is_paid_out)


def _require_refundable(payment: Payment, amount: Rupiah, is_paid_out: bool) -> None:
    kept = payment.kept - paid_back_amount(payment)
    if not ZERO < amount <= kept:
        raise RefundTooLarge(amount=amount, kept=kept)
    if is_paid_out:
        raise RefundAfterPayout(payment=payment.code)
    if not has_refunds(payment):
        raise RefundRefused(channel=payment.get_channel_display())


def _require_owed(
    payment: Payment, money: UnappliedMoney, amount: Rupiah, is_paid_out: bool
) -> None:
    owed = owed_amount(money)
    if not ZERO < amount <= owed:
        raise RefundTooLarge(amount=amount, kept=owed)
    if not is_paid_out:
        raise RefundBeforePayout(payment=payment.code)


def _record(
    person: Person | None,
    action: str,
    request: RefundRequest,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(
        actor=person,
        action=action,
        subject=f"refund_request:{request.pk}",
        facts={
            "payment": request.payment.code,
            "amount_idr": request.amount_idr,
            "route": request.route,
            "outcome": request.outcome,
        },
        reason=reason,
        now=now,
    )
