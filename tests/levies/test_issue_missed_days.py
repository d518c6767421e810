"""The machine was away: what the beat missed is issued when it comes back."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from city.selectors import business_date_of
from kernel import clock
from levies import tasks
from levies.models import Bill, LevyObject
from levies.services import issue_bills, issue_missed_days
from tests.levies import samples
from tests.levies.samples import DAY, NOON, SmallCity


@pytest.fixture
def city(db: None) -> SmallCity:
    """Siti's stall and Budi's household."""
    city = samples.small_city()
    samples.stall(city, owner="Siti Aminah")
    samples.household(city, owner="Budi Santoso")
    return city


def days_later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def days_billed() -> list[int]:
    """The days of Siti's expectations, counted from DAY."""
    bills = Bill.objects.filter(payer__name="Siti Aminah").order_by("period_from")
    return [(bill.period_from - DAY).days for bill in bills]


def test_days_without_a_beat_get_their_expectations(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    assert issue_missed_days(now=days_later(4)) == 3
    assert days_billed() == [0, 1, 2, 3]
    runs = AuditEvent.objects.filter(action="bills_issued").order_by("id")
    assert [run.subject for run in runs] == [
        f"day:{DAY + timedelta(days=day)}" for day in range(4)
    ]


def test_a_second_look_adds_nothing(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    issue_missed_days(now=days_later(4))
    assert issue_missed_days(now=days_later(4)) == 0


def test_it_looks_back_a_week_and_no_further(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    assert issue_missed_days(now=days_later(30)) == 6
    assert days_billed() == [0, *range(24, 30)]


def test_no_day_is_billed_before_the_city_began(city: SmallCity) -> None:
    assert issue_missed_days(now=NOON) == 0
    issue_bills(day=DAY, now=NOON)
    assert issue_missed_days(now=NOON) == 0
    assert days_billed() == [0]


def test_a_stall_of_those_days_alone_is_billed_for_them(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    LevyObject.objects.filter(payer__name="Siti Aminah").update(
        valid_until=DAY + timedelta(days=1)
    )
    assert issue_missed_days(now=days_later(4)) == 1


def test_what_a_person_cancelled_is_not_brought_back(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    Bill.objects.filter(payer__name="Siti Aminah").update(state="cancelled")
    assert issue_missed_days(now=days_later(1)) == 0


def test_a_skrd_is_dated_the_day_it_is_issued(city: SmallCity) -> None:
    """Away over the turn of the month: the payer has the whole time to pay."""
    issue_bills(day=DAY, now=NOON)
    back = days_later(32)
    assert issue_missed_days(now=back) == 6
    issue_bills(day=business_date_of(back), now=back)
    april = Bill.objects.get(payer__name="Budi Santoso", period_from__month=4)
    assert april.due_on == business_date_of(back) + timedelta(days=15)
    assert Bill.objects.filter(payer__name="Budi Santoso").count() == 2


def test_when_all_is_there_it_asks_once_a_day(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    back = days_later(6)
    issue_missed_days(now=back)
    with CaptureQueriesContext(connection) as asked:
        issue_missed_days(now=back)
    about_bills = [one for one in asked.captured_queries if "levies_" in one["sql"]]
    assert len(about_bills) == 1 + 6


def test_the_beats_task_catches_up(committed_db: str) -> None:
    city = samples.small_city()
    samples.stall(city, owner="Siti Aminah")
    before = clock.now() - timedelta(days=3)
    issue_bills(day=business_date_of(before), now=before)
    for _ in range(2):
        tasks.issue_bills()
    assert Bill.objects.count() == 4
