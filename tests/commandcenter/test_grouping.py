"""No line of a public table shows the money of fewer than three payers."""

from hypothesis import given
from hypothesis import strategies as st

from commandcenter.grouping import LEAST_PAYERS, Cell, published

CELLS = st.lists(
    st.tuples(st.integers(0, 9_000), st.integers(0, 9_000), st.integers(0, 12)),
    max_size=12,
).map(
    lambda rows: [
        Cell((str(place),), (paid, billed), payers if paid or billed else 0)
        for place, (paid, billed, payers) in enumerate(rows)
    ]
)


def test_lines_of_enough_payers_stand_alone() -> None:
    cells = [Cell(("a",), (10,), 3), Cell(("b",), (20,), 40)]
    told = published(cells)
    assert (list(told.cells), told.together, told.too_few) == (cells, None, False)


def test_a_line_of_one_payer_is_joined_by_another_so_that_the_sum_hides_it() -> None:
    cells = [Cell(("a",), (10,), 1), Cell(("b",), (20,), 9), Cell(("c",), (30,), 9)]
    told = published(cells)
    assert [cell.key for cell in told.cells] == [("c",)]
    assert told.together == (30,)


def test_too_few_all_together_are_not_told_at_all() -> None:
    told = published([Cell(("a",), (10,), 1), Cell(("b",), (5,), 1)])
    assert told.too_few


def test_a_line_of_nothing_shows_nobody_and_stays() -> None:
    told = published([Cell(("a",), (0, 0), 0), Cell(("b",), (5, 0), 3)])
    assert len(told.cells) == 2


@given(cells=CELLS)
def test_whatever_the_lines_their_sum_is_whole_and_nobody_stands_alone(
    cells: list[Cell],
) -> None:
    told = published(cells)
    for place in range(2):
        shown = sum(cell.values[place] for cell in told.cells)
        joined = told.together[place] if told.together else 0
        assert shown + joined == sum(cell.values[place] for cell in cells)
    assert all(cell.payers >= LEAST_PAYERS for cell in told.cells if any(cell.values))
    if told.together and not told.too_few:
        assert told.joined > 1
