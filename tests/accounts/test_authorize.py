"""The one gate: role, scope and day together; the same refusal for every reason."""

from datetime import timedelta

import pytest

from accounts.access import SamePerson, Scope, authorize, may, require_other_person
from accounts.models import Person
from accounts.roles import ALLOWED, Action, Role
from accounts.services import end_assignment
from city.models import Market, Opd
from kernel.errors import Forbidden
from tests.accounts.people import NOW, TODAY, give, person

pytestmark = pytest.mark.django_db
MONEY_OF_OTHERS = [
    Action.SEE_RECONCILIATION,
    Action.IMPORT_REPORTS,
    Action.MATCH_BY_HAND,
    Action.APPROVE_MATCH,
]


@pytest.fixture
def trade() -> Opd:
    return Opd.objects.create(code="3.30", name="Dinas Perdagangan", letter_code="DG")


@pytest.fixture
def market(trade: Opd) -> Market:
    return Market.objects.create(
        code="pasar-a", name="Pasar A", opd=trade, trader_count=10, source="test"
    )


@pytest.fixture
def other_market(trade: Opd) -> Market:
    return Market.objects.create(
        code="pasar-b", name="Pasar B", opd=trade, trader_count=10, source="test"
    )


@pytest.fixture
def budi() -> Person:
    return person("budi")


def test_a_role_allows_what_the_table_says_and_nothing_else() -> None:
    for role in Role:
        holder = person(role.value)
        give(holder, role)
        allowed = {a for a in Action if may(person=holder, action=a, on=TODAY)}
        assert allowed == ALLOWED[role]


@pytest.mark.parametrize("action", MONEY_OF_OTHERS)
def test_a_collector_is_refused_every_act_of_reconciliation(
    action: Action, budi: Person
) -> None:
    give(budi, Role.COLLECTOR)
    with pytest.raises(Forbidden) as refusal:
        authorize(person=budi, action=action, on=TODAY)
    assert (refusal.value.code, refusal.value.facts) == ("forbidden", {})


def test_a_role_in_one_market_does_not_reach_the_next(
    budi: Person, market: Market, other_market: Market
) -> None:
    give(budi, Role.COLLECTOR, Scope.of_market(market))
    authorize(
        person=budi,
        action=Action.COLLECT_MONEY,
        scope=Scope.of_market(market),
        on=TODAY,
    )
    for elsewhere in (Scope.of_market(other_market), Scope(), None):
        with pytest.raises(Forbidden):
            authorize(
                person=budi, action=Action.COLLECT_MONEY, scope=elsewhere, on=TODAY
            )


def test_a_role_of_an_opd_reaches_all_its_markets(
    budi: Person, trade: Opd, market: Market
) -> None:
    give(budi, Role.OPD_TREASURER, Scope(opd=trade))
    authorize(
        person=budi,
        action=Action.RECEIVE_CASH,
        scope=Scope.of_market(market),
        on=TODAY,
    )


def test_a_role_of_the_whole_city_reaches_every_place(
    budi: Person, market: Market
) -> None:
    give(budi, Role.RECONCILER)
    authorize(
        person=budi, action=Action.SEE_BILLS, scope=Scope.of_market(market), on=TODAY
    )


def test_a_role_holds_from_its_first_to_its_last_day(budi: Person) -> None:
    held = give(budi, Role.RECONCILER)
    end_assignment(assignment=held, last_day=TODAY + timedelta(days=1), now=NOW)
    days = {
        n: may(
            person=budi,
            action=Action.IMPORT_REPORTS,
            on=TODAY + timedelta(days=n),
        )
        for n in (-1, 0, 1, 2)
    }
    assert days == {-1: False, 0: True, 1: True, 2: False}


def test_somebody_who_left_may_do_nothing(budi: Person) -> None:
    give(budi, Role.RECONCILER)
    budi.is_active = False
    budi.save()
    assert not may(person=budi, action=Action.SEE_RECONCILIATION, on=TODAY)


def test_nobody_checks_what_they_made(budi: Person) -> None:
    siti = person("siti")
    require_other_person(maker=siti, checker=budi)
    require_other_person(maker=None, checker=budi)
    with pytest.raises(SamePerson) as refusal:
        require_other_person(maker=budi, checker=Person.objects.get(pk=budi.pk))
    assert refusal.value.code == "same_person"
    assert isinstance(refusal.value, Forbidden)
