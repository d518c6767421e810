"""People who give money back: Halima asks as treasurer, Hasan approves as head."""

from datetime import date

from accounts.models import Assignment, Person
from accounts.roles import Role
from city.models import Opd


def person_with(role: Role, username: str, opd: Opd | None = None) -> Person:
    """Somebody who has held a role for long, in one OPD or everywhere."""
    person, _ = Person.objects.get_or_create(
        username=username, defaults={"full_name": username.capitalize()}
    )
    Assignment.objects.get_or_create(
        person=person, role=role, opd=opd, defaults={"valid_from": date(2026, 1, 1)}
    )
    return person


def treasurer(opd: Opd | None = None) -> Person:
    return person_with(Role.OPD_TREASURER, "halima", opd)


def head(opd: Opd | None = None) -> Person:
    return person_with(Role.HEAD_OF_OPD, "hasan", opd)
