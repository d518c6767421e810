"""The bank for people: slips over the counter, the accounts and their statements."""

import re
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web

from simulators.bank.books import Account, Books, Entry, Statement
from simulators.bank.slips import SLIPS, Slip
from simulators.clock import Clock
from simulators.pages import Pages, rupiah
from simulators.serving import Refused

PAGES = Pages(Path(__file__).parent / "pages")
DAYS_SHOWN = 5
REFERENCE_MAX = 80
KEY_MAX = 64
AMOUNT = re.compile(
    r"(?:Rp)?\s*([1-9][0-9]{0,2}(?:\.[0-9]{3}){0,3}|[1-9][0-9]{0,11})(?:,00)?"
)
"""Whole rupiah below a million million, with or without what a slip prints around."""
NO_AMOUNT = "Isi jumlah dalam rupiah penuh, misalnya 22.000."
NO_ACCOUNT = "Pilih rekening yang ada."
NO_KEY = "Formulir ini tidak lengkap. Buka halaman ini lagi dan isi dari awal."
TOO_LITTLE = "Saldo rekening ini hanya {balance}. Tidak ada yang dibayar."


class Teller:
    """One page and one button for one kind of slip."""

    def __init__(self, slip: Slip, books: Books, clock: Clock, bank_name: str) -> None:
        self._slip = slip
        self._books = books
        self._clock = clock
        self._bank_name = bank_name

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(self._slip.path, self.show),
            web.post(self._slip.path, self.hand_in),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """`?reference=&amount=&account=` fill the form; `?form=` tells what it did."""
        names = ("reference", "amount", "account")
        filled = {name: request.query.get(name, "") for name in names}
        done = self._books.entry_of_form(request.query.get("form", ""))
        return self._page({**filled, "key": secrets.token_urlsafe()}, done=done)

    async def hand_in(self, request: web.Request) -> web.Response:
        """Book the slip and lead away; the same form sent again adds nothing."""
        posted = await request.post()
        names = ("reference", "amount", "account", "key")
        form = {name: str(posted.get(name, "")).strip() for name in names}
        try:
            if self._books.entry_of_form(form["key"]) is None:
                self._book(form)
        except Refused as refused:
            return self._page(form, error=refused.reason, status=refused.status)
        query = urlencode({"form": form["key"]})
        raise web.HTTPSeeOther(f"{self._slip.path}?{query}")

    def _book(self, form: dict[str, str]) -> None:
        """Raises Refused with what is wrong, and books nothing then."""
        reference = " ".join(form["reference"].split())
        amount = AMOUNT.fullmatch(form["amount"])
        account = self._account(form["account"])
        if not 0 < len(form["key"]) <= KEY_MAX:
            raise Refused(NO_KEY, 400)
        if not reference.isprintable() or not 0 < len(reference) <= REFERENCE_MAX:
            raise Refused(self._slip.without_reference, 400)
        if amount is None:
            raise Refused(NO_AMOUNT, 400)
        self._require_new(account, reference)
        amount_idr = int(amount[1].replace(".", ""))
        if self._slip.side == "debit":
            self._require_balance(account, amount_idr)
        self._books.book_slip(
            account=account,
            side=self._slip.side,
            narrative=self._slip.narrative,
            reference=reference,
            amount_idr=amount_idr,
            day=self._today(),
            form_key=form["key"],
        )

    def _require_new(self, account: Account, reference: str) -> None:
        if same := self._books.find(account.number, reference):
            day, amount = _day(same.booked_on), rupiah(same.amount_idr)
            raise Refused(self._slip.repeated.format(day=day, amount=amount))

    def _require_balance(self, account: Account, amount_idr: int) -> None:
        balance_idr = self._books.balance(account, self._today())
        if balance_idr < amount_idr:
            raise Refused(TOO_LITTLE.format(balance=rupiah(balance_idr)))

    def _account(self, number: str) -> Account:
        try:
            return self._books.account(number)
        except Refused as refused:
            raise Refused(NO_ACCOUNT, 400) from refused

    def _page(
        self,
        form: dict[str, str],
        *,
        error: str = "",
        done: Entry | None = None,
        status: int = 200,
    ) -> web.Response:
        accounts = self._books.accounts
        chosen, slip = form["account"], self._slip
        return PAGES.page(
            "teller",
            slip.title,
            status,
            html={
                "done": _describe(slip, done) if done else "",
                "links": "".join(_link(one) for one in SLIPS if one is not slip),
                "choices": "".join(_choice(one, chosen) for one in accounts),
                "accounts": "".join(map(self._describe_account, accounts)),
            },
            bank=self._bank_name,
            moment=f"{self._clock.now():%d/%m/%Y %H.%M %Z}",
            path=slip.path,
            title=slip.title,
            label=slip.label,
            hint=slip.hint,
            account_label=slip.account_label,
            button=slip.button,
            error=error,
            key=form["key"],
            reference=form["reference"],
            amount=form["amount"],
        )

    def _describe_account(self, account: Account) -> str:
        today = self._today()
        entries = self._books.entries(account)
        days = {entry.booked_on for entry in entries if entry.booked_on < today}
        shown = [today, *sorted(days, reverse=True)[: DAYS_SHOWN - 1]]
        statements = [next(self._books.statements(account, day, day)) for day in shown]
        later = "".join(_line(one) for one in entries if one.booked_on > today)
        return PAGES.fragment(
            "account",
            html={
                "days": "".join(map(_statement, statements)),
                "later": PAGES.fragment("later", {"lines": later})
                if later
                else PAGES.fragment("later_none"),
            },
            name=account.name,
            number=account.number,
            day=_day(today),
            balance=rupiah(statements[0].closing_idr),
        )

    def _today(self) -> date:
        return self._clock.now().date()


def _choice(account: Account, chosen: str) -> str:
    selected = " selected" if account.number == chosen else ""
    return PAGES.fragment(
        "choice", selected=selected, name=account.name, number=account.number
    )


def _link(slip: Slip) -> str:
    return PAGES.fragment("link", path=slip.path, title=slip.title)


def _describe(slip: Slip, entry: Entry) -> str:
    return PAGES.fragment(
        "done",
        done=slip.done,
        label=slip.done_label,
        reference=entry.reference,
        amount=rupiah(entry.amount_idr),
        day=_day(entry.booked_on),
        entry_id=entry.entry_id,
    )


def _statement(statement: Statement) -> str:
    day, number = statement.day.isoformat(), statement.account.number
    lines = "".join(_line(line.entry) for line in statement.lines)
    return PAGES.fragment(
        "day",
        {"lines": lines or PAGES.fragment("line_none")},
        day=_day(statement.day),
        opening=rupiah(statement.opening_idr),
        closing=rupiah(statement.closing_idr),
        query=urlencode({"account": number, "date": day}),
    )


def _line(entry: Entry) -> str:
    is_told = entry.reference in entry.description
    return PAGES.fragment(
        "line",
        description=entry.description,
        day=_day(entry.booked_on),
        entry_id=entry.entry_id,
        reference="" if is_told else f" · {entry.reference}",
        amount=rupiah(entry.signed_idr),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
