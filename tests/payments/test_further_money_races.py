"""Several notices of one further deposit at once, over connections of their own."""

from threading import Barrier

import pytest
from django.db import transaction

from accounts.models import AuditEvent
from kernel import clock
from payments.models import Payment, UnappliedMoney
from payments.services import apply_notice
from payments.services.booking import book_further_money
from payments.services.locking import LockedPayment
from tests.levies.samples import small_city, stall_bill
from tests.payments.samples import applied, money_in_the_books, paid, requested, told
from tests.payments.test_races import at_once

pytestmark = pytest.mark.usefixtures("committed_db", "simulator")
THREADS = 4


def test_a_further_deposit_heard_of_at_once_is_booked_once() -> None:
    payment = paid_payment()
    notice, now = told(payment, received=36_000), clock.now()
    at_once(*[lambda: apply_notice(notice=notice, cause="uji", now=now)] * THREADS)
    assert UnappliedMoney.objects.get().amount_idr == 18_000
    assert money_in_the_books() == (36_000, 18_000, 18_000)


def test_without_the_lock_it_would_be_written_down_several_times() -> None:
    """The twin: all read the first total before any of them books."""
    payment = paid_payment()
    applied(told(payment, received=18_001))
    notice, now = told(payment, received=36_000), clock.now()
    barrier = Barrier(THREADS)

    def book_unlocked() -> None:
        with transaction.atomic():
            items = list(payment.items.select_related("payment", "bill"))
            read = LockedPayment(items[0].payment, items, {})
            barrier.wait(timeout=10)
            book_further_money(locked=read, notice=notice, cause="uji", now=now)

    at_once(*[book_unlocked] * THREADS)
    assert AuditEvent.objects.filter(action="further_money_booked").count() == (
        1 + THREADS
    )


def paid_payment() -> Payment:
    small_city()
    return paid(requested(stall_bill(), channel="va_bni"))
