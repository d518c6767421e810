"""Who may look at reconciliation, and who may bring evidence; others are refused."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import authorize, may, person_signed_in
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of


def require_reader(request: HttpRequest, now: datetime) -> Person:
    """The person who asks, if they may see reconciliation.

    Raises:
        Forbidden: they may not, today.
    """
    person = person_signed_in(request)
    on = business_date_of(now)
    authorize(person=person, action=Action.SEE_RECONCILIATION, on=on)
    return person


def require_importer(request: HttpRequest, now: datetime) -> Person:
    """The person who asks, if they may import evidence and run the reconciliation.

    Raises:
        Forbidden: they may not, today.
    """
    person = person_signed_in(request)
    authorize(person=person, action=Action.IMPORT_REPORTS, on=business_date_of(now))
    return person


def may_import(person: Person, now: datetime) -> bool:
    """Whether to offer the buttons at all."""
    on = business_date_of(now)
    return may(person=person, action=Action.IMPORT_REPORTS, on=on)
