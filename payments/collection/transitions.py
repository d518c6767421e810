"""States of a shift, hand-over, deposit and asked void, and their edges. Pure."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any

from kernel.errors import Conflict


class ShiftState(StrEnum):
    """A collector takes money while the shift is open, and never after."""

    OPEN = "open"
    CLOSED = "closed"


class HandOverState(StrEnum):
    """Cash changes hands once both have confirmed the treasurer's count."""

    OFFERED = "offered"
    COUNTED = "counted"
    ACCEPTED = "accepted"


class DepositState(StrEnum):
    """A deposit counts once an imported bank line shows it, and not before."""

    MADE = "made"
    BANKED = "banked"
    CANCELLED = "cancelled"


class VoidState(StrEnum):
    """A ticket is void once somebody else agreed, in the shift it was given in."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


type Table[State: StrEnum] = Mapping[tuple[State, State], str]

# Each edge carries the name of the event that justifies it.
SHIFT_TRANSITIONS: Table[ShiftState] = {
    (ShiftState.OPEN, ShiftState.CLOSED): "closed_with_a_count",
}
HAND_OVER_TRANSITIONS: Table[HandOverState] = {
    (HandOverState.OFFERED, HandOverState.COUNTED): "counted_by_treasurer",
    (HandOverState.COUNTED, HandOverState.OFFERED): "count_contested",
    (HandOverState.COUNTED, HandOverState.ACCEPTED): "accepted_by_collector",
}
DEPOSIT_TRANSITIONS: Table[DepositState] = {
    (DepositState.MADE, DepositState.BANKED): "seen_in_bank",
    (DepositState.MADE, DepositState.CANCELLED): "cancelled_by_two_people",
}
VOID_TRANSITIONS: Table[VoidState] = {
    (VoidState.ASKED, VoidState.APPROVED): "approved_by_head",
    (VoidState.ASKED, VoidState.REFUSED): "refused_by_head",
    (VoidState.ASKED, VoidState.LAPSED): "shift_closed_undecided",
}
# For the page that draws them: name, table, and the state in which one is born.
TABLES: Sequence[tuple[str, Table[Any], str]] = (
    ("Shift", SHIFT_TRANSITIONS, ShiftState.OPEN.value),
    ("HandOver", HAND_OVER_TRANSITIONS, HandOverState.OFFERED.value),
    ("Deposit", DEPOSIT_TRANSITIONS, DepositState.MADE.value),
    ("TicketVoid", VOID_TRANSITIONS, VoidState.ASKED.value),
)
TERMINAL: Mapping[str, Collection[StrEnum]] = {
    "Shift": {ShiftState.CLOSED},
    "HandOver": {HandOverState.ACCEPTED},
    "Deposit": {DepositState.BANKED, DepositState.CANCELLED},
    "TicketVoid": {VoidState.APPROVED, VoidState.REFUSED, VoidState.LAPSED},
}


class CashMovedOn(Conflict):
    """What was to change is no longer where it was when the page was made."""

    code = "cash_moved_on"


def require_transition[State: StrEnum](
    table: Table[State], source: State, target: State
) -> str:
    """The event that leads from one state to the other.

    Raises:
        CashMovedOn: the table has no such edge.
    """
    event = table.get((source, target))
    if event is None:
        raise CashMovedOn(source=source.value, target=target.value)
    return event
