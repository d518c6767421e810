"""The two sides of a finding: what our books hold, and what the evidence says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, Sum

from payments.collection.models import Deposit, HandOver
from payments.models import Payment, PaymentItem, RefundRequest, UnappliedMoney
from payments.reconciliation.models import BankLine, Finding, Payout, SettlementLine
from payments.transitions import MONEY_RECEIVED

Cause = Finding.Cause
# Their reference is a bank line's own id.
OF_A_BANK_LINE = (Cause.BANK_CREDIT_UNIDENTIFIED, Cause.REFUND_DEBIT_UNEXPLAINED)
SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class Ours:
    """What our books hold of what a finding is about; a payment has its `parts`."""

    payments: Sequence[Payment] = ()
    money: Sequence[UnappliedMoney] = ()
    payouts: Sequence[Payout] = ()
    deposits: Sequence[Deposit] = ()
    hand_overs: Sequence[HandOver] = ()


@dataclass(frozen=True, slots=True)
class Theirs:
    """What the gateway's reports and the bank's statements say of it."""

    lines: Sequence[SettlementLine] = ()
    bank_lines: Sequence[BankLine] = ()


def sides_of(finding: Finding) -> tuple[Ours, Theirs]:
    """Both sides of a finding, held against each other. Five queries at most."""
    if finding.cause.startswith("payout"):
        payouts = _payouts(finding)
        lines = _lines(Q(payout_line__payout__in=payouts))
        return Ours(payouts=payouts), Theirs(lines, _bank_lines(finding))
    if finding.cause.startswith("deposit"):
        deposits = _deposits(finding)
        hand_overs = _hand_overs(Q(deposit__in=deposits))
        ours = Ours(deposits=deposits, hand_overs=hand_overs)
        return ours, Theirs(bank_lines=_bank_lines(finding))
    if finding.cause == Cause.CASH_NOT_DEPOSITED:
        number = finding.reference.removeprefix("hand_over:")
        by_id = Q(pk=int(number)) if number.isdecimal() else Q(pk=None)
        return Ours(hand_overs=_hand_overs(by_id)), Theirs()
    if finding.cause == Cause.BANK_CREDIT_UNIDENTIFIED:
        return Ours(), Theirs(bank_lines=_bank_lines(finding))
    return _sides_of_order(finding)


def _sides_of_order(finding: Finding) -> tuple[Ours, Theirs]:
    """Of an order at the gateway; of a bill that was paid twice, both payments."""
    transaction_id = finding.reference.partition(":")[0]
    order_id = finding.facts.get("order_id") or "-"
    about = Q(code=order_id)
    if kode_bayar := finding.facts.get("kode_bayar"):
        received = Q(state__in=sorted(state.value for state in MONEY_RECEIVED))
        about |= Q(items__bill__kode_bayar=kode_bayar) & received
    items = PaymentItem.objects.select_related("bill__payer").order_by("id")
    payments = list(
        Payment.objects.filter(about)
        .distinct()
        .prefetch_related(Prefetch("items", items, to_attr="parts"))
        .order_by("paid_at", "id")[:SHOWN_MAX]
    )
    codes = [payment.code for payment in payments]
    money = UnappliedMoney.objects.filter(
        Q(payment__in=payments) | Q(payment=None, gateway_reference=transaction_id)
    ).select_related("payer", "bill__payer", "payment")
    lines = _lines(
        Q(transaction_id=transaction_id) | Q(order_id__in=[order_id, *codes])
    )
    ours = Ours(payments=payments, money=list(money.order_by("id")))
    if finding.cause == Cause.PAID_BACK_TWICE:
        return ours, Theirs(lines, _paid_back(order_id))
    if finding.cause == Cause.REFUND_DEBIT_UNEXPLAINED:
        by_bud = {line.pk: line for line in _paid_back(order_id)}
        by_bud |= {line.pk: line for line in _bank_lines(finding)}
        return ours, Theirs(lines, list(by_bud.values()))
    return ours, Theirs(lines)


def _payouts(finding: Finding) -> list[Payout]:
    payouts = Payout.objects.filter(reference=finding.reference)
    return list(payouts.annotate(net_idr=Sum("lines__line__net_idr")))


def _deposits(finding: Finding) -> list[Deposit]:
    deposits = Deposit.objects.filter(paper__number=finding.reference)
    return list(deposits.select_related("paper", "made_by"))


def _hand_overs(about: Q) -> list[HandOver]:
    hand_overs = HandOver.objects.filter(about).order_by("id")
    return list(
        hand_overs.select_related("collector", "treasurer", "shift__market")[:SHOWN_MAX]
    )


def _lines(about: Q) -> list[SettlementLine]:
    lines = SettlementLine.objects.filter(about).order_by("id")
    return list(
        lines.select_related("file", "payout_line__payout__bank_line__statement__file")[
            :SHOWN_MAX
        ]
    )


def _bank_lines(finding: Finding) -> list[BankLine]:
    about = Q(reference=finding.reference)
    about |= Q(description__contains=finding.reference)
    number = finding.reference.removeprefix("bank:")
    if finding.cause in OF_A_BANK_LINE and number.isdecimal():
        about = Q(pk=int(number))
    return _bank_lines_that(about)


def _paid_back(code: str) -> list[BankLine]:
    """How BUD paid back what a payment was too much."""
    requests = RefundRequest.objects.filter(payment__code=code)
    return _bank_lines_that(Q(pk__in=requests.values("bank_line")))


def _bank_lines_that(about: Q) -> list[BankLine]:
    lines = BankLine.objects.filter(about).order_by("id")
    return list(lines.select_related("statement__file")[:SHOWN_MAX])
