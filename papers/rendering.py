"""Draws a paper as PDF: the only importer of WeasyPrint. Reads values, writes nothing.

What each choice below is worth is measured in docs/adr/0006: one fetcher, one parsed
style and one font configuration a process; floats and fixed tables; a subset font; a QR
of one pixel a module.
"""

import atexit
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from PIL import ImageFile

from papers.models import Paper, PaperLayout
from papers.qr import qr_data_uri

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

STYLES: Path = settings.BASE_DIR / "templates" / "papers"
# A sheet of plates is no paper: it has no number, and is drawn anew when it is wanted.
PLATES = "plates"
FONTS: Path = settings.BASE_DIR / "static" / "fonts"


class NothingIsFetched(RuntimeError):
    """A page wanted something from outside itself; only our fonts may be."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the paper says about itself: its link, its fingerprint, whose signature."""

    url: str
    fingerprint: str
    signature_note: str


def draw(*, paper: Paper, layout: PaperLayout, proof: Proof) -> bytes:
    """The paper as an unsigned PDF, in Indonesian, from its stored values alone.

    Raises:
        NothingIsFetched: the page names an address. No paper is signed with a hole
            where something was missing.
    """
    press = _press()
    document = press.print(html(paper=paper, layout=layout, proof=proof), layout)
    if layout is PaperLayout.ROLL_58MM:
        _cut_the_roll(document)
    pdf: bytes = document.write_pdf()
    return pdf


def draw_plates(context: dict[str, Any]) -> bytes:
    """Sheets of A4 with the plates of a market (templates/papers/plates.html), as PDF.

    Raises:
        NothingIsFetched: the page names an address.
    """
    with translation.override("id"):
        page = render_to_string("papers/plates.html", context)
    pdf: bytes = _press().print(page, PLATES).write_pdf()
    return pdf


def html(*, paper: Paper, layout: PaperLayout, proof: Proof) -> str:
    """The page that is drawn; also what the bench draws plainly, as its floor."""
    context = {
        "paper": paper,
        "values": _with_dates(paper.values),
        # Each rule once, in the order of the lines.
        "bases": list(dict.fromkeys(line["basis"] for line in paper.values["lines"])),
        "proof": proof,
        "qr": qr_data_uri(proof.url),
    }
    name = f"papers/{paper.kind.lower()}/{layout.value}.html"
    with translation.override("id"):
        return render_to_string(name, context)


@dataclass(frozen=True, slots=True)
class Press:
    """What a process prints with, made once: styles, fonts, a refusing fetcher."""

    styles: "dict[str, CSS]"
    fonts: "FontConfiguration"
    fetcher: "URLFetcher"

    def print(self, page: str, style: str) -> "Document":
        from weasyprint import HTML  # noqa: PLC0415 (as in _press)
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

        try:
            return HTML(string=page, url_fetcher=self.fetcher).render(
                stylesheets=[self.styles[style]], font_config=self.fonts
            )
        except FatalURLFetchingError as error:
            # Theirs is a BaseException, which would end the worker, not the task.
            raise NothingIsFetched(str(error)) from None


@cache
def _press() -> Press:
    # The fonts' folder is removed while Python still stands, not during its end.
    atexit.register(_press.cache_clear)
    # Importing WeasyPrint takes 1 to 3 s and 40 MiB: only a worker that draws pays it.
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    # Its import lets the whole process take pictures that were cut; uploads must not.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class NoNetwork(URLFetcher):  # type: ignore[misc]
        """Opens what a page holds in itself, and our own fonts. Nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if not url.startswith(("data:", FONTS.as_uri() + "/")):
                raise FatalURLFetchingError("a paper fetches nothing")
            return super().fetch(url, headers)

    fonts, fetcher = FontConfiguration(), NoNetwork()
    styles = {
        name: CSS(
            string=_style("paper") + _style(name),
            base_url=FONTS.as_uri() + "/",
            url_fetcher=fetcher,
            font_config=fonts,
        )
        for name in (*PaperLayout.values, PLATES)
    }
    return Press(styles, fonts, fetcher)


def _style(name: str) -> str:
    return (STYLES / f"{name}.css").read_text()


def _cut_the_roll(document: "Document") -> None:
    """End the one long page of a roll where its content ends."""
    page = document.pages[0]
    root = page._page_box.children[0]
    page.height = root.position_y + root.margin_height() + page._page_box.margin_bottom


def _with_dates(value: Any, name: str = "") -> Any:
    """Stored values with `_on` read as dates and `_at` as instants, however deep."""
    if isinstance(value, dict):
        return {key: _with_dates(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_dates(inner) for inner in value]
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    return value
