"""From payment to bank: the daily report, and one lump a banking day."""

import asyncio
import csv
import io
import secrets
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import aiohttp
from pydantic import AwareDatetime, BaseModel

from simulators.clock import WIB
from simulators.midtrans.answers import wire_time
from simulators.midtrans.gateway import Gateway
from simulators.midtrans.transactions import Refund, Transaction
from simulators.shelf import Shelf

PAYOUT_TIME = time(10, 0)
SATURDAY = 5
BANK_TIMEOUT = aiohttp.ClientTimeout(10)
COLUMNS = (
    "Order ID",
    "Transaction ID",
    "Transaction Time",
    "Settlement Time",
    "Payment Type",
    "Acquirer",
    "Status",
    "Gross Amount",
    "Fee",
    "Fee VAT",
    "Net Amount",
    "Refund Amount",
    "Refund Type",
    "Withdrawal ID",
    "Custom Field 1",
)

type Row = dict[str, str]


class Payout(BaseModel):
    """One lump to the merchant's bank account."""

    withdrawal_id: str
    requested_on: date
    amount_idr: int
    gross_idr: int
    fee_idr: int
    fee_vat_idr: int
    refund_idr: int
    transactions: int
    completed_at: AwareDatetime | None = None


class Progress(BaseModel):
    """The last day whose payout has been made."""

    paid_out_to: date


