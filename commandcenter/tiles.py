"""A city's wards as equal tiles that keep their places. Pure: no Django, no table.

Points lie where the city's data has them. Islands are told apart by the water between
them; the largest is drawn in the middle, the others in their true direction from it but
drawn near. Within an island each ward gets the free cell nearest to where it lies, so
that crowded wards are readable: a schematic, and it says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, hypot, inf, pi, radians, sin, sqrt

KM_PER_DEGREE = 111.3
# Wards of one island lie nearer to some neighbour than this; a strait is wider.
STRAIT_KM = 3.0
# How much of an island's box its tiles fill; the rest is mountain and bays.
FILLED = 0.8
# Nearer than this, in cells, wards are pushed apart before they get their cells.
CROWDED = 0.88
SPREAD_STEPS = 240
ROW_HEIGHT = sqrt(3) / 2

type Point = tuple[float, float]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place in a honeycomb: a row, and half columns of the row's own parity."""

    row: int
    half: int

    @property
    def at(self) -> Point:
        """Its middle, one cell being one wide."""
        return self.half / 2, self.row * ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Island:
    """Wards that lie together: their cells by code, and where from the largest."""

    cells: Mapping[str, Cell]
    km: int
    compass: int


@lru_cache(maxsize=8)
def islands(places: tuple[tuple[str, Point], ...]) -> tuple[Island, ...]:
    """The islands of these wards (code, (latitude, longitude)), the largest first.

    `compass` is the eighth of the circle, clockwise from north. The cells of different
    islands never touch.
    """
    if not places:
        return ()
    flat = _flattened(dict(places))
    groups = _groups(flat)
    centre = _middle([flat[code] for code in groups[0]])
    taken: set[Cell] = set()
    drawn: list[Island] = []
    for group in groups:
        away = _middle([flat[code] for code in group])
        towards = (away[0] - centre[0], away[1] - centre[1])
        cells = _placed(_cells_of({code: flat[code] for code in group}), towards, taken)
        taken |= set(cells.values())
        eighth = round(degrees(atan2(towards[0], -towards[1])) / 45) % 8
        drawn.append(Island(cells, round(hypot(*towards)), eighth))
    return tuple(drawn)


def aside(count: int, taken: Iterable[Cell], *, across: int) -> list[Cell]:
    """Cells for wards of which nobody knows where they lie: apart, lower left.

    As low as the others reach where there is room for them, else below.
    """
    others = set(taken)
    water = others | {near for cell in others for near in _neighbours(cell)}
    lowest = max((cell.row for cell in others), default=0)
    left = min((cell.half for cell in others), default=0)
    rows = (count + across - 1) // across
    for top in (lowest - rows + 1, lowest + 2):
        cells = [
            Cell(row, half)
            for row in range(top, top + rows)
            for half in range(left + (left + row) % 2, left + 2 * across, 2)
        ][:count]
        if water.isdisjoint(cells):
            break
    return cells


def _flattened(places: Mapping[str, Point]) -> dict[str, Point]:
    """Kilometres east and south of the equator's middle; enough for one city."""
    middle = sum(latitude for latitude, _ in places.values()) / len(places)
    shrink = cos(radians(middle))
    return {
        code: (longitude * shrink * KM_PER_DEGREE, -latitude * KM_PER_DEGREE)
        for code, (latitude, longitude) in places.items()
    }


def _groups(points: Mapping[str, Point]) -> list[list[str]]:
    """Wards reachable from each other by steps shorter than a strait."""
    left, groups = sorted(points), []
    while left:
        group = [left.pop(0)]
        for one in group:
            near = [
                other for other in left if _far(points[one], points[other]) < STRAIT_KM
            ]
            group += near
            left = [other for other in left if other not in near]
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))


def _cells_of(points: Mapping[str, Point]) -> dict[str, Cell]:
    """A cell of its own for each ward of one island, all moved as little as can be."""
    codes = sorted(points)
    spread = _spread(_scaled([points[code] for code in codes]))
    rows = range(
        int(min(y for _, y in spread) / ROW_HEIGHT) - 2,
        int(max(y for _, y in spread) / ROW_HEIGHT) + 3,
    )
    left, right = min(x for x, _ in spread), max(x for x, _ in spread)
    cells = [
        Cell(row, half)
        for row in rows
        for half in range(int(2 * left) - 3, int(2 * right) + 4)
        if (row + half) % 2 == 0
    ]
    costs = [[_far(point, cell.at) ** 2 for cell in cells] for point in spread]
    return dict(zip(codes, (cells[at] for at in _assigned(costs)), strict=True))


