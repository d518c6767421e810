"""The revenue office's working day: fetch what gateway and bank tell, reconcile."""

from datetime import date, datetime, time

from city.selectors import holidays, zone
from config.demo.history.agenda import Agenda
from config.demo.people import RECONCILER, person
from kernel.working_days import is_working_day
from payments.reconciliation.services import (
    pull_settlement,
    pull_statement,
    reconcile,
)

# Half an hour after the gateway's payouts have come in everywhere in the country.
OPENS = time(14, 20)


def plan_office(agenda: Agenda, *, day: date) -> None:
    """On working days somebody reconciles, after the day's payout has arrived."""
    if is_working_day(day, holidays()):
        opens = datetime.combine(day, OPENS, tzinfo=zone())
        agenda.at(opens, reconcile_the_day, "office")


def reconcile_the_day(now: datetime) -> None:
    """What the reconciler does at `/bp2rd/`, in the order of its buttons."""
    somebody = person(RECONCILER)
    pull_settlement(person=somebody, now=now)
    pull_statement(person=somebody, now=now)
    reconcile(person=somebody, now=now)