def is_banking_day(day: date, holidays: frozenset[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def payout_day(settled_on: date, days: int, holidays: frozenset[date]) -> date:
    """The n-th banking day after the WIB date of a payment."""
    day = settled_on
    while days:
        day += timedelta(days=1)
        days -= is_banking_day(day, holidays)
    return day


class Settlement:
    """Makes the payouts that the clock has passed, and tells the bank of them."""

    def __init__(self, gateway: Gateway, database: sqlite3.Connection) -> None:
        self._gateway = gateway
        self._sending = asyncio.Lock()
        self.payouts = Shelf(database, Payout)
        self._progress = Shelf(database, Progress)
        if self._progress.get("") is None:
            self._start_here()

    def clear(self) -> None:
        self.payouts.clear()
        self._start_here()

    async def run_due(self) -> None:
        """Make every payout up to now, one a banking day, and send what is unsent."""
        last = self._last_day_passed()
        progress = self._progress.get("")
        day = progress.paid_out_to if progress else last
        if last < day and not len(self.payouts):
            # The clock was set back before anything was paid out: begin there.
            self._start_here()
        while day < last:
            day += timedelta(days=1)
            if is_banking_day(day, self._gateway.settings.holidays):
                self._pay_out(day)
            self._progress.put("", Progress(paid_out_to=day))
        await self._send_unsent()

    def report(self, day: date) -> list[Row]:
        """The lines of one WIB date; nets of one withdrawal add up to its amount."""
        return [row for moment, row in self._rows() if moment.date() == day]

    def _start_here(self) -> None:
        self._progress.put("", Progress(paid_out_to=self._last_day_passed()))

    def _last_day_passed(self) -> date:
        now = self._gateway.clock.now().astimezone(WIB)
        is_before_payout = now.time() < PAYOUT_TIME
        return now.date() - timedelta(days=int(is_before_payout))

    def _is_due(self, moment: datetime, day: date) -> bool:
        settings = self._gateway.settings
        settled_on = moment.astimezone(WIB).date()
        return payout_day(settled_on, settings.payout_days, settings.holidays) <= day

    def _pay_out(self, day: date) -> None:
        """Gather what is due; nothing is paid while refunds outweigh it."""
        payments = [
            transaction
            for transaction in self._gateway.transactions
            if transaction.is_settled
            and not transaction.payout_id
            and transaction.settled_at is not None
            and self._is_due(transaction.settled_at, day)
        ]
        refunds = [
            (transaction, refund)
            for transaction in self._gateway.transactions
            for refund in transaction.refunds
            if not refund.payout_id and self._is_due(refund.created_at, day)
        ]
        payout = _sum_up(day, payments, [refund for _, refund in refunds])
        if payout.amount_idr <= 0:
            return
        for transaction in payments:
            transaction.payout_id = payout.withdrawal_id
        for _, refund in refunds:
            refund.payout_id = payout.withdrawal_id
        for transaction in [*payments, *(owner for owner, _ in refunds)]:
            self._gateway.transactions.save(transaction)
        self.payouts.put(payout.withdrawal_id, payout)

    async def _send_unsent(self) -> None:
        """Hand every payout to the bank; one that the bank has not taken waits."""
        bank_url = self._gateway.settings.bank_url
        unsent = [payout for payout in self.payouts if payout.completed_at is None]
        if not bank_url or not unsent:
            return
        async with (
            self._sending,
            aiohttp.ClientSession(timeout=BANK_TIMEOUT) as session,
        ):
            for payout in unsent:
                if payout.completed_at is None:
                    await self._send(payout, session, f"{bank_url}/_control/credit")

    async def _send(
        self, payout: Payout, session: aiohttp.ClientSession, url: str
    ) -> None:
        credit = {
            "reference": payout.withdrawal_id,
            "description": f"MIDTRANS PAYOUT {payout.withdrawal_id}",
            "amount": payout.amount_idr,
            "value_date": payout.requested_on.isoformat(),
        }
        try:
            async with session.post(url, json=credit) as response:
                response.raise_for_status()
        except (TimeoutError, aiohttp.ClientError):
            return
        payout.completed_at = self._gateway.now()
        self.payouts.put(payout.withdrawal_id, payout)

    def _rows(self) -> Iterator[tuple[datetime, Row]]:
        for transaction in self._gateway.transactions:
            settled_at = transaction.settled_at
            if settled_at is None or not transaction.is_settled:
                continue
            yield settled_at.astimezone(WIB), _payment_row(transaction, settled_at)
            for refund in transaction.refunds:
                moment = refund.created_at.astimezone(WIB)
                yield moment, _refund_row(transaction, refund)


def write_csv(rows: list[Row], shuffle_seed: int | None = None) -> str:
    """The report; a seed puts its columns in another order and adds one."""
    columns = list(COLUMNS)
    if shuffle_seed is not None:
        columns.append("Channel")
        Random(shuffle_seed).shuffle(columns)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _sum_up(day: date, payments: list[Transaction], refunds: list[Refund]) -> Payout:
    gross = sum(payment.amount_idr for payment in payments)
    fee = sum(payment.fee_idr for payment in payments)
    vat = sum(payment.fee_vat_idr for payment in payments)
    refunded = sum(refund.amount_idr for refund in refunds)
    return Payout(
        withdrawal_id=f"WD{day:%Y%m%d}{secrets.randbelow(10**6):06d}",
        requested_on=day,
        amount_idr=gross - fee - vat - refunded,
        gross_idr=gross,
        fee_idr=fee,
        fee_vat_idr=vat,
        refund_idr=refunded,
        transactions=len(payments),
    )


def _payment_row(transaction: Transaction, settled_at: datetime) -> Row:
    gross, fee = transaction.amount_idr, transaction.fee_idr
    vat = transaction.fee_vat_idr
    return _identity(transaction) | {
        "Settlement Time": wire_time(settled_at),
        "Status": "settlement",
        "Gross Amount": str(gross),
        "Fee": str(fee),
        "Fee VAT": str(vat),
        "Net Amount": str(gross - fee - vat),
        "Refund Amount": "0",
        "Withdrawal ID": transaction.payout_id,
    }


def _refund_row(transaction: Transaction, refund: Refund) -> Row:
    """A line of its own, on the day of the refund: the payment's day may be closed."""
    return _identity(transaction) | {
        "Settlement Time": wire_time(refund.created_at),
        "Status": "refund",
        "Gross Amount": "0",
        "Fee": "0",
        "Fee VAT": "0",
        "Net Amount": str(-refund.amount_idr),
        "Refund Amount": str(refund.amount_idr),
        "Refund Type": "normal",
        "Withdrawal ID": refund.payout_id,
    }


def _identity(transaction: Transaction) -> Row:
    return {
        "Order ID": transaction.order_id,
        "Transaction ID": transaction.transaction_id,
        "Transaction Time": wire_time(transaction.created_at),
        "Payment Type": transaction.channel.payment_type,
        "Acquirer": transaction.channel.acquirer,
        "Refund Type": "",
        "Custom Field 1": transaction.custom_fields.get("custom_field1", ""),
    }
