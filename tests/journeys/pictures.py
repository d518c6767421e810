"""The pictures of docs/: screens as the journeys see them, side by side, by page.

Drawn while the journeys run, and only when asked for; look at each before it is kept:

    REMPAH_PICTURES=docs/pictures .venv/bin/python -m pytest -n 0 tests/journeys
"""

import os
from collections import defaultdict
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

# A tall telephone: the bill's calculation and the receipt's files come into sight.
HEIGHT = 880
SCALE, GAP, EDGE = 1.5, 24, (127, 139, 135)
# Of the most common ones: a page has few, and letters their shades.
COLOURS = 24

FOLDER = os.environ.get("REMPAH_PICTURES", "")
# What open_page adds to a context, so that letters are sharp.
FINE = {"device_scale_factor": SCALE} if FOLDER else {}
_seen: dict[str, list[Image.Image]] = defaultdict(list)


def see(page: Page, name: str) -> None:
    """Add the top of the page, as it looks now, to the picture of that name."""
    if not FOLDER:
        return
    page.evaluate("scrollTo(0, 0); document.activeElement?.blur()")
    taken = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    top = HEIGHT * page.evaluate("devicePixelRatio")
    _seen[name].append(taken.crop((0, 0, taken.width, min(taken.height, int(top)))))
    _draw(_seen[name], Path(FOLDER) / f"{name}.webp")


def _draw(screens: list[Image.Image], target: Path) -> None:
    """One small picture of all screens, each with a thin edge."""
    height = max(screen.height for screen in screens)
    width = sum(screen.width + GAP for screen in screens) + GAP
    sheet = Image.new("RGB", (width, height + 2 * GAP), "white")
    left = GAP
    for screen in screens:
        edge = (left - 2, GAP - 2, left + screen.width + 2, GAP + screen.height + 2)
        sheet.paste(EDGE, edge)
        sheet.paste(screen, (left, GAP))
        left += screen.width + GAP
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(palette=_palette(sheet), dither=Image.Dither.NONE).convert(
        "RGB"
    ).save(target, lossless=True, method=6)


def _palette(sheet: Image.Image) -> Image.Image:
    """The most common colours: those of the page stay exactly what they are."""
    counted = sheet.getcolors(sheet.width * sheet.height) or []
    common = sorted(counted, reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette(
        [part for _, colour in common if isinstance(colour, tuple) for part in colour]
    )
    return palette
