"""A number that is read aloud and written down by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.identifiers import (
    MistypedReportNumber,
    parse_report_number,
    report_number,
)


def test_a_number_is_twelve_digits_and_no_two_are_the_same() -> None:
    numbers = {report_number() for _ in range(500)}
    assert len(numbers) == 500
    assert {len(number) for number in numbers} == {12}
    assert all(parse_report_number(number) == number for number in numbers)


@given(place=st.integers(0, 11), digit=st.integers(1, 9))
def test_every_altered_digit_is_noticed(place: int, digit: int) -> None:
    number = report_number()
    other = str((int(number[place]) + digit) % 10)
    with pytest.raises(MistypedReportNumber):
        parse_report_number(number[:place] + other + number[place + 1 :])


@given(place=st.integers(0, 10))
def test_every_swap_of_neighbours_is_noticed(place: int) -> None:
    number = report_number()
    one, two = number[place], number[place + 1]
    if one != two:
        with pytest.raises(MistypedReportNumber):
            parse_report_number(number[:place] + two + one + number[place + 2 :])


@pytest.mark.parametrize("text", ["", "abc", "٠" * 12, "1" * 5000, "-" * 12])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(MistypedReportNumber):
        parse_report_number(text)
