"""Who may collect at a market, see or receive an OPD's cash, and print plates."""

from datetime import datetime

from accounts.access import Scope, authorize
from accounts.models import Assignment, AssignmentQuerySet, Person
from accounts.roles import ALLOWED, Action, Role, roles_allowed_to
from city.models import Market, Opd
from city.selectors import business_date_of


def require_collector(person: Person, market: Market, now: datetime) -> None:
    """Let a collector of this market go on.

    Raises:
        Forbidden: the person may not take money there today.
    """
    authorize(
        person=person,
        action=Action.COLLECT_MONEY,
        scope=Scope.of_market(market),
        on=business_date_of(now),
    )


def require_treasurer(person: Person, opd: Opd, now: datetime) -> None:
    """Let a treasurer of this OPD go on.

    Raises:
        Forbidden: the person may not receive its cash today.
    """
    require_at(person, Action.RECEIVE_CASH, opd, now)


def require_printer(person: Person, market: Market, now: datetime) -> None:
    """Let somebody print the plates of this market.

    Raises:
        Forbidden: the person may not, today.
    """
    authorize(
        person=person,
        action=Action.PRINT_PLATES,
        scope=Scope.of_market(market),
        on=business_date_of(now),
    )


def markets_for(person: Person, action: Action, now: datetime) -> list[Market]:
    """The markets in which a person may do it today, by name. Two queries."""
    held = _held_for(person, action, now)
    markets = Market.objects.select_related("opd", "kelurahan").order_by("name")
    return [market for market in markets if any(_holds(one, market) for one in held)]


def require_at(person: Person, action: Action, opd: Opd, now: datetime) -> None:
    """Let somebody go on who may do this in the whole of the OPD.

    Raises:
        Forbidden: the person may not, today.
    """
    authorize(
        person=person, action=action, scope=Scope(opd=opd), on=business_date_of(now)
    )


def allowed_at(person: Person, opd: Opd, now: datetime) -> frozenset[Action]:
    """All that a person may do in the whole of an OPD today. One query."""
    held = _held(person, now).covering(Scope(opd=opd))
    roles = held.values_list("role", flat=True)
    return frozenset().union(*(ALLOWED[Role(role)] for role in roles))


def offices_for(person: Person, action: Action, now: datetime) -> list[Opd]:
    """The OPD in the whole of which a person may do it today, by name. Two queries."""
    held = _held_for(person, action, now)
    wide = [one for one in held if one.market_id is None and one.kelurahan_id is None]
    offices = Opd.objects.order_by("name")
    return [opd for opd in offices if any(one.opd_id in (None, opd.pk) for one in wide)]


def _held_for(person: Person, action: Action, now: datetime) -> list[Assignment]:
    return list(_held(person, now).filter(role__in=roles_allowed_to(action)))


def _held(person: Person, now: datetime) -> AssignmentQuerySet:
    if not person.is_active:
        return Assignment.objects.none()
    return Assignment.objects.filter(person=person).held_on(business_date_of(now))


def _holds(held: Assignment, market: Market) -> bool:
    return (
        held.opd_id in (None, market.opd_id)
        and held.market_id in (None, market.pk)
        and held.kelurahan_id in (None, market.kelurahan_id)
    )
