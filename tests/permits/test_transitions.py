"""The table of states, pair by pair, and that only its one writer moves a state."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from permits.transitions import (
    CLOCK_PAUSES,
    CLOCK_RUNS,
    HOLDS_PLACE,
    TERMINAL,
    TRANSITIONS,
    WITHDRAWABLE,
    ApplicationState,
    IllegalApplicationTransition,
    require_transition,
)


@pytest.mark.parametrize(
    ("source", "target"), list(product(ApplicationState, repeat=2))
)
def test_every_pair_is_allowed_iff_the_table_has_it(
    source: ApplicationState, target: ApplicationState
) -> None:
    if (source, target) in TRANSITIONS:
        assert require_transition(source=source, target=target)
        return
    with pytest.raises(IllegalApplicationTransition):
        require_transition(source=source, target=target)


def test_every_state_is_reached_and_only_the_last_have_no_way_on() -> None:
    reached = {target for _, target in TRANSITIONS} | {ApplicationState.DRAFT}
    assert reached == set(ApplicationState)
    left = {source for source, _ in TRANSITIONS}
    assert set(ApplicationState) - left == TERMINAL


def test_the_clock_never_runs_and_pauses_at_once() -> None:
    assert not CLOCK_RUNS & CLOCK_PAUSES
    assert not HOLDS_PLACE & WITHDRAWABLE, "what holds a place was approved"


def test_one_function_writes_the_state() -> None:
    writers = [
        str(path.relative_to(settings.BASE_DIR))
        for path in Path(settings.BASE_DIR, "permits").rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"application\.state\s*=[^=]", path.read_text())
    ]
    assert writers == ["permits/services/states.py"]
