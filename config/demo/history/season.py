"""How busy a market day is, and how each payer is used to pay. Pure, from a seed."""

from collections.abc import Set
from datetime import date
from enum import Enum
from random import Random

# Monday to Sunday, in percent: the week's market days, the Friday prayer, the weekend.
WEEK = (85, 90, 115, 95, 65, 125, 120)
HOLIDAY = 50
RAIN, RAINY_DAYS_OF_HUNDRED = 55, 18


class Habit(Enum):
    """How somebody is used to pay."""

    DAILY = "daily"
    WEEKLY = "weekly"
    SELDOM = "seldom"
    CASH = "cash"


# Of a hundred.
HABITS = {Habit.DAILY: 4, Habit.WEEKLY: 14, Habit.SELDOM: 20, Habit.CASH: 62}
CHANNELS = {
    "qris": 76, "va_bri": 8, "va_bni": 6, "va_bca": 4, "va_permata": 3,
    "mandiri_bill": 3,
}  # fmt: skip


def dice(seed: int, *key: object) -> Random:
    """The dice of one thing: the same key falls the same way, whatever came before."""
    return Random(":".join(map(str, (seed, *key))))  # noqa: S311 (a demo's dice)


def is_rainy(seed: int, day: date) -> bool:
    """Whether it rains so that the open ground stays empty."""
    return dice(seed, "rain", day).randrange(100) < RAINY_DAYS_OF_HUNDRED


def busyness(seed: int, day: date, holidays: Set[date]) -> int:
    """The day's trade in percent of a usual day."""
    percent = HOLIDAY if day in holidays else WEEK[day.weekday()]
    return percent * RAIN // 100 if is_rainy(seed, day) else percent


def habit_of(seed: int, code: str) -> Habit:
    """How the payer of this object pays."""
    draw = dice(seed, "habit", code)
    return draw.choices(list(HABITS), list(HABITS.values()))[0]


def channel_of(draw: Random) -> str:
    """The way one payment is made."""
    return draw.choices(list(CHANNELS), list(CHANNELS.values()))[0]
