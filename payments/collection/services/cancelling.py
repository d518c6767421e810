"""Cancelling a wrong slip (STS): the treasurer asks, the head of the OPD decides.

Only until the bank shows it. Number and paper stay, voided; the cash under it never
left the treasurer's hand, so nothing is posted: it lies under no slip again.
"""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.access import require_other_person
from accounts.models import Person
from accounts.roles import Action
from kernel.errors import Forbidden, NotFound
from kernel.reasons import stated_reason
from papers.services import void_paper
from payments.collection.access import allowed_at, require_at
from payments.collection.models import Deposit
from payments.collection.services.refusals import (
    CancellationAsked,
    CancellationNotAsked,
    DepositNotCancellable,
)
from payments.collection.services.states import move_deposit
from payments.collection.transitions import DepositState


@transaction.atomic
def ask_to_cancel(
    *, deposit_id: int, treasurer: Person, reason: str, now: datetime
) -> Deposit:
    """Say that a slip is wrong, and why. It stays as it is until somebody decides.

    Raises:
        NotFound: there is no such deposit.
        Forbidden: the person may not ask for it in this OPD.
        DepositNotCancellable: the bank has shown it, or it is cancelled.
        CancellationAsked: it was asked for before.
        ReasonMissing, ReasonTooLong, ReasonNamesPerson: the paper will show why.
    """
    deposit = _locked(deposit_id)
    require_at(treasurer, Action.REQUEST_VOID, deposit.opd, now)
    _require_not_settled(deposit)
    if deposit.cancel_asked_by is not None:
        raise CancellationAsked(who=deposit.cancel_asked_by.full_name)
    deposit.cancel_reason = stated_reason(reason)
    deposit.cancel_asked_by, deposit.cancel_asked_at = treasurer, now
    _save_request(deposit)
    _record(deposit, treasurer, "deposit_cancellation_asked", now)
    return deposit


@transaction.atomic
def keep_deposit(*, deposit_id: int, person: Person, now: datetime) -> Deposit:
    """The slip stays: the request is withdrawn in the OPD, or declined by its head.

    Raises:
        NotFound: there is no such deposit.
        Forbidden: the person may neither ask nor decide in this OPD.
        DepositNotCancellable: the bank has shown it, or it is cancelled.
        CancellationNotAsked: there is no request.
    """
    deposit = _locked(deposit_id)
    allowed = allowed_at(person, deposit.opd, now)
    if not allowed & {Action.REQUEST_VOID, Action.APPROVE_VOID}:
        raise Forbidden
    _require_asked(deposit)
    _record(deposit, person, "deposit_cancellation_dropped", now)
    deposit.cancel_asked_by, deposit.cancel_asked_at = None, None
    deposit.cancel_reason = ""
    _save_request(deposit)
    return deposit


@transaction.atomic
def cancel_deposit(*, deposit_id: int, approver: Person, now: datetime) -> Deposit:
    """Agree to what was asked: the paper is voided, the cash waits for another slip.

    Raises:
        NotFound: there is no such deposit.
        Forbidden: the person may not approve a void in this OPD.
        SamePerson: it is the person's own slip or own request.
        DepositNotCancellable: the bank has shown it, or it is cancelled.
        CancellationNotAsked: nobody asks for it (any more).
    """
    deposit = _locked(deposit_id)
    require_at(approver, Action.APPROVE_VOID, deposit.opd, now)
    _require_asked(deposit)
    for maker in (deposit.made_by, deposit.cancel_asked_by):
        require_other_person(maker=maker, checker=approver)
    deposit.cancelled_by, deposit.cancelled_at = approver, now
    reason = deposit.cancel_reason
    move_deposit(
        deposit=deposit,
        target=DepositState.CANCELLED,
        person=approver,
        cause=reason,
        now=now,
    )
    deposit.hand_overs.update(deposit=None)
    deposit.repaid.update(deposit=None)
    void_paper(paper=deposit.paper, person=approver, reason=reason, now=now)
    _record(deposit, approver, "deposit_cancelled", now)
    return deposit


def _locked(deposit_id: int) -> Deposit:
    found = Deposit.objects.select_for_update(of=("self",)).select_related(
        "opd", "paper", "made_by", "cancel_asked_by"
    )
    deposit = found.filter(pk=deposit_id).first()
    if deposit is None:
        raise NotFound
    return deposit


def _require_not_settled(deposit: Deposit) -> None:
    if deposit.state != DepositState.MADE:
        raise DepositNotCancellable(number=deposit.paper.number)


def _require_asked(deposit: Deposit) -> None:
    _require_not_settled(deposit)
    if deposit.cancel_asked_by is None:
        raise CancellationNotAsked(number=deposit.paper.number)


def _save_request(deposit: Deposit) -> None:
    deposit.save(update_fields=["cancel_asked_by", "cancel_asked_at", "cancel_reason"])


def _record(deposit: Deposit, actor: Person, action: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=f"deposit:{deposit.pk}",
        facts={"amount_idr": deposit.amount_idr, "number": deposit.paper.number},
        reason=deposit.cancel_reason,
        now=now,
    )
