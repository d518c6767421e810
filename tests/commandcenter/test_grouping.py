"""No public figure shows the money of fewer than three payers, nor tells it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from commandcenter.grouping import Cell, Equation, Id, are_few, hidden_of, told_by
from commandcenter.selectors.open_data import INSIDE, OUTSIDE, equations_of

PAYERS = st.frozensets(st.integers(1, 6), max_size=5)
LEVIES, MONTHS = "abc", "123"
# Where money is paid: a kelurahan, and one of its markets or none.
type Place = tuple[str, str]
PLACES: list[Place] = [
    ("1", ""),
    ("1", "a"),
    ("1", "b"),
    ("2", ""),
    ("2", "c"),
    ("3", ""),
]


def cell(amount: int, *payers: int) -> Cell:
    return Cell(amount, frozenset(payers))


def column(**cells: Cell) -> tuple[dict[Id, Cell], list[Equation]]:
    told: dict[Id, Cell] = {("t", "paid", key): one for key, one in cells.items()}
    return told, [dict.fromkeys(told, 1)]


def test_figures_of_three_payers_are_shown() -> None:
    assert not hidden_of(*column(a=cell(10, 1, 2, 3), b=cell(20, 1, 2, 4)))


def test_a_small_figure_is_hidden_and_the_smallest_other_with_it() -> None:
    cells, sums = column(a=cell(1, 1), b=cell(30, 1, 2, 3), c=cell(20, 4, 5, 6))
    assert hidden_of(cells, sums) == {("t", "paid", "a"), ("t", "paid", "c")}


def test_two_small_figures_of_the_same_payer_do_not_hide_each_other() -> None:
    cells, sums = column(a=cell(1, 1), b=cell(2, 1), c=cell(20, 4, 5, 6))
    assert len(hidden_of(cells, sums)) == 3


def test_three_small_figures_of_three_payers_hide_each_other() -> None:
    cells, sums = column(a=cell(1, 1), b=cell(2, 2), c=cell(3, 3), d=cell(9, 1, 2, 3))
    assert len(hidden_of(cells, sums)) == 3


def test_nothing_shows_nobody() -> None:
    assert not hidden_of(*column(a=cell(0), b=cell(5, 1, 2, 3)))


def test_the_sum_of_another_table_does_not_tell_a_hidden_figure() -> None:
    """January of a levy is its year without February, which is therefore hidden too."""
    big = cell(50, 1, 2, 3)
    cells = {
        ("month", "paid", "1", "a"): cell(1, 1),
        ("month", "paid", "2", "a"): big,
        ("month", "paid", "1", "b"): cell(40, 1, 2, 3),
        ("month", "paid", "2", "b"): big,
        ("year", "paid", "a"): big,
        ("year", "paid", "b"): big,
    }
    sums: list[Equation] = [
        {key: 1 for key in cells if key[0] == "month"},
        *(
            {key: -1 if key[0] == "year" else 1 for key in cells if key[-1] == levy}
            for levy in "ab"
        ),
    ]
    assert ("month", "paid", "2", "a") in hidden_of(cells, sums)


@st.composite
def tables(draw: st.DrawFn) -> dict[Id, Cell]:
    """Money of levies in months as two tables tell it: each, and the levies' years."""
    cells: dict[Id, Cell] = {}
    for levy in LEVIES:
        whole: list[Cell] = []
        for month in MONTHS:
            payers = draw(PAYERS)
            one = Cell(draw(st.integers(1, 99)) if payers else 0, payers)
            cells["month", "paid", month, levy] = one
            whole.append(one)
        cells["year", "paid", levy] = Cell(
            sum(one.amount for one in whole),
            frozenset().union(*(one.payers for one in whole)),
        )
    return cells


def sums_of(cells: Mapping[Id, Cell]) -> list[Equation]:
    """What a reader knows: the total of each table, and that a year is its months."""
    columns: list[Equation] = [
        {key: 1 for key in cells if key[0] == table} for table in ("month", "year")
    ]
    years: list[Equation] = [
        {key: -1 if key[0] == "year" else 1 for key in cells if key[-1] == levy}
        for levy in LEVIES
    ]
    known = [one for one in columns if not are_few(cells[key] for key in one)]
    return [*known, *years]


