"""Everything the gateway remembers, and how a transaction is found again."""

import sqlite3
from collections.abc import Iterator

from simulators.midtrans.channels import MANDIRI_BILLER_CODE
from simulators.midtrans.transactions import Status, Transaction
from simulators.shelf import Shelf


class Transactions:
    """The transactions, found by their own id, order, account number or QR."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._shelf = Shelf(database, Transaction)
        self._by_order: dict[str, str] = {}
        self._by_number: dict[str, str] = {}
        self._by_qr: dict[str, str] = {}
        for transaction in self._shelf:
            self._index(transaction)

    def __iter__(self) -> Iterator[Transaction]:
        return iter(self._shelf)

    def save(self, transaction: Transaction) -> None:
        # Only a new one is indexed: an order id that a cancel has freed belongs to
        # the transaction that took it last.
        if self._shelf.get(transaction.transaction_id) is None:
            self._index(transaction)
        self._shelf.put(transaction.transaction_id, transaction)

    def clear(self) -> None:
        self._shelf.clear()
        for index in (self._by_order, self._by_number, self._by_qr):
            index.clear()

    def find(self, reference: str) -> Transaction | None:
        """By transaction id or order id; the latest where an order id was freed."""
        return self._shelf.get(reference) or self._by(self._by_order, reference)

    def find_by_number(self, number: str) -> Transaction | None:
        """By virtual account, or bill key with or without the biller's code."""
        digits = "".join(filter(str.isdigit, number))
        return self._by(self._by_number, digits) or self._by(
            self._by_number, digits.removeprefix(MANDIRI_BILLER_CODE)
        )

    def find_by_qr(self, qr_string: str) -> Transaction | None:
        return self._by(self._by_qr, qr_string.strip())

    def is_number_taken(self, number: str) -> bool:
        taken = self._by(self._by_number, number)
        return taken is not None and taken.status is Status.PENDING

    def _index(self, transaction: Transaction) -> None:
        key = transaction.transaction_id
        self._by_order[transaction.order_id] = key
        if transaction.number:
            self._by_number[transaction.number] = key
        if transaction.qr_string:
            self._by_qr[transaction.qr_string] = key

    def _by(self, index: dict[str, str], value: str) -> Transaction | None:
        key = index.get(value)
        return None if key is None else self._shelf.get(key)
