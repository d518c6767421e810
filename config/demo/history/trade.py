"""Who pays on a day: traders by their habit and the season, households by theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from city.selectors import holidays, zone
from config.demo.history.payers import Payers
from config.demo.history.season import Habit, busyness, dice, habit_of
from levies.models import Billing, LevyObject

# Most pay in the morning, when the goods come, and before they close.
HOURS, HOUR_WEIGHTS = tuple(range(7, 18)), (12, 18, 16, 10, 7, 5, 5, 6, 8, 9, 4)
DAILY_OF_HUNDRED = 78
SELDOM_OF_HUNDRED = 5
WEEK_DAYS = 7
# Of ten households two thirds never pay, and some pay late in the month.
HOUSEHOLD_HABITS, HOUSEHOLD_WEIGHTS = ("prompt", "late", "never"), (22, 12, 66)
PAYDAYS = {"prompt": range(1, 14), "late": range(18, 29)}
BILLS_OF_A_HOUSEHOLD = 6


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody comes to pay: for what, how many bills at most, and when."""

    object_code: str
    bills_max: int
    at: datetime


def plan_payments(payers: Payers, *, seed: int, day: date) -> None:
    """Put everybody who pays on this day on the agenda."""
    for visit in visits(seed, day):
        act = partial(
            _pay, payers, object_code=visit.object_code, bills_max=visit.bills_max
        )
        payers.agenda.at(visit.at, act)


def visits(seed: int, day: date) -> Iterator[Visit]:
    """Who comes on a day, from the seed alone."""
    trade = busyness(seed, day, holidays())
    objects = LevyObject.objects.filter(valid_from__lte=day).order_by("code")
    for code, billing in objects.values_list("code", "levy_type__billing"):
        is_daily = billing == Billing.DAILY_EXPECTATION
        bills_max = (
            _bills_of_trader(seed, day, code, trade)
            if is_daily
            else _bills_of_household(seed, day, code)
        )
        if bills_max:
            yield Visit(code, bills_max, _moment(seed, day, code))


def objects_paid_in_cash(seed: int) -> list[str]:
    """Traders who pay the collector, if anybody."""
    daily = LevyObject.objects.filter(
        levy_type__billing=Billing.DAILY_EXPECTATION
    ).order_by("code")
    codes = daily.values_list("code", flat=True)
    return [code for code in codes if habit_of(seed, code) is Habit.CASH]


def _pay(payers: Payers, now: datetime, *, object_code: str, bills_max: int) -> None:
    payers.pay(object_code=object_code, bills_max=bills_max, now=now)


def _bills_of_trader(seed: int, day: date, code: str, trade: int) -> int:
    habit, draw = habit_of(seed, code), dice(seed, "trade", day, code)
    chance = draw.randrange(10_000)
    if habit is Habit.DAILY:
        return int(chance < DAILY_OF_HUNDRED * trade)
    if habit is Habit.WEEKLY:
        is_day = dice(seed, "weekday", code).randrange(WEEK_DAYS) == day.weekday()
        return draw.randrange(4, WEEK_DAYS + 1) if is_day else 0
    if habit is Habit.SELDOM:
        return draw.randrange(1, 4) if chance < SELDOM_OF_HUNDRED * trade else 0
    return 0


def _bills_of_household(seed: int, day: date, code: str) -> int:
    draw = dice(seed, "household", code)
    habit = draw.choices(HOUSEHOLD_HABITS, HOUSEHOLD_WEIGHTS)[0]
    is_payday = habit in PAYDAYS and day.day == draw.choice(PAYDAYS[habit])
    return BILLS_OF_A_HOUSEHOLD if is_payday else 0


def _moment(seed: int, day: date, code: str) -> datetime:
    draw = dice(seed, "moment", day, code)
    hour = draw.choices(HOURS, HOUR_WEIGHTS)[0]
    start = datetime.combine(day, time(hour), tzinfo=zone())
    return start + timedelta(seconds=draw.randrange(3600))
