"""Who may collect at a market, receive an OPD's cash and print plates."""

from datetime import datetime

from accounts.access import Scope, authorize
from accounts.models import Assignment, Person
from accounts.roles import Action, roles_allowed_to
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
    authorize(
        person=person,
        action=Action.RECEIVE_CASH,
        scope=Scope(opd=opd),
        on=business_date_of(now),
    )


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
    held = _held(person, action, now)
    markets = Market.objects.select_related("opd", "kelurahan").order_by("name")
    return [market for market in markets if any(_holds(one, market) for one in held)]


def offices_for(person: Person, now: datetime) -> list[Opd]:
    """The OPD whose cash a person may receive today, by name. Two queries."""
    held = _held(person, Action.RECEIVE_CASH, now)
    wide = [one for one in held if one.market_id is None and one.kelurahan_id is None]
    offices = Opd.objects.order_by("name")
    return [opd for opd in offices if any(one.opd_id in (None, opd.pk) for one in wide)]


def _held(person: Person, action: Action, now: datetime) -> list[Assignment]:
    if not person.is_active:
        return []
    held = Assignment.objects.filter(person=person, role__in=roles_allowed_to(action))
    return list(held.held_on(business_date_of(now)))


def _holds(held: Assignment, market: Market) -> bool:
    return (
        held.opd_id in (None, market.opd_id)
        and held.market_id in (None, market.pk)
        and held.kelurahan_id in (None, market.kelurahan_id)
    )
