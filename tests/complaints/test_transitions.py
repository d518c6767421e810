"""Every pair of states is either an edge of the table or refused."""

from itertools import product

import pytest

from complaints.transitions import (
    DONE,
    OPEN,
    REJECTED,
    SUBMITTED,
    TERMINAL,
    TRANSITIONS,
    ReportMovedOn,
    ReportState,
    require_transition,
)


@pytest.mark.parametrize(("source", "target"), list(product(ReportState, repeat=2)))
def test_every_pair_is_in_the_table_or_refused(
    source: ReportState, target: ReportState
) -> None:
    if (source, target) in TRANSITIONS:
        assert require_transition(source=source, target=target)
    else:
        with pytest.raises(ReportMovedOn):
            require_transition(source=source, target=target)


def test_every_state_is_reached_and_only_the_last_ones_have_no_way_on() -> None:
    reached = {target for _source, target in TRANSITIONS} | {SUBMITTED}
    left = {source for source, _target in TRANSITIONS}
    assert reached == set(ReportState)
    assert set(ReportState) - left == TERMINAL


def test_a_report_is_open_done_or_turned_down() -> None:
    assert OPEN | DONE | {REJECTED} == set(ReportState)
    assert not OPEN & DONE
