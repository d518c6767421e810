"""Rupiah: whole numbers, shares rounded half up, splits that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import Rupiah, divide_half_up, total


@given(
    amount=st.integers(min_value=0, max_value=10**13),
    weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any),
)
def test_a_split_adds_up_to_the_whole_and_is_fair(
    amount: int, weights: list[int]
) -> None:
    parts = Rupiah(amount).split(weights)
    assert total(parts) == Rupiah(amount)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.amount * sum(weights) - amount * weight) < sum(weights)


def test_refuses_weights_that_divide_nothing() -> None:
    with pytest.raises(ValueError, match="weights"):
        Rupiah(100).split([0, 0])
    with pytest.raises(ValueError, match="weights"):
        Rupiah(100).split([2, -1])


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_refuses_anything_but_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        Rupiah(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (1, 3, 0), (2, 3, 1), (10, 5, 2)],
)
def test_divides_rounding_half_up(
    numerator: int, denominator: int, rounded: int
) -> None:
    assert divide_half_up(numerator, denominator) == rounded


def test_one_percent_of_a_bill_is_exact_to_the_rupiah() -> None:
    assert Rupiah(150_000).share(100) == Rupiah(1_500)
    assert Rupiah(149_950).share(100) == Rupiah(1_500)


def test_is_written_as_people_write_it() -> None:
    assert str(Rupiah(1_250_000)) == "Rp 1.250.000"
    assert str(Rupiah(-45_000)) == "-Rp 45.000"
