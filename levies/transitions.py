"""The states of a bill and the edges between them. Pure: no Django, no table."""

from enum import StrEnum

from kernel.errors import Conflict


class BillState(StrEnum):
    """Where a bill stands (design: Bill.state)."""

    DRAFT = "draft"
    ASSESSED = "assessed"
    EXPECTED = "expected"
    PART_PAID = "part_paid"
    PAID_OFF = "paid_off"
    CANCELLED = "cancelled"
    UNCOLLECTED = "uncollected"
    LAPSED = "lapsed"
    WRITTEN_OFF = "written_off"


DRAFT = BillState.DRAFT
ASSESSED = BillState.ASSESSED
EXPECTED = BillState.EXPECTED
PART_PAID = BillState.PART_PAID
PAID_OFF = BillState.PAID_OFF
CANCELLED = BillState.CANCELLED
UNCOLLECTED = BillState.UNCOLLECTED
LAPSED = BillState.LAPSED
WRITTEN_OFF = BillState.WRITTEN_OFF

# Each edge carries the name of the event that justifies it. A bill that is paid off
# can be owed again, because a gateway may take money back after it vouched for it. So
# can one that lapsed or was written off with a part paid: it is lapsed, and somebody
# decides anew.
TRANSITIONS: dict[tuple[BillState, BillState], str] = {
    (DRAFT, ASSESSED): "assessed",
    (DRAFT, EXPECTED): "expected",
    (DRAFT, CANCELLED): "draft_discarded",
    (ASSESSED, PART_PAID): "paid_in_part",
    (ASSESSED, PAID_OFF): "paid_off",
    (ASSESSED, CANCELLED): "cancelled",
    (ASSESSED, LAPSED): "limitation_passed",
    (EXPECTED, PART_PAID): "paid_in_part",
    (EXPECTED, PAID_OFF): "paid_off",
    (EXPECTED, CANCELLED): "cancelled",
    (EXPECTED, UNCOLLECTED): "day_ended_unpaid",
    (PART_PAID, PART_PAID): "paid_part_changed",
    (PART_PAID, PAID_OFF): "paid_off",
    (PART_PAID, ASSESSED): "payment_taken_back",
    (PART_PAID, EXPECTED): "payment_taken_back",
    (PART_PAID, LAPSED): "limitation_passed",
    (PAID_OFF, PART_PAID): "payment_taken_back",
    (PAID_OFF, ASSESSED): "payment_taken_back",
    (PAID_OFF, EXPECTED): "payment_taken_back",
    (UNCOLLECTED, PART_PAID): "paid_in_part",
    (UNCOLLECTED, PAID_OFF): "paid_off",
    (UNCOLLECTED, CANCELLED): "cancelled",
    (LAPSED, LAPSED): "payment_taken_back",
    (LAPSED, WRITTEN_OFF): "written_off",
    (WRITTEN_OFF, LAPSED): "payment_taken_back",
}

# A payer may still pay these.
OPEN = frozenset({ASSESSED, EXPECTED, PART_PAID, UNCOLLECTED})
TERMINAL = frozenset({CANCELLED})


class IllegalBillTransition(Conflict):
    """The table of transitions has no such edge."""

    code = "bill_transition_illegal"


def require_transition(*, source: BillState, target: BillState) -> str:
    """The name of the event that leads from source to target.

    Raises:
        IllegalBillTransition: there is no such edge.
    """
    event = TRANSITIONS.get((source, target))
    if event is None:
        raise IllegalBillTransition(source=source.value, target=target.value)
    return event
