"""Roles are given by an administrator, never against the table of conflicts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from accounts.access import SamePerson, Scope
from accounts.models import Assignment, AuditEvent
from accounts.roles import Role
from accounts.services import (
    ConflictingRole,
    RoleHeldAlready,
    _refuse_conflicts,
    assign_role,
    end_assignment,
)
from city.models import Opd
from kernel.errors import Forbidden
from tests.accounts.people import EVERYWHERE, NOW, TODAY, administrator, give, person


def offices() -> tuple[Opd, Opd]:
    return (
        Opd.objects.create(code="1", name="Dinas Perdagangan", letter_code="DG"),
        Opd.objects.create(code="2", name="Dinas Kebersihan", letter_code="DK"),
    )


@pytest.mark.django_db
def test_refuses_two_roles_that_conflict_and_names_the_one_held() -> None:
    budi = person("budi")
    give(budi, Role.COLLECTOR)
    with pytest.raises(ConflictingRole) as refusal:
        give(budi, Role.OPD_TREASURER)
    assert refusal.value.facts == {"held": "Juru pungut"}


@pytest.mark.django_db
def test_a_city_wide_role_conflicts_in_every_office() -> None:
    budi, (trade, _) = person("budi"), offices()
    give(budi, Role.RECONCILER)
    with pytest.raises(ConflictingRole):
        give(budi, Role.OPD_TREASURER, Scope(opd=trade))


@pytest.mark.django_db
def test_allows_conflicting_roles_in_places_that_do_not_touch() -> None:
    budi, (trade, cleaning) = person("budi"), offices()
    give(budi, Role.COLLECTOR, Scope(opd=trade))
    give(budi, Role.ASSESSOR, Scope(opd=cleaning))
    assert budi.assignments.count() == 2


@pytest.mark.django_db
def test_allows_the_other_role_once_the_first_has_ended() -> None:
    budi = person("budi")
    held = give(budi, Role.COLLECTOR)
    end_assignment(assignment=held, last_day=TODAY, now=NOW)
    with pytest.raises(ConflictingRole):
        give(budi, Role.OPD_TREASURER, valid_from=TODAY)
    give(budi, Role.OPD_TREASURER, valid_from=TODAY + timedelta(days=1))


@pytest.mark.django_db
def test_refuses_the_same_role_twice() -> None:
    budi = person("budi")
    give(budi, Role.COLLECTOR)
    with pytest.raises(RoleHeldAlready):
        give(budi, Role.COLLECTOR, valid_from=TODAY + timedelta(days=5))


@pytest.mark.django_db
def test_the_table_refuses_the_same_role_twice_whoever_writes_it() -> None:
    budi = person("budi")
    rows = {"person": budi, "role": Role.COLLECTOR}
    Assignment.objects.create(**rows, valid_from=date(2026, 1, 1))
    with (
        pytest.raises(IntegrityError, match="assignment_is_held_once_at_a_time"),
        transaction.atomic(),
    ):
        Assignment.objects.create(**rows, valid_from=TODAY)


@pytest.mark.django_db
def test_only_an_administrator_gives_roles_and_never_to_themselves() -> None:
    ana, budi = administrator(), person("budi")
    with pytest.raises(Forbidden):
        give(ana, Role.RECONCILER, by=budi)
    with pytest.raises(SamePerson):
        give(ana, Role.RECONCILER, by=ana)
    give(budi, Role.RECONCILER, by=ana)


@pytest.mark.django_db
def test_the_audit_log_says_who_gave_which_role() -> None:
    ana, budi = administrator(), person("budi")
    give(budi, Role.RECONCILER, by=ana)
    event = AuditEvent.objects.get(actor=ana)
    assert (event.action, event.subject) == ("role_assigned", f"person:{budi.pk}")
    assert event.facts["role"] == "reconciler"


def both_at_once(assign: Callable[[int, Role], None], person_id: int) -> list[bool]:
    """Two administrators give one person two conflicting roles at the same time."""

    def attempt(role: Role) -> bool:
        try:
            assign(person_id, role)
        except ConflictingRole:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(attempt, (Role.COLLECTOR, Role.ASSESSOR)))


def test_of_two_conflicting_roles_given_at_once_one_is_refused(
    committed_db: str,
) -> None:
    budi, start = person("budi"), Barrier(2)

    def assign(person_id: int, role: Role) -> None:
        start.wait()
        assign_role(person=budi, role=role, scope=EVERYWHERE, valid_from=TODAY, now=NOW)

    assert sorted(both_at_once(assign, budi.pk)) == [False, True]
    assert budi.assignments.count() == 1


def test_without_the_lock_both_would_be_given(committed_db: str) -> None:
    budi, looked = person("budi"), Barrier(2)

    def assign(person_id: int, role: Role) -> None:
        with transaction.atomic():
            _refuse_conflicts(budi, role, EVERYWHERE, TODAY)
            looked.wait()
            Assignment.objects.create(person=budi, role=role, valid_from=TODAY)

    assert both_at_once(assign, budi.pk) == [True, True]
