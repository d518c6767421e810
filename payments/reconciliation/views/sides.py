"""The two sides of a finding as rows: what, when, whose, how much, and its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.money import Rupiah
from levies.models import Bill
from payments.collection.models import HandOver
from payments.models import Payment, UnappliedMoney
from payments.reconciliation.models import BankLine, Payout, SettlementLine
from payments.reconciliation.selectors.sides import Ours, Theirs
from payments.reconciliation.views.wording import reason_of, state_of_hand_over


@dataclass(frozen=True, slots=True)
class Place:
    """A name, and the page that shows it ("" where there is none)."""

    name: str
    href: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on a side: what it is, its name, and what it leads to."""

    what: str
    named: Place
    at: datetime | date | None
    amount: Rupiah
    about: str = ""
    places: tuple[Place, ...] = ()

    @property
    def has_hour(self) -> bool:
        """A bank tells the day alone."""
        return isinstance(self.at, datetime)


def rows_of_ours(ours: Ours) -> list[Row]:
    """What our books hold."""
    return [
        *map(_payment, ours.payments),
        *map(_money, ours.money),
        *map(_payout, ours.payouts),
        *(
            Row(
                what=_("STS"),
                named=Place(
                    deposit.paper.number,
                    reverse("papers:verify", args=[deposit.paper.code]),
                ),
                at=deposit.made_at,
                about=deposit.made_by.full_name,
                amount=Rupiah(deposit.amount_idr),
            )
            for deposit in ours.deposits
        ),
        *map(_hand_over, ours.hand_overs),
    ]


def rows_of_theirs(theirs: Theirs) -> list[Row]:
    """What the evidence says; a payout's bank line once, after the lines it brought."""
    banked = {
        line.pk: line for line in (*_bank_lines_of(theirs.lines), *theirs.bank_lines)
    }
    return [*map(_line, theirs.lines), *map(_bank_line, banked.values())]


def _payment(payment: Payment) -> Row:
    bills: list[Bill] = [item.bill for item in vars(payment)["parts"]]
    href = (
        reverse("payments:waiting", args=[bills[0].kode_bayar, payment.code])
        if bills
        else ""
    )
    return Row(
        what=_("Pembayaran"),
        named=Place(payment.code, href),
        at=payment.paid_at,
        about=payment.get_channel_display(),
        amount=Rupiah(payment.received_idr or 0),
        places=tuple(map(_bill, bills)),
    )


def _bill(bill: Bill) -> Place:
    href = reverse("payments:pay", args=[bill.kode_bayar])
    about = f"{bill.payer.name}, {Rupiah(bill.amount_idr)}"
    return Place(bill.kode_bayar, href, about)


def _money(money: UnappliedMoney) -> Row:
    rest = money.amount_idr - money.returned_idr - money.paid_back_idr
    payer = money.payer.name if money.payer else _("pembayar belum dikenal")
    return Row(
        what=_("Titipan, bukan pendapatan"),
        named=Place(reason_of(money)),
        at=money.received_at,
        about=payer,
        amount=Rupiah(rest),
        places=(_bill(money.bill),) if money.bill else (),
    )


def _payout(payout: Payout) -> Row:
    return Row(
        what=_("Pencairan menurut laporan gateway"),
        named=_place_of_payout(payout),
        at=payout.first_seen_at,
        amount=Rupiah(int(vars(payout)["net_idr"] or 0)),
    )


def _hand_over(hand_over: HandOver) -> Row:
    counted = hand_over.counted_idr
    people = [hand_over.collector.full_name]
    if hand_over.treasurer:
        people.append(hand_over.treasurer.full_name)
    return Row(
        what=_("Serah terima kas"),
        named=Place(hand_over.shift.market.name),
        at=hand_over.offered_at,
        about=f"{' → '.join(people)}: {state_of_hand_over(hand_over)}",
        amount=Rupiah(hand_over.expected_idr if counted is None else counted),
    )


def _line(line: SettlementLine) -> Row:
    payout_line = getattr(line, "payout_line", None)
    return Row(
        what=_("Baris laporan gateway"),
        named=_place_of_line(line.file_id, line.file.name, line.line_number),
        at=line.settled_at,
        about=f"{line.order_id}, {line.transaction_id}",
        amount=Rupiah(line.gross_idr - line.refund_idr),
        places=(_place_of_payout(payout_line.payout),) if payout_line else (),
    )


def _bank_line(line: BankLine) -> Row:
    file = line.statement.file
    return Row(
        what=_("Baris rekening koran"),
        named=_place_of_line(file.pk, file.name, line.line_number),
        at=line.value_on,
        about=line.description,
        amount=Rupiah(line.amount_idr),
    )


def _bank_lines_of(lines: Iterable[SettlementLine]) -> Iterator[BankLine]:
    """Where the payouts of settlement lines reached the bank."""
    for line in lines:
        payout_line = getattr(line, "payout_line", None)
        if payout_line and payout_line.payout.bank_line:
            yield payout_line.payout.bank_line


def _place_of_payout(payout: Payout) -> Place:
    href = reverse("reconciliation:payout", args=[payout.reference])
    return Place(payout.reference, href, _("pencairan"))


def _place_of_line(file_id: int, name: str, number: int) -> Place:
    return Place(f"{name}, {number}", reverse("reconciliation:file", args=[file_id]))
