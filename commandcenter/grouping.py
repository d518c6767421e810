"""Figures anyone may see: which of them would show the money of a few. Pure.

A figure of fewer than three payers is hidden, and so is any that could be found by
adding and subtracting what stays: every sum that a reader knows is an equation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# A figure with fewer payers behind it is not shown.
LEAST_PAYERS = 3

# A table, a column of it, and the line's key.
type Id = tuple[str, ...]
# How often each figure is in a sum that a reader knows, if they are not hidden.
type Equation = Mapping[Id, int]
type Row = dict[Id, Fraction]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, and some of the payers behind it: all, or at least three of them."""

    amount: int
    payers: frozenset[int]

    @property
    def is_small(self) -> bool:
        """Whether it would show the money of a few; nothing shows nobody."""
        return bool(self.amount) and len(self.payers) < LEAST_PAYERS


def are_few(cells: Iterable[Cell]) -> bool:
    """Whether too few payers stand behind all of these together."""
    return len(_payers(cells)) < LEAST_PAYERS


def hidden_of(cells: Mapping[Id, Cell], equations: Sequence[Equation]) -> set[Id]:
    """Which figures are not shown: small ones, and as many more as hide each of them.

    While what is shown tells a figure of too few payers, the smallest that stands
    with it in most sums is hidden too.
    """
    hidden = {one for one, cell in cells.items() if cell.is_small}
    while telling := told_by(cells, hidden, equations):
        more = {_smallest_beside(row, cells, hidden, equations) for row in telling}
        if more == {None}:
            break
        hidden |= {one for one in more if one}
    return hidden


def told_by(
    cells: Mapping[Id, Cell], hidden: set[Id], equations: Sequence[Equation]
) -> list[Row]:
    """Hidden figures, alone or added up, that follow from the shown and are too few."""
    return [
        row
        for row in _reduced(equations, hidden)
        if len(set(row.values())) == 1 and are_few(cells[one] for one in row)
    ]


def _smallest_beside(
    row: Row,
    cells: Mapping[Id, Cell],
    hidden: set[Id],
    equations: Sequence[Equation],
) -> Id | None:
    shared: dict[Id, int] = {}
    for equation in equations:
        if any(one in equation for one in row):
            for one in equation:
                shared[one] = shared.get(one, 0) + 1
    columns = {one[:2] for one in row}
    free = [
        one
        for one in shared
        if one not in hidden and cells[one].amount and one[:2] in columns
    ]
    return min(
        free, key=lambda one: (-shared[one], cells[one].amount, one), default=None
    )


def _reduced(equations: Sequence[Equation], hidden: set[Id]) -> list[Row]:
    """The equations solved for the hidden as far as they can be (Gauss and Jordan).

    What can be found alone is a row by itself.
    """
    rows: dict[Id, Row] = {}
    for equation in equations:
        row = {one: Fraction(n) for one, n in equation.items() if n and one in hidden}
        for pivot, solved in rows.items():
            _take_away(row, solved, pivot)
        if not row:
            continue
        pivot = min(row)
        row = {one: n / row[pivot] for one, n in row.items()}
        for solved in rows.values():
            _take_away(solved, row, pivot)
        rows[pivot] = row
    return list(rows.values())


def _take_away(row: Row, solved: Row, pivot: Id) -> None:
    """Bring `pivot` out of a row with another whose pivot it is."""
    times = row.get(pivot)
    if not times:
        return
    for one, n in solved.items():
        left = row.get(one, Fraction(0)) - times * n
        if left:
            row[one] = left
        else:
            row.pop(one, None)


def _payers(cells: Iterable[Cell]) -> frozenset[int]:
    return frozenset().union(*(cell.payers for cell in cells))
