"""Amounts from size, tariff and periods, in whole rupiah."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import Rupiah
from levies.tariffs import amount_of, is_rounded, size_text


def test_a_stall_of_six_square_metres_pays_six_times_the_tariff() -> None:
    assert amount_of(tariff=Rupiah(3_000), size_dm2=600, periods=1) == Rupiah(18_000)


def test_a_household_pays_the_tariff_itself() -> None:
    assert amount_of(tariff=Rupiah(10_000), size_dm2=None, periods=1) == Rupiah(10_000)


def test_half_a_rupiah_is_rounded_up_once_at_the_end() -> None:
    assert amount_of(tariff=Rupiah(150), size_dm2=33, periods=1) == Rupiah(50)
    assert amount_of(tariff=Rupiah(150), size_dm2=33, periods=2) == Rupiah(99)


@given(
    tariff=st.integers(1, 10**7),
    size=st.integers(1, 10**6),
    periods=st.integers(1, 366),
)
def test_the_amount_is_never_half_a_rupiah_away(
    tariff: int, size: int, periods: int
) -> None:
    exact = Fraction(tariff * size * periods, 100)
    amount = amount_of(tariff=Rupiah(tariff), size_dm2=size, periods=periods).amount
    assert Fraction(-1, 2) < amount - exact <= Fraction(1, 2)
    was_rounded = is_rounded(tariff=Rupiah(tariff), size_dm2=size, periods=periods)
    assert was_rounded == (amount != exact)


@pytest.mark.parametrize(
    ("size_dm2", "text"),
    [
        (600, "6 m²"),
        (1_250, "12,5 m²"),
        (605, "6,05 m²"),
        (50, "0,5 m²"),
        (400_050, "4.000,5 m²"),
    ],
)
def test_sizes_are_printed_as_people_write_them(size_dm2: int, text: str) -> None:
    assert size_text(size_dm2) == text
