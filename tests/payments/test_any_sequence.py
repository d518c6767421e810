"""Whatever a gateway tells, in whatever order: the books stay right."""

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

from kernel import clock
from kernel.errors import RempahError
from kernel.money import Rupiah
from ledger.models import Leg
from levies.models import Bill
from payments.gateways.port import NoticeState, RefundNotice
from payments.models import Payment, PaymentEvent, PaymentItem
from payments.services import NoticeContradictsHistory, apply_notice
from payments.transitions import TRANSITIONS, PaymentState
from tests.levies.samples import stall_bill, waste_skrd
from tests.payments.samples import money_in_the_books, requested, told

CHANNELS = ["qris", "va_bca", "va_permata"]
WITHOUT_MONEY = [
    NoticeState.AWAITING_PAYER,
    NoticeState.EXPIRED,
    NoticeState.CANCELLED,
    NoticeState.DENIED,
    NoticeState.FAILED,
]


class AnySequence(RuleBasedStateMachine):
    """Two bills of two OPD, any attempts to pay them, anything told of each."""

    payments = Bundle("payments")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        # As Django marks the transactions of its own test cases: ours may nest in it.
        self.transaction._from_testcase = True  # type: ignore[attr-defined]
        self.transaction.__enter__()
        self.bills = [stall_bill(), waste_skrd()]
        self.refunds: dict[int, list[RefundNotice]] = {}

    def teardown(self) -> None:
        """Leave no trace: the next example begins with the same empty tables."""
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
        notice = told(payment, state, received=received, refunds=refunds)
        for _ in range(2):
            try:
                apply_notice(notice=notice, cause="uji", now=clock.now())
            except NoticeContradictsHistory:
                return

    @invariant()
    def every_entry_balances(self) -> None:
        sums = Leg.objects.aggregate(d=Sum("debit_idr"), c=Sum("credit_idr"))
        assert sums["d"] == sums["c"]

    @invariant()
    def a_bill_is_paid_at_most_once_and_as_its_items_say(self) -> None:
        for bill in Bill.objects.filter(pk__in=[bill.pk for bill in self.bills]):
            booked = PaymentItem.objects.filter(bill=bill).aggregate(
                i=Sum("booked_principal_idr")
            )
            assert bill.paid_idr == (booked["i"] or 0) <= bill.amount_idr

    @invariant()
    def what_came_in_is_booked_or_owed_to_its_payer(self) -> None:
        kept, booked, owed = money_in_the_books()
        assert kept == booked + owed

    @invariant()
    def every_step_is_an_edge_of_the_table(self) -> None:
        for event in PaymentEvent.objects.exclude(source=""):
            edge = (PaymentState(event.source), PaymentState(event.target))
            assert TRANSITIONS[edge] == event.name

    @invariant()
    def a_bill_has_one_open_attempt(self) -> None:
        opened = PaymentItem.objects.filter(is_open=True)
        assert not opened.exclude(
            payment__state__in=["created", "awaiting_payer"]
        ).exists()
        assert not PaymentItem.objects.filter(
            booked_principal_idr__gt=F("principal_idr")
        ).exists()


@pytest.mark.usefixtures("city", "simulator")
def test_any_sequence_of_notices_keeps_the_books_right() -> None:
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=14,
            stateful_step_count=12,
            deadline=None,
            # Twelve steps are read sooner than shrunk over a database.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
