"""The map and the columns of days as numbers for SVG. No words, no query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commandcenter.selectors.figures import NamedRow, PlaceRow
from commandcenter.selectors.money import Sums
from commandcenter.selectors.places import CityMap
from commandcenter.tiles import ROW_HEIGHT, Cell, corners

# One cell is this wide; tiles leave a hair of ground between them.
UNIT = 100
RADIUS = 56
MARGIN = 62
LABEL_LETTERS = 12
LINE = 16
# Shades by per mille of what was billed; less than the first is the lightest.
SHADES = (250, 500, 750, 1000)
FULL_PERMILLE = 1000
COLUMN, GAP = 16, 4
CHART_HEIGHT = 120
HEXAGON = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners(RADIUS))


@dataclass(frozen=True, slots=True)
class Tile:
    """One kelurahan as it is drawn, or a market as a point of its own.

    Shade 0: nothing was billed there.
    """

    row: PlaceRow
    x: int
    y: int
    shade: int
    lines: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map in units of the SVG."""

    tiles: Sequence[Tile]
    islands: Sequence[dict[str, Any]]
    aside: dict[str, int] | None
    view_box: str


def draw_map(city: CityMap, rows: Sequence[PlaceRow]) -> Drawing:
    """Tiles for every row; money without a kelurahan stands aside, below.

    `aside`: where the words above those stand, if there are any.
    """
    free = iter(city.aside)
    placed = [(row, row.ward.cell if row.ward else next(free)) for row in rows]
    tiles = [_tile(row, cell) for row, cell in placed]
    islands = [
        {
            "name": kecamatan,
            "km": island.km,
            "compass": island.compass,
            **_below(island.cells.values()),
        }
        for island, kecamatan in city.islands
    ]
    every = [cell for _row, cell in placed]
    left = min(round(cell.at[0] * UNIT) for cell in every) - MARGIN
    top = min(round(cell.at[1] * UNIT) for cell in every) - MARGIN
    right = max(round(cell.at[0] * UNIT) for cell in every) + MARGIN
    bottom = max(round(cell.at[1] * UNIT) for cell in every) + MARGIN + 36
    view_box = f"{left} {top} {right - left} {bottom - top}"
    beside = [cell for row, cell in placed if not row.ward]
    return Drawing(tiles, islands, _above(beside) if beside else None, view_box)


def _tile(row: PlaceRow, cell: Cell) -> Tile:
    x, y = cell.at
    words = _wrapped(row.name.split(" (")[0])
    first = -8 - LINE * (len(words) - 1)
    return Tile(
        row=row,
        x=round(x * UNIT),
        y=round(y * UNIT),
        shade=shade_of(row.permille),
        lines=[(first + LINE * place, word) for place, word in enumerate(words)],
    )


def shade_of(permille: int | None) -> int:
    """The step of the one hue: 1 to 5, and 0 where there is nothing to measure."""
    if permille is None:
        return 0
    return 1 + sum(permille >= limit for limit in SHADES)


def _wrapped(name: str) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _above(cells: Sequence[Cell]) -> dict[str, int]:
    """Where the words of a group stand: over the left of its first row."""
    first = min(cell.row for cell in cells)
    left = min(cell.at[0] for cell in cells)
    return {
        "x": round(left * UNIT) - RADIUS,
        "y": round(first * ROW_HEIGHT * UNIT) - RADIUS - LINE // 2,
    }


def draw_shortfalls(rows: Iterable[PlaceRow]) -> list[dict[str, Any]]:
    """Rows with bills, what lacks most first, each with its bar in per mille."""
    billed = [row for row in rows if row.billed.amount]
    billed.sort(key=lambda row: (-row.billed.unpaid.amount, row.name))
    return [{"row": row, "width": row.permille} for row in billed]


def draw_markets(rows: Sequence[NamedRow]) -> list[dict[str, Any]]:
    """Paid of this year's bills as bars, each with its bills as a line, zero-based."""
    most = max((row.billed.amount.amount for row in rows), default=0) or 1
    return [
        {
            "row": row,
            "width": row.billed.paid.amount * FULL_PERMILLE // most,
            "goal": row.billed.amount.amount * FULL_PERMILLE // most,
        }
        for row in sorted(rows, key=lambda row: (-row.billed.unpaid.amount, row.name))
    ]


def _below(cells: Iterable[Cell]) -> dict[str, int]:
    """Where an island's two lines of words stand: under the middle of its last row."""
    last = max(cell.row for cell in cells)
    middles = [cell.at[0] for cell in cells if cell.row == last]
    return {
        "x": round((min(middles) + max(middles)) / 2 * UNIT),
        "y": round(last * ROW_HEIGHT * UNIT) + RADIUS + LINE,
        "y2": round(last * ROW_HEIGHT * UNIT) + RADIUS + 2 * LINE + 3,
    }


def draw_days(days: Sequence[tuple[date, Sums]]) -> dict[str, Any]:
    """Columns from zero; the highest and the last carry their amounts."""
    most = max((sums.revenue.amount for _day, sums in days), default=0)
    columns: list[dict[str, Any]] = []
    for place, (day, sums) in enumerate(days):
        height = sums.revenue.amount * CHART_HEIGHT // most if most else 0
        x, y = place * (COLUMN + GAP), CHART_HEIGHT - height
        columns.append({"day": day, "sums": sums, "x": x, "y": y, "height": height})
    highest = max(columns, key=lambda column: int(column["height"]), default=None)
    return {
        "columns": columns,
        "highest": highest if most else None,
        "width": len(columns) * (COLUMN + GAP) - GAP,
        "column": COLUMN,
        "height": CHART_HEIGHT,
    }
