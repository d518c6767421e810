"""Months begun and late interest, by the table of the rule and by an oracle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import ZERO, Rupiah
from levies.interest import add_months, late_interest, months, next_step_on

TABLE = [
    (date(2026, 1, 31), date(2026, 1, 31), 0, 0),
    (date(2026, 1, 31), date(2026, 2, 1), 1, 1_500),
    (date(2026, 1, 31), date(2026, 2, 28), 1, 1_500),
    (date(2026, 1, 31), date(2026, 3, 1), 2, 3_000),
    (date(2026, 1, 15), date(2026, 2, 15), 1, 1_500),
    (date(2026, 1, 15), date(2026, 2, 16), 2, 3_000),
    (date(2024, 1, 15), date(2026, 6, 30), 24, 36_000),
    (date(2024, 1, 31), date(2024, 2, 29), 1, 1_500),
    (date(2025, 12, 31), date(2026, 1, 1), 1, 1_500),
    (date(2026, 1, 15), date(2026, 1, 2), 0, 0),
]
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(("due_on", "paid_on", "begun", "interest"), TABLE)
def test_part_of_a_month_counts_as_a_whole_one(
    due_on: date, paid_on: date, begun: int, interest: int
) -> None:
    assert months(due_on=due_on, paid_on=paid_on, months_max=24) == begun
    assert late_interest(
        Rupiah(150_000), due_on=due_on, paid_on=paid_on, bp=100, months_max=24
    ) == Rupiah(interest)


@given(due_on=DAYS, days_late=st.integers(-40, 1_200))
def test_months_agree_with_counting_day_by_day(due_on: date, days_late: int) -> None:
    paid_on = due_on + timedelta(days=days_late)
    begun = months(due_on=due_on, paid_on=paid_on, months_max=24)
    assert begun == _months_counted(due_on, paid_on)


@given(due_on=DAYS, days_late=st.integers(-40, 900))
def test_interest_stands_still_until_the_next_step_and_grows_on_it(
    due_on: date, days_late: int
) -> None:
    on = due_on + timedelta(days=days_late)
    step = next_step_on(due_on=due_on, on=on, months_max=24)
    begun = months(due_on=due_on, paid_on=on, months_max=24)
    if step is None:
        assert begun == 24
        return
    assert step > on
    eve = step - timedelta(days=1)
    assert months(due_on=due_on, paid_on=eve, months_max=24) == begun
    assert months(due_on=due_on, paid_on=step, months_max=24) == begun + 1


def test_nothing_is_charged_on_nothing_and_at_no_rate() -> None:
    late = {"due_on": date(2026, 1, 1), "paid_on": date(2026, 9, 1)}
    assert late_interest(ZERO, **late, bp=100, months_max=24) == ZERO
    assert late_interest(Rupiah(10_000), **late, bp=0, months_max=24) == ZERO


def test_adding_months_clamps_to_the_end_of_the_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 31), 2) == date(2026, 3, 31)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def _months_counted(due_on: date, paid_on: date) -> int:
    """Walk the calendar day by day; each month ends on the due day of its number."""
    begun, day = 0, due_on
    next_end = due_on
    while day < paid_on:
        if day == next_end:
            begun += 1
            next_end = _month_end_after(due_on, begun)
        day += timedelta(days=1)
    return min(begun, 24)


def _month_end_after(due_on: date, count: int) -> date:
    """Step to the first of each following month, then as far as the day number goes."""
    first = due_on.replace(day=1)
    for _ in range(count):
        first = (first + timedelta(days=32)).replace(day=1)
    day = first
    while day.day < due_on.day and (day + timedelta(days=1)).month == first.month:
        day += timedelta(days=1)
    return day
