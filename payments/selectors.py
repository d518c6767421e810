"""Questions about payments. Reads only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.models import Opd
from city.selectors import holidays, zone
from kernel.clock import business_date, start_of_day
from kernel.errors import NotFound
from kernel.money import Rupiah, total
from kernel.working_days import add_working_days
from levies.models import Bill
from payments.gateways.port import ChannelTerms, Gateway
from payments.gateways.registry import gateway, gateways
from payments.models import Channel, Payment, PaymentItem, UnappliedMoney

# Anything may stand in an address; only what can be a code asks the database.
CODE = re.compile(r"[A-Za-z0-9._~-]{1,40}")

# Where the money of some days belongs: one row per bill it paid, and per sum that no
# bill could take. Takes %(days)s. A payment is counted once, with its last bill, and so
# is what went back of it. Money of an order we never made has no payment, no channel.
MONEY_OF_DAYS = """
    SELECT payment.paid_on AS day, item.opd_id, bill.levy_type_id, object.market_id,
        coalesce(object.kelurahan_id, market.kelurahan_id) AS kelurahan_id,
        payment.channel, bill.payer_id,
        item.booked_principal_idr + item.booked_interest_idr AS revenue_idr,
        0 AS held_idr,
        CASE WHEN NOT place.is_last THEN 0
            WHEN payment.state IN ('reversed', 'disputed') THEN payment.received_idr
            ELSE payment.refunded_idr
        END AS returned_idr,
        (place.is_last AND payment.state IN ('paid', 'part_refunded'))::int AS payments
    FROM payments_payment AS payment
    JOIN payments_paymentitem AS item ON item.payment_id = payment.id
    JOIN levies_bill AS bill ON bill.id = item.bill_id
    JOIN levies_levyobject AS object ON object.id = bill.levy_object_id
    LEFT JOIN city_market AS market ON market.id = object.market_id
    CROSS JOIN LATERAL (
        SELECT NOT EXISTS (
            SELECT FROM payments_paymentitem AS later
            WHERE later.payment_id = item.payment_id AND later.id > item.id
        ) AS is_last
    ) AS place
    WHERE payment.paid_on = ANY(%(days)s)
    UNION ALL
    SELECT coalesce(payment.paid_on, arrival.day), money.opd_id, NULL, NULL, NULL,
        coalesce(payment.channel, ''), money.payer_id, 0,
        money.amount_idr - money.returned_idr,
        CASE WHEN payment.id IS NULL THEN money.returned_idr ELSE 0 END,
        (payment.id IS NULL AND money.amount_idr > money.returned_idr)::int
    FROM payments_unappliedmoney AS money
    CROSS JOIN city_cityprofile AS profile
    CROSS JOIN LATERAL (
        SELECT (money.received_at AT TIME ZONE profile.timezone)::date AS day
    ) AS arrival
    LEFT JOIN payments_payment AS payment ON payment.id = money.payment_id
    WHERE coalesce(payment.paid_on, arrival.day) = ANY(%(days)s)
        AND (payment.id IS NOT NULL OR money.gateway <> '')
"""


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


def is_final(*, bill: Bill, now: datetime) -> bool:
    """Whether no bank can take back any more what was booked on the bill."""
    booked = PaymentItem.objects.filter(bill=bill, booked_principal_idr__gt=0)
    return not booked.filter(payment__final_after__gt=now).exists()


def items_by_opd(payment: Payment) -> list[OpdShare]:
    """What a payment booked, per OPD; an OPD that got nothing is left out."""
    booked = Q(booked_principal_idr__gt=0) | Q(booked_interest_idr__gt=0)
    items = (
        payment.items.filter(booked)
        .select_related(
            "opd",
            "bill__levy_type__revenue_account",
            "bill__levy_object__market",
            "bill__levy_object__kelurahan",
            "bill__payer",
            "bill__tariff",
        )
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


def owed_amount(money: UnappliedMoney) -> Rupiah:
    """What we still owe one payer: neither went back, nor was paid back by BUD."""
    return Rupiah(max(money.amount_idr - money.returned_idr - money.paid_back_idr, 0))


def twice_paid_back(money: UnappliedMoney) -> Rupiah:
    """What a payer has twice: from BUD, and again as the gateway took it back."""
    twice = money.returned_idr + money.paid_back_idr - money.amount_idr
    return Rupiah(max(twice, 0))


def paid_back_amount(payment: Payment) -> Rupiah:
    """What BUD paid back of a payment out of the treasury."""
    money = UnappliedMoney.objects.filter(payment=payment)
    return Rupiah(int(money.aggregate(sum=Sum("paid_back_idr", default=0))["sum"]))


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
    WIB) by settings.PAYOUT_WORKING_DAYS. None for money that never came, and for cash.
    """
    if payment.paid_at is None or not payment.gateway:
        return None
    reported_on = business_date(payment.paid_at, gateway(payment.gateway).zone)
    return add_working_days(reported_on, settings.PAYOUT_WORKING_DAYS, holidays())


def in_treasury_on(payment: Payment) -> date | None:
    """The bank's date of the payout or cash deposit that brought this payment.

    Asked by the names of the relations, because evidence and cash lie in apps above.
    None: no imported bank line shows it yet.
    """
    if payment.channel == Channel.CASH:
        way = "cash__shift__hand_overs__deposit__banked_on"
        of_payment = Payment.objects.filter(
            pk=payment.pk, cash__shift__hand_overs__opd=F("cash__opd")
        )
    else:
        way = "settlement_matches__line__payout_line__payout__bank_line__value_on"
        of_payment = Payment.objects.filter(pk=payment.pk, **{f"{way}__isnull": False})
    found: date | None = of_payment.values_list(way, flat=True).first()
    return found


def _wait_text(terms: ChannelTerms) -> str:
    if not terms.reversal_window:
        return _("Bukti terbit dalam hitungan detik")
    minutes = terms.reversal_window // timedelta(minutes=1)
    return ngettext(
        "Bukti terbit %(minutes)d menit setelah pembayaran",
        "Bukti terbit %(minutes)d menit setelah pembayaran",
        minutes,
    ) % {"minutes": minutes}


def day_of_payment(payment_id: int) -> date | None:
    """The business day a payment's money came in; None while it has not."""
    return Payment.objects.values_list("paid_on", flat=True).get(pk=payment_id)


def day_of_unapplied_money(money_id: int) -> date:
    """The business day that money without a bill came in."""
    money = UnappliedMoney.objects.select_related("payment").get(pk=money_id)
    if money.payment and money.payment.paid_on:
        return money.payment.paid_on
    return business_date(money.received_at, zone())


def days_with_money(*, first_on: date, last_on: date) -> list[date]:
    """The business days of a span on which money came in, the latest first."""
    paid = Payment.objects.filter(paid_on__range=(first_on, last_on))
    days = set(paid.values_list("paid_on", flat=True).distinct())
    start, end = (
        start_of_day(day, zone()) for day in (first_on, last_on + timedelta(days=1))
    )
    suspense = UnappliedMoney.objects.filter(
        payment__isnull=True, received_at__gte=start, received_at__lt=end
    )
    instants = suspense.values_list("received_at", flat=True)
    days |= {business_date(instant, zone()) for instant in instants}
    return sorted((day for day in days if day), reverse=True)


def months_paid_since(day: date) -> list[date]:
    """The months, by their first day, of whose bills some were paid since a day."""
    items = PaymentItem.objects.filter(payment__paid_on__gte=day)
    months = items.annotate(month=TruncMonth("bill__period_from"))
    return list(months.order_by("month").values_list("month", flat=True).distinct())
