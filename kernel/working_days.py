"""Working-day arithmetic. Holidays come in as values; the calendar is the city's."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether offices and banks work on this day: Monday to Friday, no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The given day if it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The day that lies `count` working days after `day` (count ≥ 0).

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        raise ValueError("working days are counted forward")
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), holidays)
    return day


def count_working_days(first: date, last: date, holidays: Collection[date]) -> int:
    """How many working days lie after `first` up to `last`; negative when it is past.

    `count_working_days(day, add_working_days(day, n)) == n`.
    """
    if last < first:
        return -count_working_days(last, first, holidays)
    days = ((first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)
