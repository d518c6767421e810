"""The one writer of states in collection, with their events."""

from datetime import datetime

from accounts.models import Person
from payments.collection.models import (
    Deposit,
    DepositEvent,
    HandOver,
    HandOverEvent,
    Shift,
    ShiftEvent,
    TicketVoid,
    TicketVoidEvent,
)
from payments.collection.transitions import (
    DEPOSIT_TRANSITIONS,
    HAND_OVER_TRANSITIONS,
    SHIFT_TRANSITIONS,
    VOID_TRANSITIONS,
    DepositState,
    HandOverState,
    ShiftState,
    VoidState,
    require_transition,
)


def move_shift(
    *, shift: Shift, target: ShiftState, person: Person, cause: str, now: datetime
) -> None:
    """Move a locked shift along its table; saves what the caller has set with it.

    Raises:
        CashMovedOn: the table has no such edge.
    """
    source = ShiftState(shift.state)
    name = require_transition(SHIFT_TRANSITIONS, source, target)
    shift.state = target.value
    shift.save(update_fields=["state", "closed_at", "counted_idr"])
    ShiftEvent.objects.create(
        shift=shift,
        name=name,
        source=source.value,
        target=target.value,
        person=person,
        cause=cause,
        at=now,
    )


def move_hand_over(
    *,
    hand_over: HandOver,
    target: HandOverState,
    person: Person,
    cause: str,
    now: datetime,
) -> None:
    """Move a locked hand-over along its table; saves what the caller has set with it.

    Raises:
        CashMovedOn: the table has no such edge.
    """
    source = HandOverState(hand_over.state)
    name = require_transition(HAND_OVER_TRANSITIONS, source, target)
    hand_over.state = target.value
    hand_over.save(
        update_fields=["state", "counted_idr", "treasurer", "counted_at", "accepted_at"]
    )
    HandOverEvent.objects.create(
        hand_over=hand_over,
        name=name,
        source=source.value,
        target=target.value,
        person=person,
        cause=cause,
        at=now,
    )


def move_deposit(
    *,
    deposit: Deposit,
    target: DepositState,
    person: Person | None = None,
    cause: str,
    now: datetime,
) -> None:
    """Move a locked deposit along its table; saves what the caller has set with it.

    Raises:
        CashMovedOn: the table has no such edge.
    """
    source = DepositState(deposit.state)
    name = require_transition(DEPOSIT_TRANSITIONS, source, target)
    deposit.state = target.value
    deposit.save(
        update_fields=[
            "state", "bank_line", "banked_on", "cancelled_by", "cancelled_at",
        ]
    )  # fmt: skip
    DepositEvent.objects.create(
        deposit=deposit,
        name=name,
        source=source.value,
        target=target.value,
        person=person,
        cause=cause,
        at=now,
    )


def move_void(
    *, void: TicketVoid, target: VoidState, person: Person, cause: str, now: datetime
) -> None:
    """Move a locked void along its table, decided now; a lapsed one by nobody.

    Raises:
        CashMovedOn: the table has no such edge.
    """
    source = VoidState(void.state)
    name = require_transition(VOID_TRANSITIONS, source, target)
    void.state, void.decided_at = target.value, now
    void.decided_by = None if target is VoidState.LAPSED else person
    void.save(update_fields=["state", "decided_by", "decided_at"])
    TicketVoidEvent.objects.create(
        ticket_void=void,
        name=name,
        source=source.value,
        target=target.value,
        person=person,
        cause=cause,
        at=now,
    )
