"""Taking money at a stall: cash with a ticket, or QRIS on the collector's screen."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import Person
from city.selectors import business_date_of, zone
from kernel.money import Rupiah
from levies.models import Bill, LevyObject
from papers.models import PaperKind
from papers.services import issue_papers
from payments.collection.access import require_collector
from payments.collection.models import CashTaken, QrisShown, Shift
from payments.collection.selectors.tickets import ticket_values
from payments.collection.services.refusals import (
    BillsOfSeveralStalls,
    CashKeyReused,
    NotYourShift,
    ShiftClosed,
    StallElsewhere,
)
from payments.collection.services.shifts import lock_shift
from payments.models import Channel, Payment
from payments.selectors import OpdShare, items_by_opd
from payments.services import record_cash, request_payment


def take_cash(
    *,
    shift_id: int,
    collector: Person,
    kodes: Sequence[str],
    amount: Rupiah,
    key: str,
    now: datetime,
) -> CashTaken:
    """Take cash for bills of one stall: paid, booked and numbered, all or nothing.

    The money is this collector's until its hand-over is accepted. `amount` is what the
    page showed and the hand counted. The same key gets the same ticket, however often
    it is sent; the shift's lock lets two taps wait for each other.

    Raises:
        NotYourShift, ShiftClosed: about the shift.
        Forbidden: the person may not collect there any more.
        StallElsewhere, BillsOfSeveralStalls: the bills are not of one stall here.
        BillPaid, CashAmountChanged and others of `payments.services.record_cash`.
        CashKeyReused: the key stands for another shift's cash.
    """
    # Read (and remembered) outside the transaction, which is shorter for it.
    zone()
    with transaction.atomic():
        return _take(shift_id, collector, kodes, amount, key, now)


def _take(
    shift_id: int,
    collector: Person,
    kodes: Sequence[str],
    amount: Rupiah,
    key: str,
    now: datetime,
) -> CashTaken:
    shift = lock_shift(shift_id, collector)
    known = CashTaken.objects.select_related("ticket", "shift").filter(key=key).first()
    if known is not None:
        if known.shift_id != shift.pk:
            raise CashKeyReused
        return known
    _require_open(shift, collector, now)
    payment = record_cash(kodes=kodes, amount=amount, now=now)
    share, *others = items_by_opd(payment)
    stalls = [item.bill.levy_object for item in share.items]
    _require_one_stall(stalls, shift, others)
    (ticket,) = issue_papers(
        opd=share.opd,
        kind=PaperKind.TICKET,
        values_list=[ticket_values(payment=payment, share=share, collector=collector)],
        issued_on=business_date_of(now),
        now=now,
    )
    cash = CashTaken.objects.create(
        shift=shift,
        opd=share.opd,
        payment=payment,
        ticket=ticket,
        amount_idr=amount.amount,
        key=key,
        taken_at=now,
    )
    audit.record(
        actor=collector,
        action="cash_taken",
        subject=f"shift:{shift.pk}",
        facts={
            "amount_idr": amount.amount,
            "ticket": ticket.number,
            "levy_object": stalls[0].code,
        },
        now=now,
    )
    return cash


def show_qris(
    *, shift_id: int, collector: Person, kodes: Sequence[str], now: datetime
) -> Payment:
    """Ask for a QRIS payment to show on the collector's screen; never in a transaction.

    Raises:
        NotYourShift, ShiftClosed, Forbidden: about the shift.
        StallElsewhere, BillsOfSeveralStalls: the bills are not of one stall here.
        Whatever `payments.services.request_payment` refuses.
    """
    shift = (
        Shift.objects.select_related("market__opd", "market__kelurahan")
        .filter(pk=shift_id, collector=collector)
        .first()
    )
    if shift is None:
        raise NotYourShift
    _require_open(shift, collector, now)
    bills = Bill.objects.filter(kode_bayar__in=kodes).select_related("levy_object")
    _require_one_stall([bill.levy_object for bill in bills], shift)
    payment = request_payment(kodes=kodes, channel=Channel.QRIS.value, now=now)
    # An attempt that somebody else already showed is shown again, not taken from them.
    shown = QrisShown(shift=shift, payment=payment, shown_at=now)
    QrisShown.objects.bulk_create([shown], ignore_conflicts=True)
    return payment


def _require_open(shift: Shift, collector: Person, now: datetime) -> None:
    if not shift.is_open:
        raise ShiftClosed
    require_collector(collector, shift.market, now)


def _require_one_stall(
    stalls: Sequence[LevyObject], shift: Shift, others: Sequence[OpdShare] = ()
) -> None:
    """One stall of the shift's market, and nothing for a second OPD."""
    if others or len({stall.pk for stall in stalls}) > 1:
        raise BillsOfSeveralStalls
    for stall in stalls:
        if stall.market_id != shift.market_id:
            raise StallElsewhere(stall=stall.label, market=shift.market.name)
