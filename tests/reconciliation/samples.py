"""Payments that were booked, and the evidence about them: reports and statements."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.money import Rupiah, total
from ledger.postings import expectation_paid, interest_paid
from ledger.services import post
from levies.models import Bill
from payments.models import Payment, PaymentItem, UnappliedMoney
from payments.transitions import PaymentState
from tests.levies.samples import small_city

WIB = ZoneInfo("Asia/Jakarta")
# A Monday at noon in the city; the days after it are working days.
PAID_AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
PAID_ON = date(2026, 3, 2)
PAYOUT_ON = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
RKUD = "000-UJI"
PAYOUT = "WD20260303000001"
HEADER = (
    "Order ID,Transaction ID,Transaction Time,Settlement Time,Payment Type,Acquirer,"
    "Status,Gross Amount,Fee,Fee VAT,Net Amount,Refund Amount,Refund Type,"
    "Withdrawal ID,Custom Field 1"
)

STATEMENT_HEADER = [
    "Tanggal",
    "Tanggal Valuta",
    "No. Referensi",
    "Keterangan",
    "Debet",
    "Kredit",
    "Saldo",
]


@dataclass(frozen=True)
class Line:
    """One line of a settlement report, as a gateway would print it."""

    order_id: str
    transaction_id: str
    gross: int
    fee: int = 0
    vat: int = 0
    payout: str = ""
    status: str = "settlement"
    refund: int = 0
    settled_at: datetime = PAID_AT
    channel: str = "qris"

    @property
    def net(self) -> int:
        return self.gross - self.fee - self.vat - self.refund

    def paid_out(self, payout: str = PAYOUT) -> Line:
        return replace(self, payout=payout)

    def row(self) -> list[str]:
        at = f"{self.settled_at.astimezone(WIB):%Y-%m-%d %H:%M:%S}"
        return [
            self.order_id,
            self.transaction_id,
            at,
            at,
            self.channel,
            "gopay",
            self.status,
            str(self.gross),
            str(self.fee),
            str(self.vat),
            str(self.net),
            str(self.refund),
            "normal" if self.refund else "",
            self.payout,
            "",
        ]


def report(lines: Iterable[Line]) -> bytes:
    """A settlement report, as the gateway's own bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER.split(","))
    writer.writerows(line.row() for line in lines)
    return text.getvalue().encode()


def line_of(payment: Payment, *, fee: int = 0, vat: int = 0, payout: str = "") -> Line:
    """The line that tells exactly what we booked."""
    assert payment.received_idr is not None
    assert payment.paid_at is not None
    return Line(
        order_id=payment.code,
        transaction_id=payment.gateway_reference or "",
        gross=payment.received_idr,
        fee=fee,
        vat=vat,
        payout=payout,
        settled_at=payment.paid_at,
    )


def paid(
    *bills: Bill,
    interest: Sequence[int] = (),
    at: datetime = PAID_AT,
    number: int = 1,
    state: PaymentState = PaymentState.PAID,
) -> Payment:
    """A payment over bills, booked in full, with its ledger entry."""
    profile = small_city().profile
    interests = [Rupiah(one) for one in interest] or [Rupiah(0)] * len(bills)
    amount = total([Rupiah(bill.amount_idr) for bill in bills] + interests)
    payment = Payment.objects.create(
        **_columns(number, amount.amount, at, state), gateway="midtrans"
    )
    legs = []
    for bill, late in zip(bills, interests, strict=True):
        PaymentItem.objects.create(
            payment=payment,
            bill=bill,
            opd=bill.opd,
            principal_idr=bill.amount_idr,
            late_interest_idr=late.amount,
            booked_principal_idr=bill.amount_idr,
            booked_interest_idr=late.amount,
            is_open=False,
        )
        legs += expectation_paid(
            opd_id=bill.opd_id,
            revenue_account_id=bill.levy_type.revenue_account_id,
            amount=Rupiah(bill.amount_idr),
        )
        legs += interest_paid(
            opd_id=bill.opd_id,
            sanctions_account_id=profile.sanctions_account_id,
            interest=late,
        )
    post(
        event="payment_received",
        reference=f"payment:{payment.pk}",
        legs=legs,
        business_date=PAID_ON,
        now=at,
    )
    return payment


def paid_again(bill: Bill, *, number: int, at: datetime = PAID_AT) -> Payment:
    """A second payment of a bill that was paid already: a liability to the payer."""
    payment = Payment.objects.create(
        **_columns(number, bill.amount_idr, at, PaymentState.PAID), gateway="midtrans"
    )
    PaymentItem.objects.create(
        payment=payment,
        bill=bill,
        opd=bill.opd,
        principal_idr=bill.amount_idr,
        is_open=False,
    )
    UnappliedMoney.objects.create(
        kind=UnappliedMoney.Kind.LIABILITY_TO_PAYER,
        reason=UnappliedMoney.Reason.PAID_TWICE,
        gateway="midtrans",
        gateway_reference=payment.gateway_reference or "",
        payment=payment,
        bill=bill,
        payer=bill.payer,
        opd=bill.opd,
        amount_idr=bill.amount_idr,
        received_at=at,
    )
    return payment


def _columns(
    number: int, amount_idr: int, at: datetime, state: PaymentState
) -> dict[str, object]:
    received = state not in (PaymentState.AWAITING_PAYER, PaymentState.EXPIRED)
    return {
        "code": f"uji-{number:06d}",
        "channel": "qris",
        "state": state,
        "amount_idr": amount_idr,
        "received_idr": amount_idr if received else None,
        "gateway_reference": f"00000000-0000-4000-8000-{number:012d}",
        "created_at": at - timedelta(minutes=5),
        "expires_at": at + timedelta(minutes=10),
        "paid_at": at if received else None,
        "paid_on": PAID_ON if received else None,
    }


@dataclass(frozen=True)
class Movement:
    """One movement on a bank statement."""

    amount: int
    description: str
    bank_reference: str = "FT0001"
    on: date = PAYOUT_ON


def payout_credit(lines: Iterable[Line], *, payout: str = PAYOUT) -> Movement:
    """The lump that the bank shows for a payout's lines."""
    net = sum(line.net for line in lines if line.payout == payout)
    return Movement(net, f"MIDTRANS PAYOUT {payout}", f"FT{payout[-4:]}")


def statement_csv(
    movements: Sequence[Movement],
    *,
    opening: int = 1_000_000,
    days: tuple[date, date] = (PAYOUT_ON, PAYOUT_ON),
    account: str = RKUD,
) -> bytes:
    """A statement as regional banks export it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    closing = opening + sum(movement.amount for movement in movements)
    writer.writerow(["BANK UJI"])
    writer.writerow(["Nomor Rekening", account])
    writer.writerow(["Periode", f"{days[0]:%d/%m/%Y} s.d. {days[1]:%d/%m/%Y}"])
    writer.writerow(["Nomor", "2026/062"])
    writer.writerow(["Saldo Awal", _idr(opening)])
    writer.writerow(["Saldo Akhir", _idr(closing)])
    writer.writerow([])
    writer.writerow(STATEMENT_HEADER)
    balance = opening
    for movement in movements:
        balance += movement.amount
        writer.writerow(
            [
                f"{movement.on:%d/%m/%Y}",
                f"{movement.on:%d/%m/%Y}",
                movement.bank_reference,
                movement.description,
                _idr(max(-movement.amount, 0)),
                _idr(max(movement.amount, 0)),
                _idr(balance),
            ]
        )
    return text.getvalue().encode()


def _idr(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + ",00"