def follows(wanted: Equation, sums: list[Equation], hidden: set[Id]) -> bool:
    """Whether the wanted sum of hidden figures is one of the sums' combinations."""
    keys = sorted(hidden)
    rows = [[Fraction(one.get(key, 0)) for key in keys] for one in sums]
    goal = [Fraction(wanted.get(key, 0)) for key in keys]
    return rank([*rows, goal]) == rank(rows)


def rank(rows: list[list[Fraction]]) -> int:
    left = [row for row in rows if any(row)]
    count = 0
    while left:
        first, *others = left
        at = next(place for place, n in enumerate(first) if n)
        left = [
            [n - row[at] / first[at] * m for n, m in zip(row, first, strict=True)]
            for row in others
        ]
        left = [row for row in left if any(row)]
        count += 1
    return count


@settings(max_examples=150, deadline=None)
@given(cells=tables())
def test_no_figure_of_too_few_is_shown_or_follows_from_what_is(
    cells: dict[Id, Cell],
) -> None:
    sums = sums_of(cells)
    hidden = hidden_of(cells, sums)
    small = {key for key, one in cells.items() if one.is_small}
    assert small <= hidden
    assert not told_by(cells, hidden, sums)
    for key in small:
        assert not follows({key: 1}, sums, hidden), key
    for one, other in combinations(sorted(hidden), 2):
        if one[0] == other[0] and are_few([cells[one], cells[other]]):
            assert not follows({one: 1, other: 1}, sums, hidden), (one, other)


@settings(deadline=None)
@given(cells=tables())
def test_where_nobody_is_alone_nothing_is_hidden(cells: dict[Id, Cell]) -> None:
    many = {key: Cell(one.amount, one.payers | {7, 8, 9}) for key, one in cells.items()}
    assert not hidden_of(many, sums_of(many))


@st.composite
def money_of_places(draw: st.DrawFn) -> dict[Place, Cell]:
    """Money of each market and of each kelurahan outside its markets."""
    told: dict[Place, Cell] = {}
    for place in PLACES:
        payers = draw(PAYERS)
        told[place] = Cell(draw(st.integers(1, 99)) if payers else 0, payers)
    return told


def lines_of(places: set[Place]) -> dict[Id, set[Place]]:
    """The lines of the two public tables, and of which places each tells."""
    lines: dict[Id, set[Place]] = {}
    for place in places:
        ward, market = place
        for key in (
            ("kelurahan", "paid", *(("", str(INSIDE)) if market else (ward, ward))),
            ("pasar", "paid", market or str(OUTSIDE)),
        ):
            lines.setdefault(key, set()).add(place)
    return lines


@settings(max_examples=150, deadline=None)
@given(money=money_of_places())
def test_a_place_of_too_few_does_not_follow_from_where_markets_lie(
    money: dict[Place, Cell],
) -> None:
    """Not by either table, nor by both, however their shown lines are subtracted."""
    lines = lines_of(set(money))
    cells = {
        key: Cell(
            sum(money[one].amount for one in within),
            frozenset().union(*(money[one].payers for one in within)),
        )
        for key, within in lines.items()
    }
    hidden = hidden_of(cells, equations_of(cells, date(2026, 1, 1)))
    shown = [within for key, within in lines.items() if key not in hidden]
    if not are_few(money.values()):
        shown.append(set(money))
    # Where nobody pays is no secret.
    paying = [one for one in PLACES if money[one].amount]
    known = [[Fraction(one in within) for one in paying] for within in shown]
    wards = [{one for one in PLACES if one[0] == ward} for ward in "123"]
    for wanted in [*lines.values(), *wards, *({one} for one in PLACES)]:
        goal = [Fraction(one in wanted) for one in paying]
        if any(goal) and are_few(money[one] for one in wanted):
            assert rank([*known, goal]) > rank(known), wanted
