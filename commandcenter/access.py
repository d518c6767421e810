"""Who may look at the command centre; others are refused. Its data page is public."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import authorize, person_signed_in
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of


def require_viewer(request: HttpRequest, now: datetime) -> Person:
    """The person who asks, if they may see the command centre.

    Raises:
        Forbidden: they may not, today.
    """
    person = person_signed_in(request)
    on = business_date_of(now)
    authorize(person=person, action=Action.SEE_COMMAND_CENTRE, on=on)
    return person
