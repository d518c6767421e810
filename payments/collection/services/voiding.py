"""Voiding a ticket given by mistake: the collector asks, the head of the OPD decides.

Cash voided after it was taken is the classic theft. So nobody voids their own ticket,
the treasurer who counts the cash neither, the payer's ticket and receipt verify as
DIBATALKAN, and it is only possible before the shift is counted.
"""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.access import require_other_person
from accounts.models import Person
from accounts.roles import Action
from kernel.errors import NotFound
from kernel.reasons import stated_reason
from papers.services import void_paper
from payments.collection.access import require_at
from payments.collection.models import (
    CashTaken,
    Shift,
    TicketVoid,
    TicketVoidEvent,
)
from payments.collection.services.refusals import ShiftClosed, VoidAskedAlready
from payments.collection.services.shifts import lock_shift
from payments.collection.services.states import move_void
from payments.collection.transitions import VoidState
from payments.services import take_cash_back


@transaction.atomic
def ask_for_void(
    *, cash_id: int, collector: Person, reason: str, now: datetime
) -> TicketVoid:
    """Say that a ticket was given by mistake, and why. It stands until it is decided.

    Raises:
        NotFound, NotYourShift: it is no cash of this collector.
        ShiftClosed: the shift was counted; its cash is offered to the treasurer.
        VoidAskedAlready: it is void, or asked for.
        ReasonMissing, ReasonTooLong, ReasonNamesPerson: the ticket will show why.
    """
    cash = CashTaken.objects.select_related("ticket").filter(pk=cash_id).first()
    if cash is None:
        raise NotFound
    if not lock_shift(cash.shift_id, collector).is_open:
        raise ShiftClosed
    if cash.voids.filter(state__in=[VoidState.ASKED, VoidState.APPROVED]).exists():
        raise VoidAskedAlready(number=cash.ticket.number)
    void = TicketVoid.objects.create(
        cash=cash,
        state=VoidState.ASKED,
        reason=stated_reason(reason),
        asked_by=collector,
        asked_at=now,
    )
    TicketVoidEvent.objects.create(
        ticket_void=void,
        name="asked_by_collector",
        target=void.state,
        person=collector,
        cause=void.reason,
        at=now,
    )
    _record(void, collector, "ticket_void_asked", now)
    return void


@transaction.atomic
def approve_void(*, void_id: int, approver: Person, now: datetime) -> TicketVoid:
    """Agree: paper void, payment reversed, bill owed again, cash out of the hand.

    Raises:
        NotFound: nobody asked for it.
        Forbidden: the person may not approve a void in the OPD.
        SamePerson: it is the person's own ticket.
        CashMovedOn: it is decided, or the shift was closed meanwhile.
        CashPaidAgain: its bill was paid again, and that money is owed to the payer.
    """
    void = _locked(void_id)
    _require_head(void, approver, now)
    move_void(
        void=void,
        target=VoidState.APPROVED,
        person=approver,
        cause=void.reason,
        now=now,
    )
    take_cash_back(payment=void.cash.payment, cause=void.reason, now=now)
    void_paper(paper=void.cash.ticket, person=approver, reason=void.reason, now=now)
    _record(void, approver, "ticket_voided", now)
    return void


@transaction.atomic
def refuse_void(*, void_id: int, approver: Person, now: datetime) -> TicketVoid:
    """The ticket stands, and with it the cash in the collector's hand.

    Raises:
        NotFound, Forbidden, SamePerson, CashMovedOn: as for approving.
    """
    void = _locked(void_id)
    _require_head(void, approver, now)
    move_void(void=void, target=VoidState.REFUSED, person=approver, cause="", now=now)
    _record(void, approver, "ticket_void_refused", now)
    return void


def _locked(void_id: int) -> TicketVoid:
    """The void, with its shift locked before it: none is closed while one decides."""
    shifts = Shift.objects.select_for_update(of=("self",))
    if shifts.filter(cash__voids=void_id).first() is None:
        raise NotFound
    return (
        TicketVoid.objects.select_for_update(of=("self",))
        .select_related("cash__ticket__opd", "cash__payment", "cash__opd", "asked_by")
        .get(pk=void_id)
    )


def _require_head(void: TicketVoid, approver: Person, now: datetime) -> None:
    require_at(approver, Action.APPROVE_VOID, void.cash.opd, now)
    require_other_person(maker=void.asked_by, checker=approver)


def _record(void: TicketVoid, actor: Person, action: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=f"ticket_void:{void.pk}",
        facts={
            "amount_idr": void.cash.amount_idr,
            "ticket": void.cash.ticket.number,
            "shift": void.cash.shift_id,
        },
        reason=void.reason,
        now=now,
    )
