"""The whole table of payment states, pair by pair."""

from itertools import product

import pytest

from payments.transitions import (
    CLOSED_UNPAID,
    MONEY_MAY_ARRIVE,
    MONEY_RECEIVED,
    OPEN,
    TERMINAL,
    TRANSITIONS,
    PaymentState,
    TransitionRefused,
    require_transition,
)


@pytest.mark.parametrize(("source", "target"), list(product(PaymentState, repeat=2)))
def test_a_pair_is_allowed_exactly_when_it_is_in_the_table(
    source: PaymentState, target: PaymentState
) -> None:
    if (source, target) in TRANSITIONS:
        assert require_transition(source, target) == TRANSITIONS[source, target]
    else:
        with pytest.raises(TransitionRefused) as refusal:
            require_transition(source, target)
        assert refusal.value.facts == {"source": source, "target": target}


@pytest.mark.parametrize("source", sorted(MONEY_MAY_ARRIVE))
def test_money_may_arrive_from_every_state_without_it(source: PaymentState) -> None:
    expected = "money_received" if source in OPEN else "money_received_late"
    assert require_transition(source, PaymentState.PAID) == expected


def test_every_state_is_reached_from_created() -> None:
    reached = {PaymentState.CREATED}
    for _ in PaymentState:
        reached |= {target for source, target in TRANSITIONS if source in reached}
    assert reached == set(PaymentState)


def test_only_terminal_states_have_no_way_out() -> None:
    with_a_way_out = {source for source, _ in TRANSITIONS}
    assert set(PaymentState) - with_a_way_out == TERMINAL


def test_the_groups_of_states_share_out_all_of_them() -> None:
    assert OPEN | CLOSED_UNPAID == MONEY_MAY_ARRIVE
    assert set(PaymentState) == MONEY_MAY_ARRIVE | MONEY_RECEIVED
    assert not MONEY_MAY_ARRIVE & MONEY_RECEIVED
    assert TERMINAL < MONEY_RECEIVED


def test_money_once_received_never_becomes_unpaid_without_a_word_for_it() -> None:
    for source, target in TRANSITIONS:
        if source in MONEY_RECEIVED:
            assert target in MONEY_RECEIVED
