"""Whatever a gateway tells, in whatever order: the books stay right."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from city.selectors import business_date_of
from kernel import clock
from kernel.errors import RempahError
from kernel.money import Rupiah
from ledger.models import LraLine
from levies.models import Bill
from levies.selectors import amount_due
from levies.services import cancel_bill
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.models import Payment, PaymentItem, UnappliedMoney
from payments.services import (
    NoticeContradictsHistory,
    apply_notice,
    record_cash,
    withdraw_payment,
)
from tests.levies.samples import stall_bill, waste_skrd
from tests.payments.gateway_reports import GatewayReports
from tests.payments.promises import broken_promises
from tests.payments.refunds import head
from tests.payments.samples import money_in_the_books, requested, told
from tests.payments.test_unknown_payment import notice_of_a_stranger

MAX_EXAMPLES = 14
CHANNELS = ["qris", "va_bca", "va_permata"]
WITHOUT_MONEY = [
    NoticeState.AWAITING_PAYER,
    NoticeState.EXPIRED,
    NoticeState.CANCELLED,
    NoticeState.DENIED,
    NoticeState.FAILED,
]


class AnySequence(RuleBasedStateMachine):
    """Two bills of two OPD, any attempts to pay them, anything told of each.

    Beside them cash, an order that is not ours, the gateway's reports and the bank.
    """

    payments = Bundle("payments")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        # As Django marks the transactions of its own test cases: ours may nest in it.
        self.transaction._from_testcase = True  # type: ignore[attr-defined]
        self.transaction.__enter__()
        self.bills = [stall_bill(), waste_skrd()]
        self.refunds: dict[int, list[RefundNotice]] = {}
        self.stranger = 0
        self.reports = GatewayReports()

    def teardown(self) -> None:
        """All is settled at last; then leave no trace for the next example."""
        try:
            self.reports.told("a-static-qr-order", "tx-1", self.stranger)
            self.reports.all_settled()
            assert broken_promises() == []
            assert realised() == booked_through_gateways()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize(target=payments)
    def ask_twice(self) -> object:
        """Two attempts on both bills; the second supersedes the first."""
        return multiple(
            requested(*self.bills, channel="va_permata"), requested(*self.bills)
        )

    @rule(target=payments, both=st.booleans(), channel=st.sampled_from(CHANNELS))
    def ask(self, both: bool, channel: str) -> object:
        bills = self.bills if both else self.bills[:1]
        try:
            return requested(*bills, channel=channel)
        except RempahError:
            return multiple()

    @rule(payment=payments, difference=st.sampled_from([0, 0, 0, -5_000, 700]))
    def money_comes(self, payment: Payment, difference: int) -> None:
        received = payment.amount_idr + difference
        self.tell(payment, NoticeState.PAID, received)

    @rule(payment=payments, state=st.sampled_from(WITHOUT_MONEY))
    def told_without_money(self, payment: Payment, state: NoticeState) -> None:
        self.tell(payment, state)

    @rule(payment=payments, amount=st.sampled_from([500, 6_000, 18_000]))
    def refunded(self, payment: Payment, amount: int) -> None:
        """Also as the first that is heard of a payment, or after it was reversed."""
        known = Payment.objects.get(pk=payment.pk)
        refunds = self.refunds.setdefault(payment.pk, [])
        received = known.received_idr or known.amount_idr
        rest = received - sum(refund.amount.amount for refund in refunds)
        if rest <= 0:
            return
        reference = f"{payment.pk}-{len(refunds)}"
        part = Rupiah(min(amount, rest))
        refunds.append(RefundNotice(reference, part, "uji", clock.now(), None))
        is_whole = part.amount == rest
        state = NoticeState.REFUNDED if is_whole else NoticeState.PART_REFUNDED
        self.tell(payment, state, received)
        transaction_id = Payment.objects.get(pk=payment.pk).gateway_reference or ""
        self.reports.refunded(payment.code, transaction_id, part.amount)

    @rule(payment=payments)
    def charged_back(self, payment: Payment) -> None:
        known = Payment.objects.get(pk=payment.pk)
        self.tell(payment, NoticeState.DISPUTED, known.received_idr)

    @rule(payment=payments)
    def a_further_deposit_comes(self, payment: Payment) -> None:
        known = Payment.objects.get(pk=payment.pk)
        if known.received_idr:
            self.tell(payment, NoticeState.PAID, known.received_idr + 900)

    def tell(
        self, payment: Payment, state: NoticeState, received: int | None = None
    ) -> None:
        refunds = self.refunds.get(payment.pk, [])
        self.hear(told(payment, state, received=received, refunds=refunds))

    def hear(self, notice: Notice) -> None:
        """Twice, as everything is."""
        for _ in range(2):
            try:
                apply_notice(notice=notice, cause="uji", now=self.reports.now)
            except NoticeContradictsHistory:
                return

    @rule(amount=st.sampled_from([7_000, 300]))
    def a_stranger_pays(self, amount: int) -> None:
        self.stranger += amount
        self.tell_of_the_stranger(NoticeState.PAID)

    @rule(state=st.sampled_from([NoticeState.DENIED, NoticeState.DISPUTED]))
    def the_stranger_takes_all_back(self, state: NoticeState) -> None:
        self.tell_of_the_stranger(state)

    @rule(amount=st.sampled_from([200, 7_000]))
    def the_stranger_is_refunded(self, amount: int) -> None:
        known = UnappliedMoney.objects.filter(payment=None).first()
        if known and known.returned_idr < known.amount_idr:
            part = min(amount, known.amount_idr - known.returned_idr)
            refunds = self.refunds.setdefault(0, [])
            reference = f"s-{len(refunds)}"
            refund = RefundNotice(reference, Rupiah(part), "uji", clock.now(), None)
            refunds.append(refund)
            self.tell_of_the_stranger(NoticeState.PART_REFUNDED)
            self.reports.refunded("a-static-qr-order", "tx-1", part)

    def tell_of_the_stranger(self, state: NoticeState) -> None:
        refunds = self.refunds.get(0, [])
        if self.stranger:
            notice = notice_of_a_stranger(state, refunds, self.stranger)
            self.hear(notice)

    @rule()
    def the_stranger_is_settled(self) -> None:
        self.reports.told("a-static-qr-order", "tx-1", self.stranger)

    @rule(number=st.sampled_from([0, 1]))
    def cash_is_taken(self, number: int) -> None:
        bill = Bill.objects.get(pk=self.bills[number].pk)
        due = amount_due(bill=bill, on=business_date_of(clock.now()))
        with suppress(RempahError):
            record_cash(
                kodes=[bill.kode_bayar],
                amount=due.principal + due.late_interest,
                now=clock.now(),
            )

    @rule(number=st.sampled_from([0, 1]))
    def a_bill_is_cancelled(self, number: int) -> None:
        bill, now = self.bills[number], clock.now()
        with suppress(RempahError):
            cancel_bill(kode=bill.kode_bayar, person=head(), reason="uji", now=now)
            withdraw_payment(bill_id=bill.pk, now=now)

    @rule(payment=payments)
    def it_is_settled(self, payment: Payment) -> None:
        self.reports.told_of(payment)

    @rule()
    def the_bank_shows_a_payout(self) -> None:
        self.reports.banked()

    @rule()
    def it_is_reconciled(self) -> None:
        self.reports.reconciled()

    @invariant()
    def every_promise_of_money_holds(self) -> None:
        assert broken_promises() == []

    @invariant()
    def what_came_in_is_booked_or_owed_to_its_payer(self) -> None:
        kept, booked, owed = money_in_the_books()
        assert kept == booked + owed

    @invariant()
    def no_bill_gets_more_than_was_asked(self) -> None:
        over = PaymentItem.objects.filter(booked_principal_idr__gt=F("principal_idr"))
        assert not over.exists()


def realised() -> int:
    """Revenue by the bank's lines (LRA) over all days."""
    return int(LraLine.objects.aggregate(i=Sum("amount_idr", default=0))["i"])


def booked_through_gateways() -> int:
    """What bills have of payments whose money came through a gateway."""
    booked = F("booked_principal_idr") + F("booked_interest_idr")
    items = PaymentItem.objects.exclude(payment__gateway="")
    return int(items.aggregate(i=Sum(booked, default=0))["i"])


@pytest.mark.usefixtures("city", "simulator")
def test_any_sequence_of_notices_keeps_the_books_right() -> None:
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=MAX_EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            # Twenty steps are read sooner than shrunk over a database.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
