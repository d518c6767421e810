"""Collectors walk their markets: a shift at each, cash for tickets, a blind count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from city.models import Market
from city.selectors import business_date_of, holidays, zone
from config.demo.history.agenda import Agenda
from config.demo.history.payers import open_kodes
from config.demo.history.season import Habit, busyness, dice, habit_of
from config.demo.people import COLLECTOR, collectors, person
from kernel.money import ZERO, Rupiah, total
from levies.models import Bill, LevyObject
from levies.selectors import amount_due
from payments.collection.models import CashTaken, Shift
from payments.collection.services import close_shift, open_shift, take_cash
from payments.collection.transitions import ShiftState

# A collector is at one market after the other; each is visited every fifth day.
STARTS = (time(7, 20), time(9, 50), time(13, 30))
VISITED_EVERY_DAYS = 5
SUNDAY = 6
BETWEEN_STALLS = timedelta(minutes=4)
PRESENT_OF_HUNDRED = 58
BILLS_MAX = 3


@dataclass(frozen=True, slots=True)
class Round:
    """One collector at one market, from a time on."""

    collector: str
    market: Market
    start: datetime


def plan_collecting(agenda: Agenda, *, seed: int, day: date, today: date) -> None:
    """Put the day's rounds on the agenda."""
    for one in rounds(day, today):
        begin = partial(_begin, agenda, one, seed)
        agenda.at(one.start, begin, "cash")


def rounds(day: date, today: date) -> Iterator[Round]:
    """Who is where on a day. Today the first collector's are left for the visitor."""
    if day.weekday() == SUNDAY or day in holidays():
        return
    for first, staff in enumerate(collectors()):
        if day == today and staff.username == COLLECTOR:
            continue
        walk = zip(staff.scopes, STARTS, strict=False)
        for place, (scope, start) in enumerate(walk, start=first):
            is_visited = (day.toordinal() + place) % VISITED_EVERY_DAYS == 0
            if is_visited and scope.market is not None:
                at = datetime.combine(day, start, tzinfo=zone())
                yield Round(staff.username, scope.market, at)


def _begin(agenda: Agenda, one: Round, seed: int, now: datetime) -> None:
    """Open the shift; each stall whose trader is there is some minutes further on."""
    shift = open_shift(collector=person(one.collector), market=one.market, now=now)
    at = now + BETWEEN_STALLS
    for code in _stalls_that_pay(one.market, seed, business_date_of(now)):
        agenda.at(at, partial(_take, shift, code), "cash")
        at += BETWEEN_STALLS
    agenda.at(at, partial(_end, shift), "cash")


def _stalls_that_pay(market: Market, seed: int, day: date) -> Iterator[str]:
    trade = busyness(seed, day, holidays())
    stalls = LevyObject.objects.filter(market=market, valid_from__lte=day)
    for code in stalls.order_by("code").values_list("code", flat=True):
        chance = dice(seed, "cash", day, code).randrange(10_000)
        if habit_of(seed, code) is Habit.CASH and chance < PRESENT_OF_HUNDRED * trade:
            yield code


def _take(shift: Shift, code: str, now: datetime) -> None:
    """Cash for what is owed today and since the last round."""
    kodes = open_kodes(code, BILLS_MAX)
    bills = Bill.objects.filter(kode_bayar__in=kodes).select_related("levy_type")
    today = business_date_of(now)
    due = total([amount_due(bill=bill, on=today).total for bill in bills])
    if due:
        take_cash(
            shift_id=shift.pk,
            collector=shift.collector,
            kodes=kodes,
            amount=due,
            key=f"{shift.pk}-{code}",
            now=now,
        )


def _end(shift: Shift, now: datetime) -> None:
    """Count, before the screen says what it should be. Today's last is still open."""
    taken = CashTaken.objects.filter(shift=shift).values_list("amount_idr", flat=True)
    counted = total([Rupiah(amount) for amount in taken] or [ZERO])
    close_shift(shift_id=shift.pk, collector=shift.collector, counted=counted, now=now)


def close_forgotten_shifts(now: datetime) -> None:
    """An interrupted start leaves shifts open; their collectors close them at once."""
    for shift in Shift.objects.filter(state=ShiftState.OPEN).select_related(
        "collector"
    ):
        _end(shift, now)
