"""New people: one name each, a password worth the name, and no rights yet."""

import pytest

from accounts.access import may
from accounts.models import AuditEvent, Person
from accounts.roles import Action
from accounts.services import PasswordRefused, UsernameTaken, create_person
from kernel.errors import Forbidden
from tests.accounts.people import (
    NOW,
    PASSWORD,
    TODAY,
    administrator,
    city_with_a_zone,
    person,
)

pytestmark = pytest.mark.django_db


def create(username: str, password: str = PASSWORD, by: Person | None = None) -> Person:
    return create_person(
        username=username,
        full_name="Siti Hajar binti Abdul Muthalib",
        password=password,
        now=NOW,
        by=by,
    )


def test_a_new_person_can_sign_in_and_may_do_nothing() -> None:
    siti = create("siti", by=administrator())
    assert siti.check_password(PASSWORD)
    assert not any(may(person=siti, action=action, on=TODAY) for action in Action)
    assert AuditEvent.objects.filter(
        action="person_created", subject=f"person:{siti.pk}"
    ).exists()


def test_refuses_a_name_that_is_taken() -> None:
    create("siti")
    with pytest.raises(UsernameTaken):
        create("siti")


@pytest.mark.parametrize("password", ["pendek", "password1", "sitihajar"])
def test_refuses_a_weak_password_and_says_why(password: str) -> None:
    with pytest.raises(PasswordRefused) as refusal:
        create("sitihajar", password)
    assert refusal.value.facts["why"]
    assert not Person.objects.exists()


def test_only_an_administrator_makes_people() -> None:
    city_with_a_zone()
    with pytest.raises(Forbidden):
        create("siti", by=person("joko"))
