"""Notifications: written when a state changes, sent until the merchant has taken them.

Waits and numbers of retries are those of docs.midtrans.com, "HTTP(S) Notification".
"""

import asyncio
import heapq
import json
import sqlite3
import uuid
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random
from urllib.parse import urljoin
from weakref import WeakValueDictionary

import aiohttp
from pydantic import AwareDatetime, BaseModel

from simulators.clock import Clock
from simulators.midtrans.answers import Body, describe_notice, signature
from simulators.midtrans.faults import Faults
from simulators.midtrans.settings import Settings
from simulators.midtrans.transactions import Transaction
from simulators.shelf import Shelf

HEADERS = {
    "User-Agent": "Veritrans",
    "Content-Type": "application/json",
    "Accept": "application/json",
}
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 90, 210))
RETRIES = {500: 1, 503: 4, 400: 2, 404: 2, 301: 0, 302: 0, 303: 0}
RETRIES_OTHERWISE = len(WAITS)
FOLLOWED = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)
HOPS_MAX = 5
PARALLEL_MAX = 20


class Notification(BaseModel):
    """One body for one URL, and what has become of it."""

    notification_id: str
    transaction_id: str
    url: str
    body: str
    due_at: AwareDatetime
    outcome: str = "waiting"
    """waiting, delivered, failed, dropped (by a fault) or forged (sent once)."""
    answers: list[str] = []
    """HTTP code of each attempt, or the name of what prevented one."""


def retries_for(answer: str) -> int:
    """How many retries the last answer earns, in all."""
    return RETRIES.get(int(answer), RETRIES_OTHERWISE) if answer.isdigit() else 5


class Notifier:
    """Keeps the notifications and sends what is due."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: sqlite3.Connection,
        faults: Faults,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._faults = faults
        self.shelf = Shelf(database, Notification)
        self._queue: list[tuple[datetime, int, str]] = []
        self._sequence = 0
        # Its own dice: answers of the network must not disturb the faults' sequence.
        self._shifts = Random(settings.seed)
        self._session: aiohttp.ClientSession
        self._wake = asyncio.Event()
        self._attempts: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(PARALLEL_MAX)
        for notification in self.shelf:
            if notification.outcome == "waiting":
                self._enqueue(notification)

    def announce(self, transaction: Transaction) -> None:
        """Write down what the merchant is to be told about the present state."""
        body = describe_notice(transaction, self._settings)
        for url in transaction.notify_urls:
            if self._faults.strikes("forge"):
                self._add(transaction, url, self._forge(body), "forged")
            if self._faults.strikes("drop"):
                self._add(transaction, url, body, "dropped")
                continue
            copies = 2 if self._faults.strikes("duplicate") else 1
            for _ in range(copies):
                self._add(transaction, url, body, "waiting")

    def clear(self) -> None:
        """Forget every notification, waiting ones too."""
        self.shelf.clear()
        self._queue.clear()

    def waiting(self) -> int:
        """How many are still to be sent, now or later."""
        return len(self._queue)

    def wake(self) -> None:
        """Look again at what is due; the clock has moved."""
        self._wake.set()

    async def run(self) -> None:
        """Send what is due, for ever."""
        async with aiohttp.ClientSession(
            headers=HEADERS,
            timeout=aiohttp.ClientTimeout(self._settings.webhook_timeout_seconds),
        ) as session:
            self._session = session
            while True:
                self._wake.clear()
                self._start_due()
                try:
                    async with asyncio.timeout(self._seconds_to_next()):
                        await self._wake.wait()
                except TimeoutError:
                    continue

    async def drain(self) -> None:
        """Wait until everything that is due has been tried."""
        self._start_due()
        while self._attempts:
            await asyncio.wait(self._attempts)
            self._start_due()

    def _add(
        self, transaction: Transaction, url: str, body: Body, outcome: str
    ) -> None:
        now = self._clock.now()
        plan = self._faults.plan
        if outcome == "waiting" and self._faults.strikes("delay"):
            now += timedelta(seconds=plan.delay_seconds)
        if outcome == "waiting" and self._faults.strikes("reorder"):
            now += timedelta(seconds=plan.reorder_seconds)
        notification = Notification(
            notification_id=str(uuid.uuid4()),
            transaction_id=transaction.transaction_id,
            url=url,
            body=json.dumps(body),
            due_at=now,
            outcome=outcome,
        )
        self.shelf.put(notification.notification_id, notification)
        if outcome != "dropped":
            self._enqueue(notification)

    def _forge(self, body: Body) -> Body:
        """A lie about money: unsigned, or a genuine pending body edited by hand.

        The second keeps a valid signature, because the signature covers neither the
        transaction's status nor its id.
        """
        forged = body | {"transaction_status": "settlement"}
        if self._faults.random.random() < 0.5:
            return forged | {"status_code": "200", "signature_key": "0" * 128}
        order_id, gross = str(body["order_id"]), str(body["gross_amount"])
        key = signature(order_id, "201", gross, self._settings.server_key)
        return forged | {"status_code": "201", "signature_key": key}

    def _enqueue(self, notification: Notification) -> None:
        self._sequence += 1
        key = notification.notification_id
        heapq.heappush(self._queue, (notification.due_at, self._sequence, key))
        self._wake.set()

    def _seconds_to_next(self) -> float | None:
        if not self._queue:
            return None
        return max((self._queue[0][0] - self._clock.now()).total_seconds(), 0)

    def _start_due(self) -> None:
        while self._queue and self._queue[0][0] <= self._clock.now():
            notification = self.shelf.get(heapq.heappop(self._queue)[2])
            if notification is not None:
                attempt = asyncio.create_task(self._attempt(notification))
                self._attempts.add(attempt)
                attempt.add_done_callback(self._attempts.discard)

    async def _attempt(self, notification: Notification) -> None:
        """Send once; in turn with others of its transaction, which stay in order."""
        key = notification.transaction_id
        turn = self._turns.setdefault(key, asyncio.Lock())
        async with turn, self._places:
            answer = await self._post(notification)
        notification.answers.append(answer)
        if notification.outcome == "waiting":
            self._judge(notification, answer)
        # A reset may have come meanwhile; what it has cleared stays cleared.
        if self.shelf.get(notification.notification_id) is not None:
            self.shelf.put(notification.notification_id, notification)

    def _judge(self, notification: Notification, answer: str) -> None:
        """Done, failed for good, or once more after the wait that is due."""
        attempts = len(notification.answers)
        if answer.startswith("2"):
            notification.outcome = "delivered"
        elif attempts > retries_for(answer):
            notification.outcome = "failed"
        else:
            # The real waits are shifted at random too: a first retry came after 33 s.
            shift = self._shifts.uniform(0.28, 1.2) * self._settings.retry_scale
            notification.due_at = self._clock.now() + WAITS[attempts - 1] * shift
            self._enqueue(notification)

    async def _post(self, notification: Notification) -> str:
        url = notification.url
        try:
            for _ in range(HOPS_MAX + 1):
                async with self._session.post(
                    url, data=notification.body.encode(), allow_redirects=False
                ) as response:
                    if response.status not in FOLLOWED:
                        return str(response.status)
                    url = urljoin(url, response.headers.get("Location", ""))
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            return type(error).__name__
        return "TooManyRedirects"
