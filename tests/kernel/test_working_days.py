"""Working days: weekends and holidays are skipped, the calendar comes in as values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.working_days import (
    add_working_days,
    count_working_days,
    is_working_day,
    next_working_day,
)

FRIDAY = date(2026, 11, 27)
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 24)}


def test_the_working_day_after_friday_is_monday() -> None:
    assert add_working_days(FRIDAY, 1, ()) == date(2026, 11, 30)


def test_a_long_weekend_is_skipped_whole() -> None:
    assert add_working_days(date(2026, 12, 23), 1, CHRISTMAS) == date(2026, 12, 28)


def test_zero_working_days_is_the_same_day() -> None:
    assert add_working_days(date(2026, 11, 28), 0, ()) == date(2026, 11, 28)


def test_the_next_working_day_of_a_working_day_is_itself() -> None:
    assert is_working_day(FRIDAY, ())
    assert next_working_day(FRIDAY, ()) == FRIDAY
    assert next_working_day(FRIDAY, {FRIDAY}) == date(2026, 11, 30)


def test_refuses_to_count_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(FRIDAY, -1, ())


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    count=st.integers(0, 60),
)
def test_counting_undoes_adding(day: date, count: int) -> None:
    holidays = {date(2026, 12, 25), date(2027, 1, 1)}
    later = add_working_days(day, count, holidays)
    assert count_working_days(day, later, holidays) == count
    assert count_working_days(later, day, holidays) == -count
