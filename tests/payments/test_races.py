"""Notification, poller and repeat at once, over connections of their own.

Each race has a twin that takes the lock away and shows that the harness sees the bug.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, connections, transaction

from kernel import clock
from kernel.errors import RempahError
from ledger.kinds import AccountKind
from ledger.models import Entry
from outbox.models import Event
from payments.gateways.port import Notice, NoticeState
from payments.models import Payment, PaymentItem, UnappliedMoney
from payments.services import (
    apply_notice,
    poll_payments,
    process_deliveries,
    record_delivery,
    request_payment,
)
from payments.services.booking import book_payment
from payments.services.locking import LockedPayment
from payments.services.states import move
from payments.transitions import PaymentState
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.payments.deliveries import notification
from tests.payments.samples import (
    balance_of,
    events_of,
    fresh,
    money_in_the_books,
    requested,
    told,
)
from tests.simulator_processes import Simulator

THREADS = 6


@pytest.fixture(autouse=True)
def committed(committed_db: str, simulator: Simulator) -> None:
    small_city()


def at_once[Answer](*calls: Callable[[], Answer]) -> list[Answer | Exception]:
    """Run calls in threads that start together; answers or errors in their order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer | Exception:
        try:
            barrier.wait(timeout=10)
            return call()
        except RempahError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_notice_and_repeats_at_once_book_once() -> None:
    bill = stall_bill()
    payment = requested(bill)
    notice, now = told(payment), clock.now()
    answers = at_once(
        *[lambda: apply_notice(notice=notice, cause="uji", now=now)] * THREADS
    )
    assert {str(answer) for answer in answers} == {payment.code}
    assert fresh(bill).paid_idr == 18_000
    assert Entry.objects.filter(event="payment_paid").count() == 1
    assert Event.objects.filter(name="payment_paid").count() == 1
    assert events_of(payment).count("money_received") == 1


def test_hook_poll_and_repeat_at_once_book_once(simulator: Simulator) -> None:
    payment = requested(stall_bill())
    simulator.control("pay", order_id=payment.code)
    body, now = notification(payment), clock.now()
    record_delivery(gateway="midtrans", body=body, is_genuine=True, now=now)
    Payment.objects.update(ask_at=now)
    notice = told(payment)
    at_once(
        lambda: process_deliveries(now=now),
        lambda: poll_payments(now=now),
        lambda: apply_notice(notice=notice, cause="uji", now=now),
        lambda: process_deliveries(now=now),
    )
    assert events_of(payment).count("money_received") == 1
    assert money_in_the_books() == (18_000, 18_000, 0)


def test_two_payments_of_one_bill_at_once_pay_it_once() -> None:
    bill = stall_bill()
    first = requested(bill)
    second = requested(bill, channel="va_bca")
    now = clock.now()
    notices = [told(first), told(second)] * 2
    at_once(
        *[
            lambda notice=notice: apply_notice(notice=notice, cause="uji", now=now)
            for notice in notices
        ]
    )
    assert fresh(bill).paid_idr == 18_000
    assert UnappliedMoney.objects.get().amount_idr == 18_000
    assert money_in_the_books() == (36_000, 18_000, 18_000)


def test_payments_that_share_bills_in_any_order_never_wait_in_a_ring() -> None:
    stall, waste = stall_bill(), waste_skrd()
    first = requested(stall, waste)
    second = requested(waste, stall, channel="va_bca")
    now = clock.now()
    answers = at_once(
        *[
            lambda notice=notice: apply_notice(notice=notice, cause="uji", now=now)
            for notice in [told(first), told(second)] * 3
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    kept, booked, owed = money_in_the_books()
    assert kept == booked + owed == first.amount_idr + second.amount_idr


def test_two_tabs_at_once_leave_one_open_attempt() -> None:
    bill = stall_bill()
    now = clock.now()
    answers = at_once(
        *[
            lambda channel=channel: request_payment(
                kodes=[bill.kode_bayar], channel=channel, now=now
            )
            for channel in ["qris", "va_bca", "qris", "va_bni"]
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    open_states = [PaymentState.CREATED, PaymentState.AWAITING_PAYER]
    assert Payment.objects.filter(state__in=open_states).count() == 1


def test_an_attempt_given_up_at_once_is_not_shown_again() -> None:
    """A gateway's refusal closes the attempt while a second tab waits for its row."""
    bill = stall_bill()
    refused = requested(bill)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked = Payment.objects.select_for_update().get(pk=refused.pk)
            second_tab = pool.submit(_closing_connections, lambda: requested(bill))
            _wait_until_somebody_waits_for_a_row()
            now = clock.now()
            move(payment=locked, target=PaymentState.FAILED, cause="uji", now=now)
        asked = second_tab.result(timeout=20)
    assert asked != refused
    assert asked.state == PaymentState.AWAITING_PAYER


def _closing_connections[Answer](call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    finally:
        connections.close_all()


def _wait_until_somebody_waits_for_a_row() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        sleep(0.02)
    pytest.fail("nobody waits")


def test_a_payment_and_its_reversal_at_once_leave_no_money_behind() -> None:
    bill = stall_bill()
    payment = requested(bill, channel="va_permata")
    now = clock.now()
    notices = [told(payment), told(payment, NoticeState.DENIED)] * 3
    at_once(
        *[
            lambda notice=notice: apply_notice(notice=notice, cause="uji", now=now)
            for notice in notices
        ]
    )
    payment.refresh_from_db()
    is_paid = payment.state == PaymentState.PAID
    assert fresh(bill).paid_idr == (18_000 if is_paid else 0)
    clearing = balance_of(AccountKind.GATEWAY_CLEARING)
    assert clearing == (18_000 if is_paid else 0)


def test_the_same_body_at_once_is_stored_once() -> None:
    body, now = notification(requested(stall_bill())), clock.now()
    at_once(
        *[
            lambda: record_delivery(
                gateway="midtrans", body=body, is_genuine=True, now=now
            )
        ]
        * THREADS
    )
    assert process_deliveries(now=now) == 1


def test_without_the_lock_the_same_race_books_one_payment_many_times() -> None:
    """The twin: all threads read before any of them books."""
    payment = requested(stall_bill())
    notice, now, barrier = told(payment), clock.now(), Barrier(THREADS)

    def book_unlocked() -> None:
        with transaction.atomic():
            items = list(payment.items.select_related("payment", "bill__levy_type"))
            read = LockedPayment(items[0].payment, items, {})
            barrier.wait(timeout=10)
            book_payment(locked=read, notice=notice, cause="uji", now=now)

    at_once(*[book_unlocked] * THREADS)
    assert events_of(payment).count("money_received") == THREADS
    assert Event.objects.filter(name="payment_paid").count() == THREADS


def test_without_the_lock_two_payments_are_both_booked_on_one_bill() -> None:
    """The twin of paying one bill twice: nobody is owed the second payment."""
    bill = stall_bill()
    first = requested(bill)
    notices = [told(first), told(requested(bill, channel="va_bca"))]
    now, barrier = clock.now(), Barrier(len(notices))

    def book_unlocked(notice: Notice) -> None:
        with transaction.atomic():
            items = list(
                PaymentItem.objects.filter(
                    payment__code=notice.reference
                ).select_related("payment", "bill__levy_type")
            )
            read = LockedPayment(items[0].payment, items, {})
            barrier.wait(timeout=10)
            book_payment(locked=read, notice=notice, cause="uji", now=now)

    at_once(*[lambda notice=notice: book_unlocked(notice) for notice in notices])
    assert money_in_the_books() == (36_000, 36_000, 0)
    assert fresh(bill).paid_idr == 18_000
