"""Whatever a gateway tells of one order, ours or not: old answers and new ones."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kernel import clock
from kernel.errors import RempahError
from kernel.money import Rupiah
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.services import apply_notice
from tests.levies.samples import stall_bill, waste_skrd
from tests.payments.promises import broken_promises
from tests.payments.samples import money_in_the_books, requested, told
from tests.payments.test_unknown_payment import in_suspense, notice_of_a_stranger

MAX_EXAMPLES = 25


class AnyAnswer(RuleBasedStateMachine):
    """The gateway's truth moves on; we hear any answer it ever gave, in any order."""

    has_deadline = False

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        # As Django marks the transactions of its own test cases: ours may nest in it.
        self.transaction._from_testcase = True  # type: ignore[attr-defined]
        self.transaction.__enter__()
        self.received, self.state = 0, NoticeState.AWAITING_PAYER
        self.refunds: list[RefundNotice] = []
        self.answers: list[Notice] = []

    def teardown(self) -> None:
        """Hear the last answer at last; then leave no trace for the next example."""
        try:
            self.hear(self.answers[-1])
            assert self.in_our_books() == self.kept
            assert broken_promises() == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @property
    def is_over(self) -> bool:
        return self.state in (NoticeState.DENIED, NoticeState.DISPUTED)

    @property
    def kept(self) -> int:
        back = sum(refund.amount.amount for refund in self.refunds)
        return 0 if self.is_over else self.received - back

    def in_our_books(self) -> int:
        return in_suspense()

    def notice(self) -> Notice:
        return notice_of_a_stranger(self.state, tuple(self.refunds), self.received)

    @initialize()
    def answer(self) -> None:
        self.answers.append(self.notice())

    @precondition(lambda self: not self.is_over)
    @rule(amount=st.sampled_from([7_000, 300]))
    def money_comes(self, amount: int) -> None:
        self.received += amount
        self.state = NoticeState.PART_REFUNDED if self.refunds else NoticeState.PAID
        self.answer()

    @precondition(lambda self: self.kept > 0)
    @rule(amount=st.sampled_from([200, 7_000]))
    def some_is_refunded(self, amount: int) -> None:
        part = Rupiah(min(amount, self.kept))
        reference = f"r{len(self.refunds)}"
        self.refunds.append(RefundNotice(reference, part, "uji", clock.now(), None))
        is_part = self.kept > 0
        self.state = NoticeState.PART_REFUNDED if is_part else NoticeState.REFUNDED
        self.answer()

    @precondition(lambda self: not self.is_over)
    @rule(state=st.sampled_from([NoticeState.DENIED, NoticeState.DISPUTED]))
    def all_is_taken_back(self, state: NoticeState) -> None:
        if self.received or state is NoticeState.DENIED:
            self.state = state
            self.answer()

    @precondition(lambda self: self.has_deadline and not self.received)
    @rule(state=st.sampled_from([NoticeState.EXPIRED, NoticeState.CANCELLED]))
    def nobody_pays(self, state: NoticeState) -> None:
        self.state = state
        self.answer()

    @rule(data=st.data())
    def any_answer_is_heard(self, data: st.DataObject) -> None:
        self.hear(data.draw(st.sampled_from(self.answers)))

    def hear(self, notice: Notice) -> None:
        for _ in range(2):
            try:
                apply_notice(notice=notice, cause="uji", now=clock.now())
            except RempahError:
                return

    @invariant()
    def the_books_never_hold_too_much(self) -> None:
        assert 0 <= self.in_our_books() <= self.received


class AnyAnswerAboutOurs(AnyAnswer):
    """The same of a payment of two OPD, whose amounts the answers need not fit."""

    has_deadline = True

    @initialize()
    def answer(self) -> None:
        if not self.answers:
            self.payment = requested(stall_bill(), waste_skrd())
        super().answer()

    def in_our_books(self) -> int:
        kept, booked, owed = money_in_the_books()
        assert kept == booked + owed
        return kept

    def notice(self) -> Notice:
        received = self.received or self.payment.amount_idr
        refunds = tuple(self.refunds)
        return told(self.payment, self.state, received=received, refunds=refunds)


@pytest.mark.usefixtures("city", "simulator")
@pytest.mark.parametrize("machine", [AnyAnswer, AnyAnswerAboutOurs])
def test_any_sequence_of_answers_ends_in_what_the_gateway_holds(
    machine: type[AnyAnswer],
) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=MAX_EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
