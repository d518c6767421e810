"""The gateway itself: the only writer of a transaction's state.

Every verb finds, decides, saves and announces without waiting for anything, so that
one process needs no lock.
"""

import heapq
import secrets
import sqlite3
import uuid
from collections.abc import Sequence
from datetime import datetime

from simulators.clock import Clock
from simulators.midtrans import qr
from simulators.midtrans.channels import CHANNELS, Channel, ChannelName
from simulators.midtrans.charges import Body, read_charge
from simulators.midtrans.errors import (
    CANNOT_MODIFY,
    CONFLICT,
    NO_VA_NUMBER,
    NOT_FOUND,
    Refusal,
)
from simulators.midtrans.fees import fee_of
from simulators.midtrans.refunds import read_refund
from simulators.midtrans.settings import Settings
from simulators.midtrans.store import Transactions
from simulators.midtrans.transactions import Refund, Status, Step, Transaction
from simulators.midtrans.webhooks import Notifier

ISSUER = "dana"
"""Of the wallet that pays when nobody says otherwise: not the acquirer, so off us."""


class Gateway:
    """Takes charges, money and refunds, and tells the merchant about each."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: sqlite3.Connection,
        notifier: Notifier,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.transactions = Transactions(database)
        self.notifier = notifier
        self._expiries = [
            (transaction.expires_at, transaction.transaction_id)
            for transaction in self.transactions
            if transaction.status is Status.PENDING
        ]
        heapq.heapify(self._expiries)

    def now(self) -> datetime:
        """To the second, as everything is stamped here."""
        return self.clock.now().replace(microsecond=0)

    def find(self, reference: str) -> Transaction:
        """By order id or transaction id; raises Refusal 404."""
        self.expire_due()
        transaction = self.transactions.find(reference)
        if transaction is None:
            raise Refusal(404, NOT_FOUND)
        return transaction

    def charge(self, body: Body, notify_urls: Sequence[str]) -> Transaction:
        """Take a charge; raises Refusal 400, 402, 406 or 505."""
        self.expire_due()
        now = self.now()
        wanted = read_charge(body, now)
        earlier = self.transactions.find(wanted.order_id)
        if earlier is not None and not earlier.frees_order_id:
            raise Refusal(406, CONFLICT)
        transaction = self._new(wanted.channel, wanted.gross_idr, now, notify_urls)
        transaction.order_id = wanted.order_id
        transaction.expires_at = wanted.expires_at
        transaction.custom_fields = wanted.custom_fields
        transaction.metadata = wanted.metadata
        if wanted.channel.is_qris:
            # GoPay puts a reference of its own under 62-50, which makes each QR unique.
            transaction.qr_string = qr.write_payload(
                self.settings.merchant,
                wanted.gross_idr,
                [("50", transaction.transaction_id)],
            )
        else:
            transaction.number = self._number(wanted.channel, wanted.chosen_number)
        heapq.heappush(
            self._expiries, (transaction.expires_at, transaction.transaction_id)
        )
        self._tell(transaction)
        return transaction

    def cancel(self, reference: str) -> Transaction:
        return self._move(self.find(reference), Status.CANCEL)

    def expire(self, reference: str) -> Transaction:
        return self._move(self.find(reference), Status.EXPIRE)

    def deny(self, reference: str) -> Transaction:
        """Refuse a pending payment, as a provider does; never undoes a settled one."""
        transaction = self.find(reference)
        if transaction.status is not Status.PENDING:
            raise Refusal(412, CANNOT_MODIFY)
        return self._move(transaction, Status.DENY)

    def pay(
        self,
        transaction: Transaction,
        *,
        at: datetime,
        amount_idr: int | None = None,
        issuer: str = ISSUER,
        is_late: bool = False,
    ) -> None:
        """Take the payer's money; a late one only where the caller says so."""
        amount = transaction.gross_idr if amount_idr is None else amount_idr
        if is_late and transaction.status is not Status.PENDING:
            transaction.settle_late(amount, issuer, at)
        else:
            transaction.settle(amount, issuer, at)
        self._earn(transaction)
        self._tell(transaction)

    def take_unknown(self, channel_name: ChannelName, amount_idr: int) -> Transaction:
        """Money without a charge, as over the merchant's static QR or open account."""
        now = self.now()
        channel = CHANNELS[channel_name]
        urls = [self.settings.notify_url] if self.settings.notify_url else []
        transaction = self._new(channel, amount_idr, now, urls)
        transaction.order_id = f"static-{transaction.transaction_id}"
        transaction.is_known = False
        if not channel.is_qris:
            transaction.number = self._number(channel, "")
        transaction.settle(amount_idr, ISSUER, now)
        self._earn(transaction)
        self._tell(transaction)
        return transaction

    def reverse(self, transaction: Transaction) -> None:
        """settlement → deny: the bank has taken the money back within minutes."""
        transaction.reverse(self.now())
        self._tell(transaction)

    def refund(self, reference: str, body: Body, method: str) -> Refund:
        """Give money back; raises Refusal 400, 404, 406, 412 or 414."""
        transaction = self.find(reference)
        refund = read_refund(body, transaction, method, self.now(), self.balance_idr())
        transaction.add_refund(refund)
        self._tell(transaction)
        return refund

    def confirm_refund(self, transaction: Transaction, refund_key: str = "") -> Refund:
        """Tell a second time about a refund: the bank has confirmed it."""
        for refund in transaction.refunds:
            is_meant = refund_key in ("", refund.refund_key)
            if is_meant and refund.bank_confirmed_at is None:
                refund.bank_confirmed_at = self.now()
                self._tell(transaction)
                return refund
        raise Refusal(404, "No unconfirmed refund.")

    def balance_idr(self) -> int:
        """What is earned and not yet paid out: no refund can exceed it."""
        return sum(
            (0 if one.payout_id else one.amount_idr)
            - sum(refund.amount_idr for refund in one.refunds if not refund.payout_id)
            for one in self.transactions
            if one.is_settled
        )

    def expire_due(self) -> None:
        """Expire what has run out, stamped with the moment at which it did."""
        now = self.now()
        while self._expiries and self._expiries[0][0] <= now:
            _, transaction_id = heapq.heappop(self._expiries)
            transaction = self.transactions.find(transaction_id)
            if transaction is not None and transaction.status is Status.PENDING:
                transaction.move(Status.EXPIRE, transaction.expires_at)
                self._tell(transaction)

    def clear(self) -> None:
        """Forget everything."""
        self.transactions.clear()
        self._expiries.clear()

    def _new(
        self,
        channel: Channel,
        gross_idr: int,
        now: datetime,
        notify_urls: Sequence[str],
    ) -> Transaction:
        transaction_id = str(uuid.uuid4())
        return Transaction(
            transaction_id=transaction_id,
            order_id=transaction_id,
            channel_name=channel.name,
            gross_idr=gross_idr,
            created_at=now,
            expires_at=now + channel.expiry,
            notify_urls=list(notify_urls),
            reference=str(uuid.uuid4()),
            history=[Step(status=Status.PENDING, at=now)],
        )

    def _number(self, channel: Channel, chosen: str) -> str:
        """A free account number under the merchant's prefix; raises Refusal 505."""
        for _ in range(10):
            digits = chosen or str(secrets.randbelow(10**channel.number_digits))
            number = channel.number_prefix + digits.zfill(channel.number_digits)
            if not self.transactions.is_number_taken(number):
                return number
        raise Refusal(505, NO_VA_NUMBER)

    def _move(self, transaction: Transaction, to: Status) -> Transaction:
        transaction.move(to, self.now())
        self._tell(transaction)
        return transaction

    def _earn(self, transaction: Transaction) -> None:
        fee = fee_of(transaction, self.settings)
        transaction.fee_idr, transaction.fee_vat_idr = fee.fee_idr, fee.vat_idr

    def _tell(self, transaction: Transaction) -> None:
        self.transactions.save(transaction)
        self.notifier.announce(transaction)
