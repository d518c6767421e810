"""The market's week as the seed tells it: pure, and the same every time."""

from datetime import date, timedelta

from config.demo.history.season import (
    CHANNELS,
    HABITS,
    busyness,
    channel_of,
    dice,
    habit_of,
    is_rainy,
)

MONDAY = date(2026, 11, 2)
YEAR = [MONDAY + timedelta(days=number) for number in range(364)]


def dry(day: date, seed: int = 1) -> bool:
    return not is_rainy(seed, day)


def test_weekends_and_market_days_are_busier_than_fridays() -> None:
    by_weekday = {day.weekday(): busyness(1, day, set()) for day in YEAR if dry(day)}
    friday, saturday, wednesday = by_weekday[4], by_weekday[5], by_weekday[2]
    assert friday < by_weekday[0] < wednesday < saturday


def test_rain_and_holidays_keep_people_at_home() -> None:
    rainy = next(day for day in YEAR if not dry(day) and day.weekday() == 5)
    sunny = next(day for day in YEAR if dry(day) and day.weekday() == 5)
    assert busyness(1, rainy, set()) < busyness(1, sunny, set())
    assert busyness(1, sunny, {sunny}) < busyness(1, sunny, set())
    assert 30 < sum(not dry(day) for day in YEAR) < 110


def test_the_same_seed_tells_the_same_story() -> None:
    codes = [f"stall-{number}" for number in range(300)]
    assert [habit_of(7, code) for code in codes] == [
        habit_of(7, code) for code in codes
    ]
    assert [habit_of(7, code) for code in codes] != [
        habit_of(8, code) for code in codes
    ]
    assert {habit_of(7, code) for code in codes} == set(HABITS)
    assert {channel_of(dice(7, code)) for code in codes} == set(CHANNELS)
    assert sum(HABITS.values()) == sum(CHANNELS.values()) == 100
