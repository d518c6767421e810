"""Looking at a whole NIK: allowed to who works on it, and never unseen."""

from datetime import datetime

from django.db import transaction

from accounts.access import Scope, authorize, may
from accounts.audit import record
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of
from permits.models import Application
from permits.services.states import tell


@transaction.atomic
def show_nik(*, application: Application, person: Person, now: datetime) -> str:
    """The NIK to hold against the card; who looked stands in the audit log.

    Raises:
        Forbidden: the person neither checks nor approves for this office.
    """
    scope, on = Scope(opd=application.permit_type.opd), business_date_of(now)
    if not may(person=person, action=Action.APPROVE_APPLICATIONS, scope=scope, on=on):
        authorize(person=person, action=Action.CHECK_APPLICATIONS, scope=scope, on=on)
    record(
        actor=person,
        action="nik_shown",
        subject=f"application:{application.pk}",
        facts={"number": application.number},
        now=now,
    )
    tell(application=application, name="nik_shown", by=person, now=now)
    return application.nik
