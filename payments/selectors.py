"""Questions about payments. Reads only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.models import Opd
from city.selectors import holidays
from kernel.clock import business_date
from kernel.errors import NotFound
from kernel.money import Rupiah, total
from kernel.working_days import add_working_days
from levies.models import Bill
from payments.gateways.port import ChannelTerms, Gateway
from payments.gateways.registry import gateway, gateways
from payments.models import Channel, Payment, PaymentItem, UnappliedMoney

# Anything may stand in an address; only what can be a code asks the database.
CODE = re.compile(r"[A-Za-z0-9._~-]{1,40}")


class PaymentUnknown(NotFound):
    """No payment has this code."""

    code = "payment_unknown"


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """A channel as a payer is offered it. Texts are in the reader's language."""

    channel: str
    label: str
    fits: bool
    fee_text: str
    wait_text: str


@dataclass(frozen=True, slots=True)
class OpdShare:
    """What of a payment was booked for one OPD, with the items it consists of."""

    opd: Opd
    items: list[PaymentItem]
    amount: Rupiah


def payment_by_code(code: str) -> Payment:
    """The payment of a code.

    Raises:
        PaymentUnknown: there is none.
    """
    payments = Payment.objects.filter(code=code)
    payment = payments.first() if CODE.fullmatch(code) else None
    if payment is None:
        raise PaymentUnknown(payment=code)
    return payment


def latest_payment_of(bill: Bill) -> Payment | None:
    """The payment to show for a bill: one that booked money on it, else the newest."""
    items = PaymentItem.objects.filter(bill=bill).select_related("payment")
    item = items.order_by("-booked_principal_idr", "-payment_id").first()
    return item.payment if item else None


def newer_payment_of(payment: Payment) -> Payment | None:
    """The newest payment of one of the same bills, made after this one."""
    bills = payment.items.values("bill")
    newer = Payment.objects.filter(items__bill__in=bills, pk__gt=payment.pk)
    return newer.order_by("-pk").first()


def gateway_of(channel: str) -> Gateway | None:
    """The gateway that offers a channel; None when none of ours does."""
    return next((one for one in gateways() if channel in one.channels), None)


def channels_for(amount: Rupiah) -> list[ChannelOffer]:
    """Every channel in the order of the screen, and whether this amount fits it."""
    return [
        ChannelOffer(
            channel=channel.value,
            label=str(channel.label),
            fits=terms.fits(amount),
            fee_text=_("Tanpa biaya tambahan"),
            wait_text=_wait_text(terms),
        )
        for channel, terms in _offered()
    ]


def items_by_opd(payment: Payment) -> list[OpdShare]:
    """What a payment booked, per OPD; an OPD that got nothing is left out."""
    booked = Q(booked_principal_idr__gt=0) | Q(booked_interest_idr__gt=0)
    items = (
        payment.items.filter(booked)
        .select_related("opd", "bill__levy_type", "bill__levy_object", "bill__payer")
        .order_by("opd_id", "id")
    )
    shares: dict[Opd, list[PaymentItem]] = {}
    for item in items:
        shares.setdefault(item.opd, []).append(item)
    return [
        OpdShare(opd, own, total([booked_amount(item) for item in own]))
        for opd, own in shares.items()
    ]


def booked_amount(item: PaymentItem) -> Rupiah:
    """Principal and late interest that an item booked."""
    return Rupiah(item.booked_principal_idr + item.booked_interest_idr)


def unapplied_amount(payment: Payment) -> Rupiah:
    """What of a payment no bill took, and is still the payer's: not given back yet."""
    rest = Sum(F("amount_idr") - F("returned_idr"), default=0)
    money = UnappliedMoney.objects.filter(payment=payment).aggregate(rest=rest)
    return Rupiah(int(money["rest"]))


def paid_payments_without_receipt(now: datetime) -> QuerySet[Payment]:
    """Payments whose money we keep, past their reversal window, that lack a receipt.

    The oldest first, by an index that holds only those that lack one.
    """
    due = Payment.objects.filter(receipt_due_at__lte=now)
    return due.order_by("receipt_due_at")


def _offered() -> Iterator[tuple[Channel, ChannelTerms]]:
    for channel in Channel:
        offering = gateway_of(channel.value)
        if offering is not None:
            yield channel, offering.channels[channel.value]


def expected_in_treasury_on(payment: Payment) -> date | None:
    """The working day on which the gateway's payout should reach the RKUD.

    Counted from the gateway's date of the payment (00:30 WIT is still the day before in
    WIB) by settings.PAYOUT_WORKING_DAYS. None for money that never came.
    """
    if payment.paid_at is None:
        return None
    reported_on = business_date(payment.paid_at, gateway(payment.gateway).zone)
    return add_working_days(reported_on, settings.PAYOUT_WORKING_DAYS, holidays())


def _wait_text(terms: ChannelTerms) -> str:
    if not terms.reversal_window:
        return _("Bukti terbit dalam hitungan detik")
    minutes = terms.reversal_window // timedelta(minutes=1)
    return ngettext(
        "Bukti terbit %(minutes)d menit setelah pembayaran",
        "Bukti terbit %(minutes)d menit setelah pembayaran",
        minutes,
    ) % {"minutes": minutes}
