"""Book a paid notice, against the same statements in raw psycopg 3, one connection."""

import os
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
from django.db import connection, transaction

from bench.figures import Figure, milliseconds
from city.selectors import business_date_of, profile
from kernel import clock
from kernel.money import Rupiah
from payments.gateways.port import Notice, NoticeState
from payments.models import Payment, PaymentItem
from payments.services import apply_notice
from tests.levies.samples import small_city, stall_bill

TIMES = 150
ROUNDS = 3
BUDGET = 4.0
ROUND_TRIPS = 16
BEGIN_AND_COMMIT = 2

type Statements = list[tuple[str, Any]]


def run() -> list[Figure]:
    """Time of one booking with its commit, and its round trips."""
    small_city()
    _apply(_notices("warm", 5))
    floors, ours, trips = [], [], 0
    for number in range(ROUNDS):
        recorded = [_record(notice) for notice in _notices(f"floor {number}", TIMES)]
        longest = max(len(statements) for statements in recorded)
        trips = max(trips, longest + BEGIN_AND_COMMIT)
        floors.append(_timed(partial(_replay, recorded)))
        notices = _notices(f"ours {number}", TIMES)
        ours.append(_timed(partial(_apply, notices)))
    floor, mine = sorted(floors)[ROUNDS // 2], sorted(ours)[ROUNDS // 2]
    ratio = mine / floor
    return [
        Figure("book a paid notice", milliseconds(floor), milliseconds(mine), ratio,
               f"≤ {BUDGET:.0f}", ratio <= BUDGET),
        Figure("book a paid notice: round trips", str(ROUND_TRIPS), str(trips),
               trips / ROUND_TRIPS, f"≤ {ROUND_TRIPS}", trips <= ROUND_TRIPS),
    ]  # fmt: skip


def _notices(label: str, count: int) -> list[Notice]:
    """Payments that wait for their payer, and what the gateway says when they paid."""
    return [_notice(f"{label} {number}") for number in range(count)]


def _notice(owner: str) -> Notice:
    now = clock.now()
    bill = stall_bill(day=business_date_of(now), owner=owner, now=now)
    code = f"BENCH-{owner.replace(' ', '-')}"
    payment = Payment.objects.create(
        code=code,
        channel="qris",
        gateway="midtrans",
        state="awaiting_payer",
        amount_idr=bill.amount_idr,
        gateway_reference=code,
        created_at=now,
        expires_at=now + timedelta(minutes=15),
    )
    PaymentItem.objects.create(
        payment=payment, bill=bill, opd=bill.opd, principal_idr=bill.amount_idr
    )
    amount = Rupiah(bill.amount_idr)
    return Notice(
        gateway="midtrans",
        reference=code,
        gateway_reference=code,
        state=NoticeState.PAID,
        amount=amount,
        received=amount,
        paid_at=now,
        channel="qris",
    )


def _apply(notices: Sequence[Notice]) -> None:
    for notice in notices:
        apply_notice(notice=notice, cause="bench", now=clock.now())


def _record(notice: Notice) -> Statements:
    """The statements of one booking, taken down and rolled back."""
    told: Statements = []

    def write_down(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        told.append((sql, params))
        return execute(sql, params, many, context)

    # Remembered for a minute, but never from inside a transaction.
    profile()
    with transaction.atomic():
        with connection.execute_wrapper(write_down):
            _apply([notice])
        transaction.set_rollback(True)
    return [(sql, params) for sql, params in told if "SAVEPOINT" not in sql]


def _replay(recorded: Sequence[Statements]) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as raw:
        for statements in recorded:
            with raw.cursor() as cursor:
                for sql, params in statements:
                    cursor.execute(sql, params, prepare=True)
                    if cursor.description:
                        cursor.fetchall()
            raw.commit()


def _timed(run_all: Callable[[], None]) -> float:
    """Seconds of one booking."""
    started = time.perf_counter()
    run_all()
    return (time.perf_counter() - started) / TIMES
