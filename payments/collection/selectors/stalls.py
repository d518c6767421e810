"""A stall by its plate, and what is owed there today and before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q

from city.models import Market
from kernel.errors import NotFound
from kernel.identifiers import OPAQUE_ALPHABET, OPAQUE_LENGTH, MistypedKodeBayar
from kernel.money import Rupiah, total
from levies.models import Bill, LevyObject
from levies.selectors import Due, UnknownBill, amount_due, bill_by_kode, period_text
from payments.collection.models import Plate, PlateSheet
from payments.models import Payment
from payments.services.request import BILLS_MAX
from payments.transitions import MONEY_KEPT

CODE = re.compile(rf"[{OPAQUE_ALPHABET}]{{{OPAQUE_LENGTH}}}")
IN_AN_ADDRESS = re.compile(r"^https?://[^/\s]+/l/([^/\s]+)/?$", re.IGNORECASE)
# What a payment's QR begins with (EMVCo); a plate's never does.
QRIS_BEGINS = "000201"


class UnknownPlate(NotFound):
    """No plate of ours has this code."""

    code = "plate_unknown"


class ForeignQr(NotFound):
    """A QR or text that is no plate of ours; `is_qris` when it is one to pay by."""

    code = "qr_foreign"


@dataclass(frozen=True, slots=True)
class Owed:
    """A bill of a stall and what it costs today."""

    bill: Bill
    due: Due
    is_of_today: bool

    @property
    def amount(self) -> Rupiah:
        return self.due.total

    @property
    def period(self) -> str:
        return period_text(self.bill)


@dataclass(frozen=True, slots=True)
class Account:
    """What is owed at a stall: at most as many bills as one payment takes.

    `chosen` are those to pay now; `hidden` counts older ones that fit into no payment
    with these, and `hidden_amount` is what they cost today.
    """

    owed: Sequence[Owed]
    chosen: Sequence[Owed]
    hidden: int
    hidden_amount: Rupiah

    @property
    def amount(self) -> Rupiah:
        return total([one.amount for one in self.chosen])

    @property
    def everything(self) -> Rupiah:
        return total([one.amount for one in self.owed])

    @property
    def left(self) -> Rupiah:
        return self.everything - self.amount

    @property
    def arrears(self) -> Rupiah:
        """All that stays owed when `chosen` is paid."""
        return self.left + self.hidden_amount

    @property
    def kodes(self) -> list[str]:
        return [one.bill.kode_bayar for one in self.chosen]

    @property
    def all_kodes(self) -> list[str]:
        return [one.bill.kode_bayar for one in self.owed]


def plate_url(plate: Plate) -> str:
    """What a plate's QR says: anybody's phone reads there what is owed."""
    return f"{settings.SITE_URL}/l/{plate.code}/"


def stall_name(stall: LevyObject, market: Market | None) -> str:
    """The stall without its market's name, which stands beside it."""
    return stall.label.removeprefix(f"{market.name}, ") if market else stall.label


def plate_by_code(code: str) -> Plate:
    """The plate of a code, with its stall, payer and market.

    Raises:
        UnknownPlate: there is none.
    """
    plates = Plate.objects.select_related(
        "levy_object__market__opd",
        "levy_object__market__kelurahan",
        "levy_object__payer",
        "levy_object__levy_type",
    )
    plate = plates.filter(code=code).first() if CODE.fullmatch(code) else None
    if plate is None:
        raise UnknownPlate
    return plate


def plate_read(text: str) -> Plate:
    """The plate that was scanned or typed: its address, its code, or a kode bayar.

    Raises:
        UnknownPlate: it looks like a plate of ours, and none has the code.
        ForeignQr: it is something else.
        UnknownBill: it is a kode bayar, and no bill has it, or its stall has no plate.
    """
    text = text.strip()
    address = IN_AN_ADDRESS.match(text)
    if address:
        return plate_by_code(address[1].lower())
    typed = re.sub(r"[\s.-]", "", text).lower()
    if CODE.fullmatch(typed):
        return plate_by_code(typed)
    try:
        bill = bill_by_kode(text)
    except MistypedKodeBayar:
        raise ForeignQr(is_qris=text.startswith(QRIS_BEGINS)) from None
    plate = Plate.objects.filter(levy_object=bill.levy_object_id).first()
    if plate is None:
        raise UnknownBill(kode_bayar=bill.kode_bayar)
    return plate_by_code(plate.code)


def account_of(
    stall: LevyObject, *, on: date, wanted: Sequence[str] | None = None
) -> Account:
    """What is owed at a stall on a day, the latest first, and what to pay of it.

    Without a wish: what is owed for the day itself, else all that is shown.
    """
    bills = (
        Bill.objects.open()
        .with_details()
        .filter(levy_object=stall, period_from__lte=on)
    )
    everything = [
        Owed(
            bill,
            amount_due(bill=bill, on=on),
            bill.period_from <= on <= bill.period_until,
        )
        for bill in bills.order_by("-period_from", "-pk")
    ]
    owed, hidden = everything[:BILLS_MAX], everything[BILLS_MAX:]
    if wanted:
        chosen = [one for one in owed if one.bill.kode_bayar in wanted]
    else:
        chosen = [one for one in owed if one.is_of_today]
    return Account(
        owed, chosen or owed, len(hidden), total([one.amount for one in hidden])
    )


def last_payment_at(stall: LevyObject) -> Payment | None:
    """The latest payment that brought money for a stall and was kept."""
    return (
        Payment.objects.filter(
            items__bill__levy_object=stall,
            items__booked_principal_idr__gt=0,
            state__in=sorted(MONEY_KEPT),
        )
        .order_by("-paid_at")
        .first()
    )


@dataclass(frozen=True, slots=True)
class StallCount:
    """A market's stalls: in use, which have plates, and those registered for then."""

    in_use: int
    others: int


def is_in_use(day: date) -> Q:
    """Whether a stall is somebody's on the day: only then it has a plate to print."""
    has_not_ended = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return has_not_ended & Q(valid_from__lte=day)


def stalls_by_market(day: date) -> dict[int, StallCount]:
    """How many stalls each market has. One query."""
    counts = (
        LevyObject.objects.filter(market__isnull=False)
        .values_list("market")
        .annotate(in_use=Count("pk", is_in_use(day)), all=Count("pk"))
        .order_by("market")
    )
    return {
        market: StallCount(in_use, registered - in_use)
        for market, in_use, registered in counts
    }


def sheet_by_id(sheet_id: int) -> PlateSheet:
    """A sheet of plates that was wanted.

    Raises:
        NotFound: there is none.
    """
    sheets = PlateSheet.objects.select_related("market__opd", "market__kelurahan")
    sheet = sheets.filter(pk=sheet_id).first()
    if sheet is None:
        raise NotFound
    return sheet
