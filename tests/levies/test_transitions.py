"""The table of a bill's states, tested whole."""

from itertools import product

import pytest

from levies.transitions import (
    OPEN,
    TERMINAL,
    TRANSITIONS,
    BillState,
    IllegalBillTransition,
    require_transition,
)


@pytest.mark.parametrize(("source", "target"), list(product(BillState, repeat=2)))
def test_a_bill_moves_along_the_table_and_nowhere_else(
    source: BillState, target: BillState
) -> None:
    if (source, target) in TRANSITIONS:
        assert require_transition(source=source, target=target)
    else:
        with pytest.raises(IllegalBillTransition):
            require_transition(source=source, target=target)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {BillState.DRAFT}
    for _ in BillState:
        reached |= {target for source, target in TRANSITIONS if source in reached}
    assert reached == set(BillState)


def test_only_terminal_states_have_no_exit() -> None:
    assert set(BillState) - {source for source, _ in TRANSITIONS} == TERMINAL


def test_whatever_is_open_can_be_paid_off_and_a_paid_bill_is_never_cancelled() -> None:
    assert all((state, BillState.PAID_OFF) in TRANSITIONS for state in OPEN)
    for paid in (BillState.PAID_OFF, BillState.PART_PAID):
        assert (paid, BillState.CANCELLED) not in TRANSITIONS
