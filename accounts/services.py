"""Makes people and gives or ends their roles. The only writer of assignments."""

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import authorize, require_other_person
from accounts.audit import record
from accounts.models import Assignment, Person, Scope
from accounts.roles import Action, Role, conflict
from city.selectors import business_date_of
from kernel.errors import Conflict, RempahError

__all__ = ["Scope", "assign_role", "create_person", "end_assignment"]


class UsernameTaken(Conflict):
    """Somebody signs in under this name already."""

    code = "username_taken"


class PasswordRefused(RempahError):
    """The password is too short, too common or too like the name."""

    code = "password_refused"


class ConflictingRole(Conflict):
    """The person holds a role there that nobody may hold together with this one."""

    code = "conflicting_role"


class RoleHeldAlready(Conflict):
    """The person holds this very role in this very scope from then on."""

    code = "role_held_already"


@transaction.atomic
def create_person(
    *,
    username: str,
    full_name: str,
    password: str,
    now: datetime,
    by: Person | None = None,
) -> Person:
    """A new person, who may do nothing until a role is given.

    `by` is the administrator; None is the machine (first start, demo people).

    Raises:
        UsernameTaken, PasswordRefused.
        Forbidden: `by` may not manage people.
    """
    _require_administrator(by, now)
    if Person.objects.filter(username=username).exists():
        raise UsernameTaken
    person = Person(username=username, full_name=full_name)
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        raise PasswordRefused(why=" ".join(refusal.messages)) from refusal
    person.set_password(password)
    person.save()
    record(
        actor=by,
        action="person_created",
        subject=f"person:{person.pk}",
        facts={"username": username},
        now=now,
    )
    return person


@transaction.atomic
def assign_role(
    *,
    person: Person,
    role: Role,
    scope: Scope,
    valid_from: date,
    now: datetime,
    by: Person | None = None,
) -> Assignment:
    """Give a role from a day on, until `end_assignment`.

    Two calls at once are told apart by the lock on the person: both would see no
    conflict otherwise. Nobody gives a role to themselves.

    Raises:
        ConflictingRole: a held role shares a place with this one (accounts.roles).
        RoleHeldAlready: the very same assignment still holds.
        Forbidden, SamePerson: `by` may not do this.
    """
    _require_administrator(by, now)
    require_other_person(maker=by, checker=person)
    Person.objects.select_for_update().get(pk=person.pk)
    _refuse_conflicts(person, role, scope, valid_from)
    assignment = Assignment.objects.create(
        person=person, role=role, valid_from=valid_from, **dict(scope.parts())
    )
    record(
        actor=by,
        action="role_assigned",
        subject=f"person:{person.pk}",
        facts=_facts_of(assignment),
        now=now,
    )
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, last_day: date, now: datetime, by: Person | None = None
) -> None:
    """Let a role end with a day. What was done under it stays as it is.

    Raises:
        Forbidden: `by` may not manage people.
    """
    _require_administrator(by, now)
    held = Assignment.objects.select_for_update().get(pk=assignment.pk)
    held.valid_until = max(last_day, held.valid_from)
    held.save(update_fields=["valid_until"])
    record(
        actor=by,
        action="role_ended",
        subject=f"person:{held.person_id}",
        facts=_facts_of(held),
        now=now,
    )


def _require_administrator(by: Person | None, now: datetime) -> None:
    if by is not None:
        authorize(person=by, action=Action.MANAGE_PEOPLE, on=business_date_of(now))


def _refuse_conflicts(
    person: Person, role: Role, scope: Scope, valid_from: date
) -> None:
    """Refuse what the table of conflicts forbids, naming the role in the way."""
    still_held = person.assignments.held_from(valid_from)
    for assignment in still_held.touching(scope):
        if conflict(role, Role(assignment.role)):
            raise ConflictingRole(held=assignment.role_name)
    if still_held.filter(role=role, **dict(scope.parts())).exists():
        raise RoleHeldAlready


def _facts_of(assignment: Assignment) -> dict[str, object]:
    return {
        "role": assignment.role,
        "opd": assignment.opd_id,
        "market": assignment.market_id,
        "kelurahan": assignment.kelurahan_id,
        "valid_from": assignment.valid_from.isoformat(),
        "valid_until": assignment.valid_until and assignment.valid_until.isoformat(),
    }
