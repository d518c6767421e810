"""The accounts and every entry in them: one truth for all forms of statement."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel

from simulators.serving import Refused
from simulators.shelf import Shelf

type Side = Literal["credit", "debit"]


@dataclass(frozen=True)
class Account:
    number: str
    name: str
    opening_idr: int


class Entry(BaseModel):
    entry_id: str
    account: str
    side: Side
    amount_idr: int
    reference: str
    """The customer's reference; empty for a free transfer."""
    description: str
    booked_on: date
    value_on: date

    @property
    def signed_idr(self) -> int:
        return self.amount_idr if self.side == "credit" else -self.amount_idr


class Form(BaseModel):
    """A form of the teller's that was handed in, and what was booked by it."""

    entry_id: str


@dataclass(frozen=True)
class Line:
    """An entry and the balance after it."""

    entry: Entry
    balance_idr: int


@dataclass(frozen=True)
class Statement:
    """One account on one day; closing is opening plus the sum of its lines."""

    account: Account
    day: date
    opening_idr: int
    lines: list[Line]

    @property
    def number(self) -> int:
        """Counts the days of the year, so that a missing statement shows."""
        return self.day.timetuple().tm_yday

    @property
    def closing_idr(self) -> int:
        return self.lines[-1].balance_idr if self.lines else self.opening_idr


class Books:
    """The only writer of entries."""

    def __init__(self, accounts: list[Account], database: sqlite3.Connection) -> None:
        self._accounts = {account.number: account for account in accounts}
        self._entries = Shelf(database, Entry)
        self._forms = Shelf(database, Form)

    @property
    def accounts(self) -> list[Account]:
        return list(self._accounts.values())

    def account(self, number: str) -> Account:
        """The named account, or the first one; raises Refused 404."""
        found = self._accounts.get(number) if number else self.accounts[0]
        if found is None:
            raise Refused(f"no account {number}", 404)
        return found

    def post(self, entry: Entry) -> Entry:
        """Book an entry once: a repeated reference gives back the first booking.

        Raises Refused 409 when the same reference comes with other money.
        """
        earlier = self.find(entry.account, entry.reference)
        if earlier is None:
            self._entries.put(entry.entry_id, entry)
            return entry
        if earlier.signed_idr != entry.signed_idr:
            raise Refused(f"reference {entry.reference} was booked with another amount")
        return earlier

    def book_slip(
        self,
        *,
        account: Account,
        side: Side,
        narrative: str,
        reference: str,
        amount_idr: int,
        day: date,
        form_key: str = "",
    ) -> Entry:
        """Book a slip over the counter: notes by their STS, or an order to pay.

        `form_key` is the one-time key of the form that it was typed into.
        """
        entry = Entry(
            entry_id=self.next_entry_id(day),
            account=account.number,
            side=side,
            amount_idr=amount_idr,
            reference=reference,
            description=f"{narrative} {reference}",
            booked_on=day,
            value_on=day,
        )
        booked = self.post(entry)
        if form_key:
            self._forms.put(form_key, Form(entry_id=booked.entry_id))
        return booked

    def entry_of_form(self, key: str) -> Entry | None:
        """What the form with this one-time key was booked as, if it was."""
        form = self._forms.get(key)
        return self._entries.get(form.entry_id) if form else None

    def next_entry_id(self, day: date) -> str:
        return f"FT{day:%y%j}{len(self._entries) + 1:07d}"

    def entries(self, account: Account) -> list[Entry]:
        """In the order of their days, then as they came."""
        own = [entry for entry in self._entries if entry.account == account.number]
        return sorted(own, key=lambda entry: entry.booked_on)

    def balance(self, account: Account, day: date) -> int:
        """Rupiah in the account at the end of a day."""
        return next(self.statements(account, day, day)).closing_idr

    def statements(
        self, account: Account, first: date, last: date
    ) -> Iterator[Statement]:
        """One statement a day, also for days without entries."""
        entries = self.entries(account)
        before = [entry.signed_idr for entry in entries if entry.booked_on < first]
        balance = account.opening_idr + sum(before)
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            opening, lines = balance, []
            for entry in entries:
                if entry.booked_on == day:
                    balance += entry.signed_idr
                    lines.append(Line(entry, balance))
            yield Statement(account, day, opening, lines)

    def clear(self) -> None:
        self._entries.clear()
        self._forms.clear()

    def find(self, account: str, reference: str) -> Entry | None:
        """The entry of an account with a customer's reference."""
        if not reference:
            return None
        return next(
            (
                entry
                for entry in self._entries
                if (entry.account, entry.reference) == (account, reference)
            ),
            None,
        )
