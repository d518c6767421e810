"""Asking for a payment: the refusals, the two tabs, the record, then the gateway."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from city.selectors import business_date_of, zone
from kernel.clock import start_of_day
from kernel.identifiers import opaque_code, parse_kode_bayar
from kernel.money import Rupiah, total
from levies.models import Bill
from levies.selectors import Due, amount_due, lock_bills
from levies.transitions import OPEN as OPEN_BILLS
from levies.transitions import BillState
from outbox.services import publish
from payments.gateways.port import ChannelTerms
from payments.models import Channel, Payment, PaymentEvent, PaymentItem
from payments.selectors import channels_for, gateway_of
from payments.services.gateway_calls import create_at_gateway
from payments.services.refusals import (
    AmountAboutToChange,
    AmountOverChannelLimit,
    AmountUnderChannelLimit,
    BillCancelled,
    BillNotOpen,
    BillPaid,
    ChannelUnknown,
    NoBills,
    TooManyBills,
)
from payments.services.states import move, schedule_next_question
from payments.transitions import OPEN, PaymentState

BILLS_MAX = 15
# Nobody can scan and confirm in less; the gateway itself refuses less than 20 seconds.
LIFE_MIN = timedelta(seconds=60)
# An open attempt is shown again while at least this part of its life is left.
REUSED_WITH_LIFE = 5
SUPERSEDED = "superseded by a newer attempt"

type Dues = Mapping[int, Due]


def request_payment(*, kodes: Sequence[str], channel: str, now: datetime) -> Payment:
    """Record a payment of these bills over this channel, and ask its gateway for it.

    The amount is what is due today; it is never taken from outside. An open attempt
    over the same channel for the same bills and amounts is answered again (two tabs);
    any other open attempt on one of the bills is superseded: cancelled here at once, at
    its gateway after the commit. Without an answer from the gateway the payment is
    CREATED, and the poller finds out. Never call it inside a transaction.

    Raises:
        NoBills, TooManyBills, MistypedKodeBayar, UnknownBill, BillPaid, BillCancelled,
        BillNotOpen: about the bills; each names the kode bayar.
        ChannelUnknown, AmountOverChannelLimit, AmountUnderChannelLimit,
        ChannelRefusedPayment: about the channel; the limits name channels that fit.
        AmountAboutToChange: late interest grows before anybody could pay.
    """
    gateway_name, terms = _offered(channel)
    wanted = read_kodes(kodes)
    zone()
    with transaction.atomic(durable=True):
        bills = lock_payable(wanted)
        today = business_date_of(now)
        dues = {bill.pk: amount_due(bill=bill, on=today) for bill in bills}
        _require_fitting(channel, terms, amount_of(dues))
        older = open_attempts(bills)
        reusable = _reusable(older, channel, dues, now)
        if reusable is not None:
            return reusable
        deadline = _deadline(terms, dues, now)
        for payment in older:
            supersede(payment, SUPERSEDED, now)
        payment, _ = record_attempt(bills, dues, channel, gateway_name, deadline, now)
    return create_at_gateway(payment=payment, now=now)


def _offered(channel: str) -> tuple[str, ChannelTerms]:
    gateway = gateway_of(channel)
    if gateway is None:
        raise ChannelUnknown(channels=[value for value, _ in Channel.online()])
    return gateway.name, gateway.channels[channel]


def read_kodes(kodes: Sequence[str]) -> list[str]:
    """The kode bayar, each once and in one order."""
    read = sorted({parse_kode_bayar(kode) for kode in kodes})
    if not read:
        raise NoBills
    if len(read) > BILLS_MAX:
        raise TooManyBills(bills_max=BILLS_MAX)
    return read


def lock_payable(kodes: list[str]) -> list[Bill]:
    """The bills of these kode bayar, locked; every one of them can be paid."""
    bills = lock_bills(kodes)
    for bill in bills:
        _require_payable(bill)
    return bills


def _require_payable(bill: Bill) -> None:
    state = BillState(bill.state)
    if state is BillState.PAID_OFF:
        raise BillPaid(kode_bayar=bill.kode_bayar)
    if state is BillState.CANCELLED:
        successor = bill.successor.kode_bayar if bill.successor else ""
        raise BillCancelled(kode_bayar=bill.kode_bayar, successor=successor)
    if state not in OPEN_BILLS:
        raise BillNotOpen(kode_bayar=bill.kode_bayar, state=state.value)


def amount_of(dues: Dues) -> Rupiah:
    """All that is due, principal and late interest."""
    return total([due.principal + due.late_interest for due in dues.values()])


def _require_fitting(channel: str, terms: ChannelTerms, amount: Rupiah) -> None:
    if terms.fits(amount):
        return
    is_over = amount > terms.maximum
    fitting = [offer for offer in channels_for(amount) if offer.fits]
    refusal = AmountOverChannelLimit if is_over else AmountUnderChannelLimit
    raise refusal(
        amount=amount,
        limit=terms.maximum if is_over else terms.minimum,
        channel=Channel(channel).label,
        channels=[offer.channel for offer in fitting],
        channel_names=", ".join(Channel(offer.channel).label for offer in fitting),
    )


def open_attempts(bills: Sequence[Bill]) -> list[Payment]:
    """Locked. One that is given up just now is closed once its lock is ours (state)."""
    open_items = PaymentItem.objects.filter(bill__in=bills, is_open=True)
    return list(
        Payment.objects.select_for_update()
        .filter(pk__in=open_items.values("payment"), state__in=sorted(OPEN))
        .prefetch_related("items")
        .order_by("id")
    )


def _reusable(
    older: Sequence[Payment], channel: str, dues: Dues, now: datetime
) -> Payment | None:
    """The one open attempt that is just what is asked for, with enough life left."""
    if len(older) != 1 or older[0].channel != channel:
        return None
    payment = older[0]
    asked = {
        item.bill_id: (Rupiah(item.principal_idr), Rupiah(item.late_interest_idr))
        for item in payment.items.all()
    }
    wanted = {pk: (due.principal, due.late_interest) for pk, due in dues.items()}
    life = payment.expires_at - payment.created_at
    has_life = (payment.expires_at - now) * REUSED_WITH_LIFE >= life
    return payment if asked == wanted and has_life else None


def _deadline(terms: ChannelTerms, dues: Dues, now: datetime) -> datetime:
    """The channel's lifetime, but never beyond the month step of a bill's interest."""
    steps = [
        start_of_day(due.next_step_on, zone())
        for due in dues.values()
        if due.next_step_on is not None
    ]
    deadline = min([now + terms.lifetime, *steps])
    if deadline - now < LIFE_MIN:
        raise AmountAboutToChange
    return deadline


def supersede(payment: Payment, cause: str, now: datetime) -> None:
    """Cancel a locked open attempt here; its gateway hears of it after the commit."""
    move(payment=payment, target=PaymentState.CANCELLED, cause=cause, now=now)
    publish(name="payment_superseded", payload={"payment_id": payment.pk}, now=now)


def _order_prefix() -> str:
    """Tells the orders of this start from those of another one at the same gateway."""
    return str(settings.MIDTRANS["order_prefix"])


def record_attempt(
    bills: Sequence[Bill],
    dues: Dues,
    channel: str,
    gateway_name: str,
    deadline: datetime,
    now: datetime,
) -> tuple[Payment, list[PaymentItem]]:
    """A new payment of locked bills that no other open attempt holds any more."""
    payment = Payment(
        code=f"{_order_prefix()}-{opaque_code()}",
        channel=channel,
        gateway=gateway_name,
        state=PaymentState.CREATED.value,
        amount_idr=amount_of(dues).amount,
        created_at=now,
        expires_at=deadline,
    )
    schedule_next_question(payment, now)
    payment.save(force_insert=True)
    items = PaymentItem.objects.bulk_create(
        PaymentItem(
            payment=payment,
            bill=bill,
            opd_id=bill.opd_id,
            principal_idr=dues[bill.pk].principal.amount,
            late_interest_idr=dues[bill.pk].late_interest.amount,
        )
        for bill in bills
    )
    PaymentEvent.objects.create(
        payment=payment,
        name="requested",
        target=payment.state,
        cause=f"a payer chose {channel}",
        at=now,
    )
    return payment, items
