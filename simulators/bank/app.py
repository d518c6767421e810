"""Puts the bank together; answers with statements of one truth in three forms."""

import sqlite3
from datetime import date

from aiohttp import web

from simulators.bank.as_camt053 import write_camt053
from simulators.bank.as_csv import write_csv
from simulators.bank.as_mt940 import write_mt940
from simulators.bank.books import Books, Statement
from simulators.bank.control import Control
from simulators.bank.settings import Settings
from simulators.bank.slips import SLIPS
from simulators.bank.teller import Teller
from simulators.clock import Clock
from simulators.pages import show_style
from simulators.serving import Refused, explain_refusals, healthz

DAYS_MAX = 366


class Statements:
    """`?account=&date=`, or `from=` and `to=`, for each form."""

    def __init__(self, books: Books, clock: Clock, settings: Settings) -> None:
        self._books = books
        self._clock = clock
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/statement.csv", self.as_csv),
            web.get("/statement.mt940", self.as_mt940),
            web.get("/statement.camt053.xml", self.as_camt053),
        ]

    async def as_csv(self, request: web.Request) -> web.Response:
        """With `bom=1` it starts with the mark that spreadsheets put there."""
        text = write_csv(self._statements(request), self._settings.bank_name)
        encoding = "utf-8-sig" if request.query.get("bom") == "1" else "utf-8"
        body = text.encode(encoding)
        return web.Response(body=body, content_type="text/csv", charset="utf-8")

    async def as_mt940(self, request: web.Request) -> web.Response:
        text = write_mt940(self._statements(request))
        return web.Response(text=text, content_type="text/plain", charset="us-ascii")

    async def as_camt053(self, request: web.Request) -> web.Response:
        body = write_camt053(self._statements(request), self._clock.now())
        return web.Response(body=body, content_type="application/xml")

    def _statements(self, request: web.Request) -> list[Statement]:
        query = request.query
        account = self._books.account(query.get("account", ""))
        first = read_day("from", query.get("from") or query.get("date", ""))
        last = read_day("to", query.get("to") or first.isoformat())
        if not 0 <= (last - first).days < DAYS_MAX:
            raise Refused("from must not be after to, nor a year before it", 400)
        return list(self._books.statements(account, first, last))


def read_day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{name} (or date) must be YYYY-MM-DD", 400) from None


def make_app(settings: Settings, database: sqlite3.Connection) -> web.Application:
    clock = Clock(database, settings.zone)
    books = Books(settings.accounts, database)
    app = web.Application(middlewares=[explain_refusals])
    app.add_routes([web.get("/healthz", healthz)])
    app.add_routes(Control(books, clock).routes())
    app.add_routes(Statements(books, clock, settings).routes())
    tellers = [Teller(slip, books, clock, settings.bank_name) for slip in SLIPS]
    for teller in tellers:
        app.add_routes(teller.routes())
    app.router.add_get("/", tellers[0].show)
    app.router.add_get("/pages.css", show_style)
    return app
