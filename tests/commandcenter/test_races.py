"""A payment that comes while its day is being computed is not lost."""

from threading import Thread

import pytest
from django.db import close_old_connections, connection, transaction

from commandcenter.models import DirtyDay, RevenueDay
from commandcenter.services import mark_day, refresh_money
from commandcenter.services.refreshing import _compute
from tests.commandcenter.samples import attempt, tell
from tests.levies.samples import DAY, NOON, small_city, stall_bill

pytestmark = pytest.mark.usefixtures("committed_db")


def pays_and_is_heard() -> Thread:
    """Somebody else's payment, booked and marked by another process."""

    def run() -> None:
        tell(attempt(stall_bill(owner="Budi Baru")))
        mark_day(day=DAY, now=NOON)
        connection.close()

    return Thread(target=run)


def revenue() -> int:
    return sum(row.revenue_idr for row in RevenueDay.objects.all())


def test_a_mark_that_comes_while_its_day_is_computed_waits_and_stays() -> None:
    small_city()
    tell(attempt(stall_bill()))
    mark_day(day=DAY, now=NOON)
    other = pays_and_is_heard()
    with transaction.atomic():
        refresh_money(now=NOON)
        other.start()
        other.join(timeout=0.7)
        assert other.is_alive(), "its mark waits for the computation to end"
    other.join()
    assert revenue() == 18_000
    assert DirtyDay.objects.count() == 1
    refresh_money(now=NOON)
    assert revenue() == 36_000


def test_without_taking_the_marks_first_the_payment_would_be_lost() -> None:
    small_city()
    tell(attempt(stall_bill()))
    mark_day(day=DAY, now=NOON)
    other = pays_and_is_heard()
    with transaction.atomic():
        _compute([DAY])
        other.start()
        other.join()
        DirtyDay.objects.filter(day=DAY).delete()
    assert not DirtyDay.objects.exists()
    assert revenue() == 18_000, "and nobody will compute that day again"


def test_two_who_compute_at_once_come_to_the_same_sums() -> None:
    small_city()
    for number in range(6):
        tell(attempt(stall_bill(owner=f"Pedagang {number}")))
    mark_day(day=DAY, now=NOON)

    def run() -> None:
        close_old_connections()
        for _ in range(5):
            mark_day(day=DAY, now=NOON)
            refresh_money(now=NOON)
        connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert revenue() == 6 * 18_000
    assert not DirtyDay.objects.exists()