def _scaled(points: Sequence[Point]) -> list[Point]:
    """In units of a cell: as large as the tiles need."""
    middle = _middle(points)
    x, y = min(points, key=lambda point: _far(point, middle))
    width = max(px for px, _ in points) - min(px for px, _ in points) or 1.0
    height = max(py for _, py in points) - min(py for _, py in points) or 1.0
    scale = sqrt(len(points) * ROW_HEIGHT / FILLED / (width * height))
    nearest = (
        sorted(
            min(_far(one, other) for other in points if other is not one)
            for one in points
        )
        if len(points) > 1
        else [1.0]
    )
    scale = min(scale, 0.8 / (nearest[len(nearest) // 2] or 1.0))
    return [((px - x) * scale, (py - y) * scale) for px, py in points]


def _spread(points: Sequence[Point]) -> list[Point]:
    """Push points apart that are nearer than one cell, step by step."""
    moved = [list(point) for point in points]
    for _ in range(SPREAD_STEPS):
        for i, one in enumerate(moved):
            for j in range(i):
                other = moved[j]
                dx, dy = one[0] - other[0], one[1] - other[1]
                gap = hypot(dx, dy)
                if gap >= CROWDED:
                    continue
                if gap == 0:
                    dx, dy, gap = cos(i), sin(i), 1.0
                push = (CROWDED - min(gap, 0.85)) / 4
                one[0] += dx / gap * push
                one[1] += dy / gap * push
                other[0] -= dx / gap * push
                other[1] -= dy / gap * push
    return [(x, y) for x, y in moved]


def _placed(
    cells: Mapping[str, Cell], towards: Point, taken: set[Cell]
) -> dict[str, Cell]:
    """An island's cells moved to its side of the others, with water between them.

    Of all places the one that keeps the drawing small and the direction true.
    """
    if not taken:
        return dict(cells)
    water = taken | {near for cell in taken for near in _neighbours(cell)}
    best, least = dict(cells), inf
    for down in range(-24, 25, 2):
        for over in range(-48, 49, 2):
            moved = {
                code: Cell(cell.row + down, cell.half + over)
                for code, cell in cells.items()
            }
            if water.isdisjoint(moved.values()):
                cost = _cost(taken, moved.values(), towards)
                if cost < least:
                    best, least = moved, cost
    return best


def _cost(taken: set[Cell], moved: Iterable[Cell], towards: Point) -> float:
    """The size of the drawing, dearer the more the direction is off."""
    own = [cell.at for cell in moved]
    every = [*own, *(cell.at for cell in taken)]
    width = max(x for x, _ in every) - min(x for x, _ in every) + 1
    height = max(y for _, y in every) - min(y for _, y in every) + 1
    x, y = _middle(own)
    off = abs(atan2(x, -y) - atan2(towards[0], -towards[1]))
    off = min(off, 2 * pi - off)
    return (max(width, height) ** 2 + hypot(x, y)) * (1 + off**2)


def _neighbours(cell: Cell) -> list[Cell]:
    around = [(0, -2), (0, 2), (-1, -1), (-1, 1), (1, -1), (1, 1)]
    return [Cell(cell.row + down, cell.half + over) for down, over in around]


def _assigned(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each row its column, so that the sum is the least there is (Hungarian)."""
    rows, columns = len(costs), len(costs[0])
    prices = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_at = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_at[0] = row
        column, before = _path(costs, *prices, row_at)
        while column:
            row_at[column] = row_at[before[column]]
            column = before[column]
    found = {row_at[column]: column - 1 for column in range(1, columns + 1)}
    return [found[row] for row in range(1, rows + 1)]


def _path(
    costs: Sequence[Sequence[float]],
    of_row: list[float],
    of_column: list[float],
    row_at: Sequence[int],
) -> tuple[int, list[int]]:
    """The cheapest way from column 0's row to a free column; adjusts the prices."""
    columns = len(row_at)
    least, before, used = [inf] * columns, [0] * columns, [False] * columns
    column = 0
    while row_at[column]:
        used[column] = True
        here, step, following = row_at[column], inf, 0
        for other in (one for one in range(1, columns) if not used[one]):
            cost = costs[here - 1][other - 1] - of_row[here] - of_column[other]
            if cost < least[other]:
                least[other], before[other] = cost, column
            if least[other] < step:
                step, following = least[other], other
        for other in range(columns):
            if used[other]:
                of_row[row_at[other]] += step
                of_column[other] -= step
            else:
                least[other] -= step
        column = following
    return column, before


def corners(radius: float) -> list[Point]:
    """The corners of a cell's hexagon, standing on a corner."""
    return [
        (radius * sin(pi / 3 * corner), -radius * cos(pi / 3 * corner))
        for corner in range(6)
    ]


def _middle(points: Sequence[Point]) -> Point:
    return (
        sum(x for x, _ in points) / len(points),
        sum(y for _, y in points) / len(points),
    )


def _far(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
