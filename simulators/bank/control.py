"""The hidden hand of the bank: money in and out, faults, clock and truth."""

from datetime import date

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from simulators.bank.books import Books, Entry, Side
from simulators.bank.slips import CASH
from simulators.clock import Clock, ClockMove
from simulators.serving import indented, read_control

PAYOUT_MARK = "PAYOUT"


class Posting(BaseModel):
    """A credit or debit; the reference makes it safe to repeat."""

    model_config = ConfigDict(extra="forbid")

    amount: int = Field(gt=0)
    reference: str = Field(min_length=1, max_length=35)
    description: str = ""
    account: str = ""
    booking_date: date | None = None
    value_date: date | None = None
    """Without a booking date the entry is booked on its value date, or else today."""


class Transfer(BaseModel):
    """Money from somebody who wrote no reference."""

    model_config = ConfigDict(extra="forbid")

    amount: int = Field(gt=0)
    sender: str = "NN"
    description: str = ""
    account: str = ""
    value_date: date | None = None


class CashDeposit(BaseModel):
    """Notes over the counter, with the number of the depositor's slip (STS)."""

    model_config = ConfigDict(extra="forbid")

    amount: int = Field(gt=0)
    reference: str = Field(min_length=1, max_length=80)
    account: str = ""
    on: date | None = Field(default=None, alias="date")


class Plan(BaseModel):
    """What may go wrong: true loses every payout, a number the next ones."""

    model_config = ConfigDict(extra="forbid")

    drop_payouts: bool | int = False


class Control:
    """Everything under /_control/."""

    def __init__(self, books: Books, clock: Clock) -> None:
        self._books = books
        self._clock = clock
        self._plan = Plan()
        self._dropped: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/_control/credit", self.credit),
            web.post("/_control/debit", self.debit),
            web.post("/_control/transfer", self.transfer),
            web.post("/_control/cash-deposit", self.cash_deposit),
            web.post("/_control/faults", self.set_faults),
            web.get("/_control/faults", self.show_faults),
            web.post("/_control/clock", self.move_clock),
            web.get("/_control/clock", self.show_clock),
            web.post("/_control/reset", self.reset),
            web.get("/_control/truth", self.truth),
        ]

    async def credit(self, request: web.Request) -> web.Response:
        posting = await read_control(request, Posting)
        if PAYOUT_MARK in posting.description and self._loses_payout():
            # The sender is told that all went well; that is the trouble with it.
            self._dropped.append(posting.reference)
            return web.json_response({"reference": posting.reference})
        return self._post("credit", posting)

    async def debit(self, request: web.Request) -> web.Response:
        return self._post("debit", await read_control(request, Posting))

    async def transfer(self, request: web.Request) -> web.Response:
        given = await read_control(request, Transfer)
        day = given.value_date or self._today()
        entry = Entry(
            entry_id=self._books.next_entry_id(day),
            account=self._books.account(given.account).number,
            side="credit",
            amount_idr=given.amount,
            reference="",
            description=f"TRF DARI {given.sender} {given.description}".strip(),
            booked_on=day,
            value_on=day,
        )
        return web.json_response(describe(self._books.post(entry)))

    async def cash_deposit(self, request: web.Request) -> web.Response:
        """The teller types the slip's number; a repeated slip is booked once."""
        given = await read_control(request, CashDeposit)
        entry = self._books.book_slip(
            account=self._books.account(given.account),
            side=CASH.side,
            narrative=CASH.narrative,
            reference=given.reference,
            amount_idr=given.amount,
            day=given.on or self._today(),
        )
        return web.json_response(describe(entry))

    async def set_faults(self, request: web.Request) -> web.Response:
        """Replace the plan; an empty object ends all faults."""
        self._plan = await read_control(request, Plan)
        return await self.show_faults(request)

    async def show_faults(self, _request: web.Request) -> web.Response:
        plan = self._plan.model_dump()
        return web.json_response({"plan": plan, "dropped": self._dropped})

    async def move_clock(self, request: web.Request) -> web.Response:
        self._clock.move(await read_control(request, ClockMove))
        return await self.show_clock(request)

    async def show_clock(self, _request: web.Request) -> web.Response:
        return web.json_response(self._clock.describe())

    async def reset(self, request: web.Request) -> web.Response:
        """Forget every entry and fault; real time again."""
        self._books.clear()
        self._plan, self._dropped = Plan(), []
        self._clock.move(ClockMove(offset_seconds=0))
        return await self.show_clock(request)

    async def truth(self, _request: web.Request) -> web.Response:
        books = self._books
        accounts = [
            {
                "number": account.number,
                "name": account.name,
                "opening": account.opening_idr,
                "closing": account.opening_idr
                + sum(entry.signed_idr for entry in books.entries(account)),
                "entries": [describe(entry) for entry in books.entries(account)],
            }
            for account in books.accounts
        ]
        document = {**self._clock.describe(), "accounts": accounts}
        return web.json_response(text=indented(document))

    def _post(self, side: Side, posting: Posting) -> web.Response:
        value_on = posting.value_date or self._today()
        booked_on = posting.booking_date or value_on
        entry = Entry(
            entry_id=self._books.next_entry_id(booked_on),
            account=self._books.account(posting.account).number,
            side=side,
            amount_idr=posting.amount,
            reference=posting.reference,
            description=posting.description or posting.reference,
            booked_on=booked_on,
            value_on=value_on,
        )
        return web.json_response(describe(self._books.post(entry)))

    def _loses_payout(self) -> bool:
        plan = self._plan
        if plan.drop_payouts is True:
            return True
        if not plan.drop_payouts:
            return False
        plan.drop_payouts -= 1
        return True

    def _today(self) -> date:
        return self._clock.now().date()


def describe(entry: Entry) -> dict[str, object]:
    return entry.model_dump(mode="json")
