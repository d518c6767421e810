"""Who may see and handle applications: a link for applicants, roles for officers."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import Scope, may, person_signed_in
from accounts.models import Person
from accounts.roles import Action
from accounts.selectors import actions_of
from city.models import Opd
from city.selectors import business_date_of
from kernel.errors import Forbidden
from permits.models import Application, PermitType
from permits.selectors import ApplicationUnknown, application_by_number


def require_reader(request: HttpRequest, now: datetime) -> tuple[Person, list[Opd]]:
    """Who asks, and the offices whose applications they may see.

    None of them where their office has no permits: they read an empty list.

    Raises:
        Forbidden: they may see none anywhere, today.
    """
    person, on = person_signed_in(request), business_date_of(now)
    offices = Opd.objects.filter(pk__in=PermitType.objects.values("opd")).order_by("pk")
    action = Action.SEE_APPLICATIONS
    seen = [
        opd
        for opd in offices
        if may(person=person, action=action, scope=Scope(opd=opd), on=on)
    ]
    if not seen and action not in actions_of(person=person, on=on):
        raise Forbidden
    return person, seen


def require_application(
    request: HttpRequest, number: str, now: datetime
) -> tuple[Person, Application]:
    """Who asks, and the application of this number, if it is of their office.

    Raises:
        Forbidden: they may see none anywhere.
        ApplicationUnknown: there is none, or it is another office's.
    """
    person, offices = require_reader(request, now)
    application = application_by_number(number)
    if application.permit_type.opd not in offices:
        raise ApplicationUnknown
    return person, application


def may_check(person: Person, application: Application, now: datetime) -> bool:
    """Whether to offer the checklist at all."""
    return _may(person, application, Action.CHECK_APPLICATIONS, now)


def may_approve(person: Person, application: Application, now: datetime) -> bool:
    """Whether to offer the decision: the right, and not who checked it."""
    return person.pk != application.checker_id and _may(
        person, application, Action.APPROVE_APPLICATIONS, now
    )


def _may(
    person: Person, application: Application, action: Action, now: datetime
) -> bool:
    scope = Scope(opd=application.permit_type.opd)
    return may(person=person, action=action, scope=scope, on=business_date_of(now))
