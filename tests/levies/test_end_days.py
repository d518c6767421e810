"""A market day ends: what was expected and is unpaid is uncollected, and payable."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from accounts.models import AuditEvent
from city.selectors import business_date_of
from kernel import clock
from kernel.money import Rupiah
from ledger.models import Entry
from levies import tasks
from levies.models import Bill, BillEvent
from levies.selectors import amount_due, bill_by_kode, lock_bills
from levies.services import apply_payment, end_days, issue_bills, take_back_payment
from tests.levies import samples
from tests.levies.samples import DAY, NOON

# Midnight of the city (WIT, UTC+9) after DAY.
DAY_IS_OVER = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
A_MOMENT_BEFORE = DAY_IS_OVER - timedelta(seconds=1)


def pay(bill: Bill, amount: int) -> Bill:
    (locked,) = lock_bills([bill.kode_bayar])
    apply_payment(
        bill=locked,
        principal=Rupiah(amount),
        paid_on=business_date_of(DAY_IS_OVER),
        cause="payment:1",
        now=DAY_IS_OVER,
    )
    return locked


def state_of(bill: Bill) -> str:
    return bill_by_kode(bill.kode_bayar).state


@pytest.mark.django_db
def test_at_midnight_of_the_city_an_unpaid_expectation_is_uncollected() -> None:
    bill = samples.stall_bill()
    assert end_days(now=A_MOMENT_BEFORE) == 0
    assert state_of(bill) == "expected"
    assert end_days(now=DAY_IS_OVER) == 1
    assert state_of(bill) == "uncollected"
    event = BillEvent.objects.get(bill=bill, target="uncollected")
    assert (event.name, event.source, event.at) == (
        "day_ended_unpaid",
        "expected",
        DAY_IS_OVER,
    )


@pytest.mark.django_db
def test_only_expectations_without_any_money_are_ended() -> None:
    paid, part, owed = (
        samples.stall_bill(owner=owner) for owner in ("Siti", "Rukmini", "Joko")
    )
    skrd = samples.waste_skrd()
    today = samples.stall_bill(owner="Siti", day=DAY + timedelta(days=1))
    with transaction.atomic():
        pay(paid, 18_000)
        pay(part, 5_000)
    assert end_days(now=DAY_IS_OVER) == 1
    assert [state_of(bill) for bill in (paid, part, owed, skrd, today)] == [
        "paid_off",
        "part_paid",
        "uncollected",
        "assessed",
        "expected",
    ]


@pytest.mark.django_db
def test_days_that_were_missed_end_together_and_a_second_run_finds_nothing() -> None:
    for ago in range(3):
        samples.stall_bill(day=DAY - timedelta(days=ago))
    assert end_days(now=DAY_IS_OVER) == 3
    assert end_days(now=DAY_IS_OVER) == 0
    (audited,) = AuditEvent.objects.filter(action="bills_uncollected")
    assert audited.actor is None
    assert audited.subject == f"day:{DAY}"
    assert audited.facts["bills"] == 3
    assert audited.facts["amount_idr"] == 54_000
    causes = BillEvent.objects.filter(target="uncollected").values_list("cause")
    assert set(causes) == {(audited.facts["cause"],)}


@pytest.mark.django_db
def test_an_uncollected_bill_is_paid_to_the_rupiah_without_interest() -> None:
    bill = samples.stall_bill()
    end_days(now=DAY_IS_OVER)
    bill = bill_by_kode(bill.kode_bayar)
    due = amount_due(bill=bill, on=DAY + timedelta(days=400))
    assert (due.principal, due.late_interest) == (Rupiah(18_000), Rupiah(0))
    assert not Entry.objects.exists()
    with transaction.atomic():
        assert (pay(bill, 7_000).state, pay(bill, 20_000).state) == (
            "part_paid",
            "paid_off",
        )
    bill.refresh_from_db()
    assert bill.paid_idr == 18_000


@pytest.mark.django_db
def test_money_taken_back_after_the_day_leaves_it_uncollected_again() -> None:
    bill = samples.stall_bill()
    end_days(now=DAY_IS_OVER)
    with transaction.atomic():
        locked = pay(bill, 18_000)
        take_back_payment(
            bill=locked, principal=Rupiah(18_000), cause="payment:1", now=DAY_IS_OVER
        )
    assert state_of(bill) == "expected"
    assert end_days(now=DAY_IS_OVER) == 1
    assert state_of(bill) == "uncollected"


@pytest.mark.django_db
def test_the_command_ends_earlier_days_and_a_dry_run_only_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    city = samples.small_city()
    samples.stall(city, owner="Siti Aminah")
    issue_bills(day=DAY, now=NOON)
    call_command("issue_bills", dry_run=True)
    told = "expectations 1\nskrd 0\nuncollected 1\n"
    assert capsys.readouterr().out == told
    assert Bill.objects.get().state == "expected"
    call_command("issue_bills")
    assert capsys.readouterr().out == told
    assert set(Bill.objects.values_list("state", flat=True)) == {
        "uncollected",
        "expected",
    }


def test_after_the_tasks_of_the_beat_only_today_is_expected(committed_db: str) -> None:
    city = samples.small_city()
    samples.stall(city, owner="Siti Aminah")
    before = clock.now() - timedelta(days=3)
    issue_bills(day=business_date_of(before), now=before)
    for _ in range(2):
        tasks.issue_bills()
        tasks.end_days()
    states = Bill.objects.order_by("period_from").values_list("state", flat=True)
    assert list(states) == ["uncollected"] * 3 + ["expected"]


def test_a_bill_that_is_being_paid_at_midnight_stays_paid(committed_db: str) -> None:
    bill = samples.stall_bill()
    ended: list[int] = []

    def end() -> None:
        ended.append(end_days(now=DAY_IS_OVER))
        connections.close_all()

    run = threading.Thread(target=end)
    with transaction.atomic():
        pay(bill, 18_000)
        run.start()
        run.join(timeout=1)
        assert run.is_alive(), "the run must wait for the payment"
    run.join(timeout=30)
    assert ended == [0]
    assert state_of(bill) == "paid_off"
    assert not AuditEvent.objects.filter(action="bills_uncollected").exists()


def test_two_runs_at_once_end_each_bill_once(committed_db: str) -> None:
    for number in range(5):
        samples.stall_bill(owner=f"Pedagang {number}")
    both_ready = threading.Barrier(2)
    ended: list[int] = []

    def end() -> None:
        both_ready.wait(timeout=10)
        ended.append(end_days(now=DAY_IS_OVER))
        connections.close_all()

    runs = [threading.Thread(target=end) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(timeout=30)
    assert sorted(ended) == [0, 5]
    assert BillEvent.objects.filter(target="uncollected").count() == 5
