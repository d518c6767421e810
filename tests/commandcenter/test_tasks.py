"""The tasks of the beat: each asks the tables, and may run at any time and twice."""

from datetime import date

import pytest

from commandcenter import tasks
from commandcenter.models import BilledMonth, RevenueDay
from kernel import clock
from tests.commandcenter.samples import paid
from tests.levies.samples import NOON, small_city, stall_bill, waste_skrd

pytestmark = pytest.mark.usefixtures("committed_db", "empty_cache")


@pytest.fixture(autouse=True)
def noon(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Noon in the small city."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    small_city()


def test_the_minutes_run_looks_at_this_month_and_at_those_paid_for_lately() -> None:
    old = waste_skrd(month=date(2026, 1, 1))
    waste_skrd(month=date(2026, 2, 1), owner="Wati")
    stall_bill()
    tasks.refresh_billed()
    assert [one.month for one in BilledMonth.objects.all()] == [date(2026, 3, 1)]
    paid(old)
    tasks.refresh_billed()
    january = BilledMonth.objects.get(month=date(2026, 1, 1))
    assert january.assessed_paid_idr == 10_000
    tasks.refresh_billed_year()
    assert BilledMonth.objects.count() == 3


def test_a_bill_that_begins_next_month_is_seen_within_the_minute() -> None:
    waste_skrd(month=date(2026, 4, 1))
    waste_skrd(month=date(2026, 12, 1), owner="Wati")
    tasks.refresh_billed()
    assert [one.month for one in BilledMonth.objects.all()] == [date(2026, 4, 1)]
    tasks.refresh_billed_year()
    assert BilledMonth.objects.count() == 2


def test_the_tasks_of_the_beat_do_it_all_and_may_be_repeated() -> None:
    paid(stall_bill())
    for _ in range(2):
        tasks.check_year()
        tasks.refresh_money()
    assert RevenueDay.objects.get().revenue_idr == 18_000
