"""The picture of the README: a bill, its QR and its receipt, as a phone shows them.

Drawn while the main job runs, and only when asked for:

    REMPAH_PICTURES=docs/pictures .venv/bin/python -m pytest tests/journeys -k trader
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

GAP, EDGE = 48, (127, 139, 135)
COLOURS = 64
# A tall telephone: the bill's calculation and the receipt's files come into sight.
HEIGHT = 2 * 880


class Walk:
    """Screens in the order they were seen; `finish` puts them side by side."""

    def __init__(self) -> None:
        folder = os.environ.get("REMPAH_PICTURES", "")
        self.target = Path(folder) / "walk.png" if folder else None
        self.screens: list[Image.Image] = []

    def see(self, page: Page) -> None:
        """Keep the top of the page, as a tall telephone shows it."""
        if self.target:
            taken = Image.open(BytesIO(page.screenshot(full_page=True)))
            self.screens.append(taken.convert("RGB").crop((0, 0, taken.width, HEIGHT)))

    def finish(self) -> None:
        """Write one small picture, each screen with a thin edge."""
        if not self.target:
            return
        widths = [screen.width for screen in self.screens]
        height = max(screen.height for screen in self.screens)
        size = (sum(widths) + GAP * (len(widths) + 1), height + 2 * GAP)
        sheet = Image.new("RGB", size, "white")
        left = GAP
        for screen in self.screens:
            edge = (left - 2, GAP - 2, left + screen.width + 2, GAP + screen.height + 2)
            sheet.paste(EDGE, edge)
            sheet.paste(screen, (left, GAP))
            left += screen.width + GAP
        self.target.parent.mkdir(parents=True, exist_ok=True)
        sheet.quantize(COLOURS).save(self.target, optimize=True)
