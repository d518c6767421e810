"""The map and the columns of days as numbers for SVG. No words, no query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commandcenter.selectors.figures import PlaceRow
from commandcenter.selectors.money import Sums
from commandcenter.selectors.places import CityMap
from commandcenter.tiles import ROW_HEIGHT, Cell, corners

# One cell is this wide; tiles leave a hair of ground between them.
UNIT = 100
RADIUS = 56
MARGIN = 62
LABEL_LETTERS = 12
LINE = 16
# Shades by per cent of what was billed; less than the first is the lightest.
SHADES = (25, 50, 75, 100)
COLUMN, GAP = 16, 4
CHART_HEIGHT = 120
HEXAGON = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners(RADIUS))


@dataclass(frozen=True, slots=True)
class Tile:
    """One kelurahan as it is drawn. Shade 0: nothing was billed there."""

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
    view_box: str


def draw_map(city: CityMap, rows: Sequence[PlaceRow]) -> Drawing:
    """Tiles for every row; money without a kelurahan gets the last place below."""
    cells = [row.ward.cell for row in rows if row.ward]
    tiles = [_tile(row, row.ward.cell if row.ward else city.nowhere) for row in rows]
    islands = [
        {
            "name": kecamatan,
            "km": island.km,
            "compass": island.compass,
            **_below(island.cells.values()),
        }
        for island, kecamatan in city.islands
    ]
    every = [*cells, city.nowhere]
    left = min(round(cell.at[0] * UNIT) for cell in every) - MARGIN
    top = min(round(cell.at[1] * UNIT) for cell in every) - MARGIN
    right = max(round(cell.at[0] * UNIT) for cell in every) + MARGIN
    bottom = max(round(cell.at[1] * UNIT) for cell in every) + MARGIN + 36
    return Drawing(tiles, islands, f"{left} {top} {right - left} {bottom - top}")


def _tile(row: PlaceRow, cell: Cell) -> Tile:
    x, y = cell.at
    words = _wrapped(row.short_name)
    first = -8 - LINE * (len(words) - 1)
    return Tile(
        row=row,
        x=round(x * UNIT),
        y=round(y * UNIT),
        shade=shade_of(row.percent),
        lines=[(first + LINE * place, word) for place, word in enumerate(words)],
    )


def shade_of(percent: int | None) -> int:
    """The step of the one hue: 1 to 5, and 0 where there is nothing to measure."""
    if percent is None:
        return 0
    return 1 + sum(percent >= limit for limit in SHADES)


def _wrapped(name: str) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


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
