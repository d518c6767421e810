"""Cash in a collector's hand: recorded, paid and booked at once, without a gateway."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from city.models import Opd
from city.selectors import business_date_of
from kernel.money import Rupiah
from levies.selectors import amount_due
from payments.gateways.port import Notice, NoticeState
from payments.models import Channel, Payment, UnappliedMoney
from payments.selectors import PaymentUnknown
from payments.services.booking import book_payment, reverse_payment
from payments.services.locking import LockedPayment, lock_payment
from payments.services.refusals import CashAmountChanged, CashPaidAgain
from payments.services.request import (
    SUPERSEDED,
    amount_of,
    lock_payable,
    open_attempts,
    read_kodes,
    record_attempt,
    supersede,
)
from payments.transitions import PaymentState

CAUSE = "cash in hand"


def record_cash(*, kodes: Sequence[str], amount: Rupiah, now: datetime) -> Payment:
    """Book cash that pays these bills to the last rupiah; the payment is PAID.

    In the caller's transaction, which also records who holds the money: without that
    the database refuses the commit. Other open attempts on the bills are superseded:
    cancelled here at once, at their gateway after the commit. If a payer was faster
    there, that money is the payer's.

    Raises:
        NoBills, TooManyBills, MistypedKodeBayar, UnknownBill, BillPaid, BillCancelled,
        BillNotOpen: about the bills; each names the kode bayar.
        CashAmountChanged: another amount is due than what was counted.
    """
    bills = lock_payable(read_kodes(kodes))
    today = business_date_of(now)
    dues = {bill.pk: amount_due(bill=bill, on=today) for bill in bills}
    due = amount_of(dues)
    if amount != due:
        raise CashAmountChanged(shown=amount, due=due)
    for older in open_attempts(bills):
        supersede(older, SUPERSEDED, now)
    payment, items = record_attempt(bills, dues, Channel.CASH.value, "", now, now)
    locked = LockedPayment(payment, items, {bill.pk: bill for bill in bills})
    book_payment(locked=locked, notice=_as_told(payment, now), cause=CAUSE, now=now)
    return payment


def take_cash_back(*, payment: Payment, cause: str, now: datetime) -> None:
    """Reverse a payment in cash: its bills are owed again, the hand holds less.

    In the caller's transaction, which also records who asked and who agreed: without
    that the database refuses the commit.

    Who paid such a bill a second time is owed that money and would be asked for the
    bill again: the two would stand side by side, so nothing is reversed.

    Raises:
        TransitionRefused: it is reversed already.
        CashPaidAgain: we owe somebody a second payment of one of its bills.
    """
    locked = lock_payment(payment.code)
    if locked is None:
        raise PaymentUnknown(payment=payment.code)
    _require_paid_once(locked)
    target = PaymentState.REVERSED
    reverse_payment(locked=locked, target=target, cause=cause, now=now)


def record_cash_over(
    *, opd: Opd, reference: str, amount: Rupiah, now: datetime
) -> UnappliedMoney:
    """More cash than the tickets say: suspense, for which the OPD answers.

    In the transaction that posts the hand-over of `reference`, whose entry has it.
    """
    return UnappliedMoney.objects.create(
        kind=UnappliedMoney.Kind.SUSPENSE,
        reason=UnappliedMoney.Reason.CASH_OVER,
        gateway="",
        gateway_reference=reference,
        opd=opd,
        amount_idr=amount.amount,
        received_at=now,
    )


def _require_paid_once(locked: LockedPayment) -> None:
    """No bill's second payment is owed to its payer. The bills' locks keep it so."""
    owed = F("amount_idr") - F("returned_idr") - F("paid_back_idr")
    money = (
        UnappliedMoney.objects.filter(
            kind=UnappliedMoney.Kind.LIABILITY_TO_PAYER, bill__in=locked.bills
        )
        .annotate(owed_idr=owed)
        .filter(owed_idr__gt=0)
        .order_by("id")
        .first()
    )
    if money is not None and money.bill_id is not None:
        kode = locked.bills[money.bill_id].kode_bayar
        raise CashPaidAgain(kode_bayar=kode, owed=Rupiah(money.owed_idr))


def _as_told(payment: Payment, now: datetime) -> Notice:
    """What a gateway would tell of it: here the collector's hand is the witness."""
    return Notice(
        gateway=payment.gateway,
        reference=payment.code,
        gateway_reference=payment.code,
        state=NoticeState.PAID,
        amount=payment.amount,
        received=payment.amount,
        paid_at=now,
        channel=payment.channel,
    )
