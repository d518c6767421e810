"""The month itself: from the clock's first day to the present, and where it goes on.

The clock says how far it got. While it stands in the past the month is being lived; a
start that was interrupted goes on with the day after the one it reached, which is
then a shorter day than the others, with all its money in order.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from city.selectors import business_date_of, zone
from config.demo.history.agenda import Agenda
from config.demo.history.cashiers import plan_desk
from config.demo.history.collecting import close_forgotten_shifts, plan_collecting
from config.demo.history.machine import Machine
from config.demo.history.mishaps import plan_mishaps, set_losses
from config.demo.history.office import plan_office
from config.demo.history.payers import Payers
from config.demo.history.permits import plan_permits
from config.demo.history.reports import plan_reports
from config.demo.history.trade import plan_payments
from config.demo.world import World
from kernel import clock
from levies.interest import add_months
from levies.models import Bill
from levies.services import end_days, issue_bills

# Letters of so many months before are out when the month begins.
MONTHS_OF_ARREARS = 3
NIGHT = timedelta(minutes=5)
LOOK_HOURS, SWEEP_HOUR = (9, 13, 18), 23


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the month is: days lived of days to live."""

    day: date
    lived: int
    days: int


def begin(days: int) -> None:
    """Set the clock of a demo in which nothing has happened yet back to the past.

    Raises:
        ClockIsFixed: this start has no movable clock.
    """
    if not days or clock.offset() or Bill.objects.exists():
        return
    today = business_date_of(clock.present())
    first = add_months(today.replace(day=1), -MONTHS_OF_ARREARS)
    clock.begin(clock.start_of_day(first, zone()) + NIGHT)


def is_under_way() -> bool:
    """Whether the clock stands in the past, because the month is not over."""
    return clock.offset() < timedelta(0)


def live_history(
    *,
    days: int,
    seed: int,
    tell: Callable[[Progress], None],
) -> Mapping[str, int]:
    """Live all days from the clock's to the present, if they were not lived before.

    Safe to repeat, and to interrupt at any moment. Answers the milliseconds that each
    part of the work took; none when there was nothing to live.
    """
    if not is_under_way():
        return {}
    world = World()
    agenda = Agenda(world)
    machine = Machine(world)
    payers = Payers(seed=seed, agenda=agenda, world=world, machine=machine)
    set_losses(payers, seed)
    close_forgotten_shifts(clock.now())
    today = business_date_of(clock.present())
    days_left = list(_days_left(days, today))
    for lived, day in enumerate(days_left):
        tell(Progress(day, lived, len(days_left)))
        is_whole = (today - day).days <= days
        _plan(payers, seed=seed, day=day, today=today, is_whole=is_whole)
        agenda.live(min(_end_of(day), clock.present()))
    world.set_faults()
    agenda.live(clock.present())
    world.tell_time()
    with agenda.measured("sweeps"):
        machine.sweep(clock.now())
    return agenda.milliseconds


def _days_left(days: int, today: date) -> Iterator[date]:
    """First the days on which earlier months' letters went out, then each day."""
    reached = business_date_of(clock.now())
    start = today - timedelta(days=days)
    firsts = (
        add_months(today.replace(day=1), -months)
        for months in range(MONTHS_OF_ARREARS, -1, -1)
    )
    yield from (day for day in firsts if reached <= day < start)
    for number in range(days + 1):
        day = start + timedelta(days=number)
        if day > reached:
            yield day


def _plan(
    payers: Payers,
    *,
    seed: int,
    day: date,
    today: date,
    is_whole: bool,
) -> None:
    """What the day will bring. Before the market's month only letters go out."""
    agenda, machine = payers.agenda, payers.machine
    midnight = clock.start_of_day(day, zone())
    agenda.at(midnight + NIGHT, lambda now: _begin(day, now), "bills")
    if not is_whole:
        return
    plan_payments(payers, seed=seed, day=day)
    plan_mishaps(payers, seed=seed, day=day, today=today)
    plan_collecting(agenda, seed=seed, day=day, today=today)
    plan_desk(agenda, payers.world, day=day, today=today)
    plan_reports(agenda, seed=seed, day=day, today=today)
    plan_permits(payers, seed=seed, day=day, today=today)
    plan_office(agenda, day=day)
    for hour in LOOK_HOURS:
        agenda.at(midnight + timedelta(hours=hour), machine.look, "sweeps")
    agenda.at(midnight + timedelta(hours=SWEEP_HOUR), machine.sweep, "sweeps")


def _begin(day: date, now: datetime) -> None:
    """Yesterday is over, and the day's bills are out."""
    end_days(now=now)
    issue_bills(day=day, now=now)


def _end_of(day: date) -> datetime:
    return clock.start_of_day(day + timedelta(days=1), zone()) - timedelta(minutes=1)
