"""Figures anyone may see: what could show one payer is told together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

# A figure with fewer payers behind it stands with others, never alone.
LEAST_PAYERS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a public table: amounts, and how many payers surely stand behind."""

    key: tuple[str, ...]
    values: tuple[int, ...]
    payers: int


@dataclass(frozen=True, slots=True)
class Published:
    """Lines that stand alone, and the sum of those that may not; the sum stays whole.

    `too_few`: even all together they are too few to be told.
    """

    cells: Sequence[Cell]
    together: tuple[int, ...] | None
    joined: int
    too_few: bool


def published(cells: Sequence[Cell]) -> Published:
    """Join the lines of too few payers, and as many more as hide each of them.

    The total of a table is known, so one line alone cannot be hidden: the smallest
    others are joined to it. How many payers several lines have is at least how many
    the fullest has, because one payer may stand in each. Lines of nothing show nobody.
    """
    empty = [cell for cell in cells if not any(cell.values)]
    small = [c for c in cells if any(c.values) and c.payers < LEAST_PAYERS]
    large = sorted(
        (c for c in cells if any(c.values) and c.payers >= LEAST_PAYERS),
        key=lambda cell: (sum(cell.values), cell.key),
    )
    while small and large and not _hides(small):
        small.append(large.pop(0))
    alone = {cell.key for cell in (*empty, *large)}
    together = tuple(map(sum, zip(*(c.values for c in small), strict=True)))
    return Published(
        cells=[cell for cell in cells if cell.key in alone],
        together=together or None,
        joined=len(small),
        too_few=bool(small) and not _hides(small),
    )


def _hides(joined: Sequence[Cell]) -> bool:
    return len(joined) > 1 and max(cell.payers for cell in joined) >= LEAST_PAYERS
