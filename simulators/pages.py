"""The few HTML pages of a simulator: templates of one folder in one frame and style."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

STYLE = Path(__file__).parent / "pages.css"
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def rupiah(amount_idr: int) -> str:
    sign = "−" if amount_idr < 0 else ""
    return f"{sign}Rp {abs(amount_idr):,}".replace(",", ".")


async def show_style(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(STYLE)


class Pages:
    """`<name>.html` of the folder, put into its `base.html` when it is a page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fragment(
        self, name: str, /, html: Mapping[str, str] | None = None, **values: str
    ) -> str:
        """A part of a page; `values` are escaped, `html` is a fragment already."""
        escaped = {key: escape(text) for key, text in values.items()}
        return self._template(name).substitute({**escaped, **(html or {})})

    def page(
        self,
        name: str,
        title: str,
        status: int = 200,
        /,
        html: Mapping[str, str] | None = None,
        **values: str,
    ) -> web.Response:
        """A whole page, with the same two kinds of values."""
        text = self._template("base").substitute(
            title=escape(title), body=self.fragment(name, html, **values)
        )
        return web.Response(
            text=text, status=status, content_type="text/html", headers=SECURITY
        )

    def _template(self, name: str) -> Template:
        return Template((self._folder / f"{name}.html").read_text())
