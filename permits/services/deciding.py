"""What the second person does: approve, reject, or send back to the checker."""

from datetime import datetime

from django.db import transaction

from accounts.access import Scope, authorize, require_other_person
from accounts.audit import record
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of
from kernel.reasons import stated_reason
from levies.services import cancel_bill
from outbox.services import publish
from permits.models import Application
from permits.services.assessing import assess_levy
from permits.services.following import back_to_approval
from permits.services.issuing import issue_decision
from permits.services.refusals import ApplicationMovedOn, NotFavoured
from permits.services.states import lock_application, move_application
from permits.transitions import ApplicationState


@transaction.atomic
def approve_application(
    *,
    application: Application,
    person: Person,
    now: datetime,
    turn: int | None = None,
) -> Application:
    """Approve: the levy's SKRD is issued and the place is kept, or, where the type has
    no levy, the decision is issued at once. Publishes `application_approved`.

    Raises:
        Forbidden: the person may not approve for this office, or not sign its bills.
        SamePerson: who checked it cannot approve it.
        NotFavoured: the checker advised against it.
        PlaceTaken: somebody else has, or is kept, the place.
        levies.services.BillNotIssuable: the city has no tariff for such a place.
        ApplicationMovedOn: it changed since the page, or is not to be decided.
    """
    application = _lock_for_decision(application, person, turn, now)
    if not application.is_favoured:
        raise NotFavoured(number=application.number)
    application.approver = person
    _audit("application_approved", application, person, now)
    publish(
        name="application_approved", payload={"application_id": application.pk}, now=now
    )
    if application.permit_type.definition.assess is None:
        issue_decision(application=application, by=person, now=now)
        return application
    assess_levy(application=application, person=person, now=now)
    move_application(
        application=application,
        target=ApplicationState.AWAITING_PAYMENT,
        now=now,
        by=person,
    )
    return application


@transaction.atomic
def reject_application(
    *,
    application: Application,
    person: Person,
    reason: str,
    now: datetime,
    turn: int | None = None,
) -> Application:
    """Reject with a reason that the applicant reads beside the remedy of the type.

    Raises:
        kernel.reasons.ReasonMissing, ReasonTooLong: no reason that can be kept.
        Forbidden, SamePerson, ApplicationMovedOn: as for approving.
    """
    application = _lock_for_decision(application, person, turn, now)
    application.approver, application.decided_at = person, now
    reason = stated_reason(reason)
    move_application(
        application=application,
        target=ApplicationState.REJECTED,
        now=now,
        by=person,
        note=reason,
    )
    _audit("application_rejected", application, person, now)
    return application


@transaction.atomic
def return_to_checker(
    *,
    application: Application,
    person: Person,
    note: str,
    now: datetime,
    turn: int | None = None,
) -> Application:
    """Ask the office to look again; the technical advice itself is not touched.

    Raises:
        kernel.reasons.ReasonMissing, ReasonTooLong: no note that can be kept.
        Forbidden, SamePerson, ApplicationMovedOn: as for approving.
    """
    application = _lock_for_decision(application, person, turn, now)
    application.checker, application.is_favoured = None, None
    move_application(
        application=application,
        target=ApplicationState.SUBMITTED,
        now=now,
        by=person,
        note=stated_reason(note),
    )
    return application


@transaction.atomic
def cancel_unpaid(
    *,
    application: Application,
    person: Person,
    reason: str,
    now: datetime,
    turn: int | None = None,
) -> Application:
    """Cancel the bill that nobody paid; the application waits for a decision again.

    Raises:
        Forbidden: the person may not decide, or cancel bills, for this office.
        levies.services.BillHasPayments: money came in meanwhile.
        ApplicationMovedOn: it changed since the page, or waits for no payment.
    """
    _require_approver(application, person, now)
    application = lock_application(application, turn=turn)
    if application.state != ApplicationState.AWAITING_PAYMENT or not application.bill:
        raise ApplicationMovedOn(number=application.number)
    cancel_bill(kode=application.bill.kode_bayar, person=person, reason=reason, now=now)
    back_to_approval(application=application, by=person, now=now)
    return application


def _lock_for_decision(
    application: Application, person: Person, turn: int | None, now: datetime
) -> Application:
    _require_approver(application, person, now)
    locked = lock_application(application, turn=turn)
    if locked.state != ApplicationState.CHECKED:
        raise ApplicationMovedOn(number=locked.number)
    require_other_person(maker=locked.checker, checker=person)
    return locked


def _require_approver(application: Application, person: Person, now: datetime) -> None:
    authorize(
        person=person,
        action=Action.APPROVE_APPLICATIONS,
        scope=Scope(opd=application.permit_type.opd),
        on=business_date_of(now),
    )


def _audit(
    action: str, application: Application, person: Person, now: datetime
) -> None:
    record(
        actor=person,
        action=action,
        subject=f"application:{application.pk}",
        facts={"number": application.number},
        now=now,
    )
