"""Money that hit our account under an order we never made: suspense, with an OPD."""

from datetime import date, datetime

from django.db import transaction

from accounts import audit
from city.selectors import business_date_of
from city.selectors import profile as city_profile
from kernel.money import ZERO, Rupiah
from ledger import postings
from ledger.services import post
from outbox.services import publish
from payments.gateways.port import WITH_MONEY, Notice, NoticeState
from payments.models import UnappliedMoney
from payments.services.refunds import first_told, record_refund
from payments.services.refusals import NoticeContradictsHistory

# The bank took all of it back that was not refunded before.
TAKEN_BACK = frozenset({NoticeState.DENIED, NoticeState.DISPUTED})


@transaction.atomic(savepoint=False)
def record_unknown_payment(*, notice: Notice, now: datetime) -> None:
    """Bring suspense to what a gateway says of an order that is not ours.

    Money goes into the suspense of the OPD that answers for it, once per gateway's
    reference, even if the first we hear of it is its refund; each refund gives back its
    part once, a reversal or dispute the rest. A reversal does not tell what came in, so
    that refunds it tells of cannot be held against it. Safe to repeat and to reorder.
    What never had money is not recorded.

    Raises:
        NoticeContradictsHistory: less came in than before, or more went back.
    """
    if notice.state in WITH_MONEY:
        _receive(notice, now)
    money = _locked(notice)
    if money is None:
        return
    if notice.state in WITH_MONEY:
        _give_refunds_back(money, notice, now)
    rest = _rest_of(money)
    if notice.state in TAKEN_BACK and rest:
        what = f"rest-{money.amount_idr}"
        _give_back(money, rest, what, business_date_of(now), now)


def _receive(notice: Notice, now: datetime) -> None:
    """Book what is not booked yet. Of two at once, the second waits for the entry."""
    if notice.paid_at is None or notice.received <= ZERO:
        raise NoticeContradictsHistory(field="received", told=notice.received.amount)
    opd_id = city_profile().suspense_opd_id
    entry = post(
        event="unknown_payment_received",
        reference=f"{notice.gateway}/{notice.gateway_reference}",
        legs=postings.suspense_received(opd_id=opd_id, amount=notice.received),
        business_date=business_date_of(notice.paid_at),
        now=now,
    )
    if entry is not None:
        money = UnappliedMoney.objects.create(
            kind=UnappliedMoney.Kind.SUSPENSE,
            reason=UnappliedMoney.Reason.UNKNOWN_ORDER,
            gateway=notice.gateway,
            gateway_reference=notice.gateway_reference,
            opd_id=opd_id,
            amount_idr=notice.received.amount,
            received_at=notice.paid_at,
        )
        _tell_received(money, notice.received, now)
        return
    known = _locked(notice)
    if known is not None and notice.received != Rupiah(known.amount_idr):
        _receive_more(known, notice, now)


def _receive_more(money: UnappliedMoney, notice: Notice, now: datetime) -> None:
    """A further deposit under the same reference; the gateway's total only grows."""
    more = notice.received - Rupiah(money.amount_idr)
    if more < ZERO:
        raise NoticeContradictsHistory(
            field="received", known=money.amount_idr, told=notice.received.amount
        )
    money.amount_idr = notice.received.amount
    money.save(update_fields=["amount_idr"])
    post(
        event="unknown_payment_increased",
        reference=f"{money.gateway}/{money.gateway_reference}/{money.amount_idr}",
        legs=postings.suspense_received(opd_id=money.opd_id, amount=more),
        business_date=business_date_of(notice.paid_at or now),
        now=now,
    )
    _tell_received(money, more, now)


def _give_refunds_back(money: UnappliedMoney, notice: Notice, now: datetime) -> None:
    for told in first_told(money.refunds.all(), notice.refunds):
        if not ZERO < told.amount <= _rest_of(money):
            raise NoticeContradictsHistory(field="refund", told=told.amount.amount)
        refund = record_refund(told, money=money)
        on = business_date_of(told.told_at)
        _give_back(money, told.amount, str(refund.pk), on, now)


def _give_back(
    money: UnappliedMoney, amount: Rupiah, what: str, on: date, now: datetime
) -> None:
    """One contra entry: out of suspense and of gateway clearing."""
    money.returned_idr += amount.amount
    money.save(update_fields=["returned_idr"])
    post(
        event="unknown_payment_returned",
        reference=f"{money.gateway}/{money.gateway_reference}/{what}",
        legs=postings.suspense_returned(opd_id=money.opd_id, amount=amount),
        business_date=on,
        now=now,
    )
    publish(name="unknown_payment_returned", payload={"money_id": money.pk}, now=now)
    _write_down("unknown_payment_returned", money, amount, now)


def _tell_received(money: UnappliedMoney, amount: Rupiah, now: datetime) -> None:
    publish(name="unknown_payment_received", payload={"money_id": money.pk}, now=now)
    _write_down("unknown_payment_recorded", money, amount, now)


def _write_down(
    action: str, money: UnappliedMoney, amount: Rupiah, now: datetime
) -> None:
    audit.record(
        actor=None,
        action=action,
        subject=f"unapplied_money:{money.pk}",
        facts={"amount_idr": amount.amount, "gateway": money.gateway},
        now=now,
    )


def _locked(notice: Notice) -> UnappliedMoney | None:
    of_this_order = UnappliedMoney.objects.select_for_update().filter(
        gateway=notice.gateway,
        gateway_reference=notice.gateway_reference,
        payment__isnull=True,
    )
    return of_this_order.first()


def _rest_of(money: UnappliedMoney) -> Rupiah:
    return Rupiah(money.amount_idr - money.returned_idr)
