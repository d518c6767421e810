"""Rupiah as whole numbers: arithmetic, shares and splits. Nothing about bills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Rupiah:
    """An amount in whole rupiah; may be negative as the result of a subtraction.

    Raises:
        TypeError: the amount is not exactly an ``int`` (a bool is none either).
    """

    amount: int

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"rupiah are whole numbers, not {type(self.amount)!r}")

    def __add__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.amount + other.amount)

    def __sub__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.amount - other.amount)

    def __mul__(self, times: int) -> Rupiah:
        return Rupiah(self.amount * times)

    def __neg__(self) -> Rupiah:
        return Rupiah(-self.amount)

    def __bool__(self) -> bool:
        return self.amount != 0

    def share(self, basis_points: int) -> Rupiah:
        """The given share of this amount, rounded half up to a whole rupiah."""
        return Rupiah(divide_half_up(self.amount * basis_points, BASIS_POINTS))

    def split(self, weights: Sequence[int]) -> list[Rupiah]:
        """Split by weights so that the parts add up to the whole.

        Largest remainder; among equal remainders the earlier part gets the rupiah.

        Raises:
            ValueError: a weight is negative, or all are zero.
        """
        if any(weight < 0 for weight in weights) or sum(weights) == 0:
            raise ValueError("weights must be non-negative and not all zero")
        total = sum(weights)
        floors = [self.amount * weight // total for weight in weights]
        remainders = [self.amount * weight % total for weight in weights]
        missing = self.amount - sum(floors)
        by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
        for index in by_remainder[:missing]:
            floors[index] += 1
        return [Rupiah(part) for part in floors]

    def __str__(self) -> str:
        sign = "-" if self.amount < 0 else ""
        return f"{sign}Rp {grouped(abs(self.amount))}"


ZERO = Rupiah(0)


def total(amounts: Sequence[Rupiah]) -> Rupiah:
    """The sum of amounts; zero for none."""
    return sum(amounts, start=ZERO)


def grouped(number: int) -> str:
    """A whole number as people here write it: 4000 → "4.000"."""
    return f"{number:,}".replace(",", ".")


def divide_half_up(numerator: int, denominator: int) -> int:
    """Whole-number division rounded half up (away from zero at the half)."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
