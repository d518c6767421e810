"""One receipt drawn, against plain WeasyPrint; LONG=1 also watches the memory."""

import os
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.figures import Figure, interleaved, milliseconds
from bench.papers import PROOF, receipt
from papers.models import PaperLayout
from papers.rendering import FONTS, STYLES, draw, html

BUDGET = 0.45
MEMORY_BUDGET_MIB = 4.0


def run() -> list[Figure]:
    """The whole job on both sides: template, QR, layout, PDF. Both PDFs are checked."""
    paper = receipt()
    style = (STYLES / "paper.css").read_text() + (STYLES / "a5.css").read_text()

    def floor() -> bytes:
        page = html(paper=paper, layout=PaperLayout.A5, proof=PROOF)
        fonts = FontConfiguration()
        base = FONTS.as_uri() + "/"
        css = CSS(string=style, base_url=base, font_config=fonts)
        return bytes(HTML(string=page).write_pdf(stylesheets=[css], font_config=fonts))

    def ours() -> bytes:
        return draw(paper=paper, layout=PaperLayout.A5, proof=PROOF)

    require_valid(floor())
    require_valid(ours())
    plain, mine = interleaved(
        lambda: _drop(floor()), lambda: _drop(ours()), rounds=5, times=5
    )
    ratio = mine / plain
    figures = [
        Figure("one receipt drawn", milliseconds(plain), milliseconds(mine), ratio,
               f"≤ {BUDGET}", ratio <= BUDGET)
    ]  # fmt: skip
    return figures + ([_memory(ours)] if os.environ.get("LONG") else [])


def require_valid(pdf: bytes) -> None:
    """A bench of broken files measures nothing: one A5 page, readable to the end."""
    reader = PdfFileReader(BytesIO(pdf))
    pages = reader.root["/Pages"]["/Count"]
    if pages != 1:
        raise SystemExit(f"the receipt has {pages} pages")


def _memory(ours: object) -> Figure:
    draw_one = ours
    assert callable(draw_one)
    for _ in range(500):
        draw_one()
    before = _resident_mib()
    for _ in range(1500):
        draw_one()
    grown = _resident_mib() - before
    return Figure(
        "memory, receipt 500 to 2,000",
        "0 MiB",
        f"{grown:+.1f} MiB",
        grown / MEMORY_BUDGET_MIB,
        "≤ +4 MiB",
        grown <= MEMORY_BUDGET_MIB,
    )


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _drop(_: bytes) -> None:
    return None
