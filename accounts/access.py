"""The one gate: may this person do this, here, today? Reads; writes nothing.

Services of money ask `authorize` before anything else, and `require_other_person`
where a second person must agree. The person is named per item, not by role:

    require_other_person(maker=match.proposed_by, checker=person)

and the item's table refuses the same row a second time, whoever writes it:

    CheckConstraint(
        name="match_is_approved_by_another_person",
        condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
    )
"""

from datetime import date

from django.http import HttpRequest

from accounts.models import Assignment, Person, Scope
from accounts.roles import Action, roles_allowed_to
from kernel.errors import Forbidden

__all__ = [
    "SamePerson",
    "Scope",
    "authorize",
    "may",
    "person_signed_in",
    "require_other_person",
]


class SamePerson(Forbidden):
    """Who made a thing cannot be the one who approves it."""

    code = "same_person"


def authorize(
    *, person: Person, action: Action, scope: Scope | None = None, on: date
) -> None:
    """Let the person go on, or refuse.

    No scope asks for the whole city. A missing role, a role elsewhere and a role that
    has ended get one and the same answer: it tells an outsider nothing.

    Raises:
        Forbidden: no assignment of this day allows the action in this scope.
    """
    if not may(person=person, action=action, scope=scope, on=on):
        raise Forbidden


def may(
    *, person: Person, action: Action, scope: Scope | None = None, on: date
) -> bool:
    """Whether `authorize` would let the person go on. One query."""
    return person.is_active and (
        Assignment.objects.filter(person=person, role__in=roles_allowed_to(action))
        .held_on(on)
        .covering(scope or Scope())
        .exists()
    )


def require_other_person(*, maker: Person | None, checker: Person) -> None:
    """Maker ≠ checker. What a machine made (no maker), anybody allowed may check.

    Raises:
        SamePerson: both are one.
    """
    if maker is not None and maker.pk == checker.pk:
        raise SamePerson


def person_signed_in(request: HttpRequest) -> Person:
    """Who is asking. Pages that use it send strangers to the sign-in page first.

    Raises:
        Forbidden: nobody is signed in.
    """
    if not isinstance(request.user, Person):
        raise Forbidden
    return request.user
