"""Every ward has a tile near where it lies, and islands stay apart."""

import csv
from pathlib import Path

import pytest

from commandcenter.tiles import Cell, aside, islands

CITIES = Path(__file__).parents[2] / "cities"


def places_of(city: str) -> dict[str, tuple[float, float]]:
    lines = (CITIES / city / "kelurahan.csv").read_text().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {
        row["code"]: (float(row["latitude"]), float(row["longitude"]))
        for row in rows
        if row["latitude"]
    }


@pytest.mark.parametrize(
    ("city", "sizes"), [("ternate", [59, 6, 6, 4, 2]), ("contoh", [1])]
)
def test_islands_are_told_apart_and_each_ward_has_a_tile(
    city: str, sizes: list[int]
) -> None:
    places = places_of(city)
    drawn = islands(tuple(places.items()))
    assert [len(island.cells) for island in drawn] == sizes
    cells = [cell for island in drawn for cell in island.cells.values()]
    assert len(set(cells)) == len(cells) == len(places)
    assert all((cell.row + cell.half) % 2 == 0 for cell in cells)


def test_what_lies_north_and_east_is_drawn_there() -> None:
    places = places_of("ternate")
    cells = islands(tuple(places.items()))[0].cells
    pairs = [(one, other) for one in cells for other in cells if one < other]
    far = 0.02
    for one, other in pairs:
        south = places[other][0] - places[one][0]
        east = places[one][1] - places[other][1]
        if south > far:
            assert cells[one].row >= cells[other].row
        if east > far:
            assert cells[one].half >= cells[other].half


def test_an_island_lies_in_its_true_direction_and_distance() -> None:
    _home, south, north_west, *_ = islands(tuple(places_of("ternate").items()))
    assert (south.compass, south.km) == (4, 38)
    assert (north_west.compass, north_west.km) == (7, 12)


def test_islands_never_touch() -> None:
    drawn = islands(tuple(places_of("ternate").items()))
    for island in drawn:
        others = [
            c for other in drawn if other is not island for c in other.cells.values()
        ]
        for cell in island.cells.values():
            assert all(
                abs(cell.row - one.row) > 1 or abs(cell.half - one.half) > 2
                for one in others
            )


def test_the_same_coordinates_give_each_ward_a_tile_of_its_own() -> None:
    drawn = islands((("a", (1.0, 2.0)), ("b", (1.0, 2.0)), ("c", (1.0, 2.0))))
    assert len(set(drawn[0].cells.values())) == 3


@pytest.mark.parametrize("count", [1, 2, 9])
def test_wards_without_a_place_stand_aside(count: int) -> None:
    taken = [Cell(row, row % 2 + 2 * across) for row in range(4) for across in range(5)]
    cells = aside(count, taken, across=4)
    assert len(set(cells)) == count
    assert not set(cells) & set(taken)
    assert all((cell.row + cell.half) % 2 == 0 for cell in cells)


def test_a_city_without_any_coordinates_is_a_grid() -> None:
    assert islands(()) == ()
    assert len(set(aside(7, [], across=4))) == 7
