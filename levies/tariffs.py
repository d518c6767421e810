"""How an amount comes about: size × tariff × periods, in whole rupiah. Pure.

`levies.services.issuing` computes the same in one SQL statement for all objects of a
day; a property test holds the two together.
"""

from dataclasses import dataclass
from enum import StrEnum

from kernel.money import Rupiah, divide_half_up, grouped

DM2_PER_M2 = 100


class Unit(StrEnum):
    """What a tariff is charged for."""

    M2 = "m2"
    OBJECT = "object"


class Period(StrEnum):
    """The time a tariff is charged for (masa retribusi)."""

    DAY = "day"
    MONTH = "month"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class CalculationLine:
    """One product of a calculation: `factors` are shown with × between them."""

    what: str
    factors: tuple[str, ...]
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Calculation:
    """The trace of an amount, and the rule it rests on in the words to print.

    `rounded` says that the product was no whole number of rupiah. `verified` says
    whether somebody compared the tariff with the text of the rule; the basis of an
    unverified one says so itself and names no article.
    """

    lines: tuple[CalculationLine, ...]
    amount: Rupiah
    basis: str
    verified: bool
    rounded: bool


def amount_of(*, tariff: Rupiah, size_dm2: int | None, periods: int) -> Rupiah:
    """Size × tariff × periods, rounded half up once, at the end, to a whole rupiah.

    `size_dm2` is hundredths of a square metre; None is a tariff per object.
    """
    if size_dm2 is None:
        return tariff * periods
    return Rupiah(divide_half_up(tariff.amount * size_dm2 * periods, DM2_PER_M2))


def is_rounded(*, tariff: Rupiah, size_dm2: int | None, periods: int) -> bool:
    """Whether `amount_of` had to round: size × tariff × periods was no whole rupiah."""
    return size_dm2 is not None and tariff.amount * size_dm2 * periods % DM2_PER_M2 != 0


def size_text(size_dm2: int) -> str:
    """A size as it is printed: 600 → "6 m²", 1250 → "12,5 m²", 400000 → "4.000 m²"."""
    whole, hundredths = divmod(size_dm2, DM2_PER_M2)
    fraction = f",{hundredths:02d}".rstrip("0").rstrip(",")
    return f"{grouped(whole)}{fraction} m²"
