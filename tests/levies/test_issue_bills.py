"""Issuing the bills of a day: what, how much, numbered how, once."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from city.selectors import business_date_of
from kernel import clock
from kernel.identifiers import parse_kode_bayar
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Entry, Leg
from levies import tasks
from levies.models import Bill, BillEvent, LevyObject, Tariff
from levies.selectors import calculation, objects_not_billed
from levies.services import IssueDayInFuture, IssueResult, issue_bills
from levies.tariffs import amount_of
from papers.models import Paper
from tests.levies import samples
from tests.levies.samples import DAY, NOON, SmallCity


@pytest.fixture
def city(db: None) -> SmallCity:
    """Siti's stall of 6 m², Rukmini's of 12,5 m², and two households."""
    return people()


def people() -> SmallCity:
    city = samples.small_city()
    samples.stall(city, owner="Siti Aminah", size_dm2=600)
    samples.stall(city, owner="Rukmini", size_dm2=1_250)
    samples.household(city, owner="Budi Santoso")
    samples.household(city, owner="Joko")
    return city


def test_stalls_get_expectations_and_households_an_skrd(city: SmallCity) -> None:
    assert issue_bills(day=DAY, now=NOON) == IssueResult(expectations=2, skrd=2)
    siti = Bill.objects.get(payer__name="Siti Aminah")
    assert (siti.state, siti.amount_idr, siti.skrd) == ("expected", 18_000, None)
    assert (siti.period_from, siti.period_until, siti.due_on) == (DAY, DAY, DAY)
    assert siti.inputs == {"size_dm2": 600, "days": 1, "tariff_idr": 3_000}
    assert parse_kode_bayar(siti.kode_bayar) == siti.kode_bayar
    budi = Bill.objects.get(payer__name="Budi Santoso")
    assert (budi.state, budi.amount_idr) == ("assessed", 10_000)
    assert (budi.period_from, budi.period_until) == (
        date(2026, 3, 1),
        date(2026, 3, 31),
    )
    assert budi.due_on == date(2026, 3, 17)


def test_an_skrd_has_a_number_and_says_how_its_amount_comes_about(
    city: SmallCity,
) -> None:
    issue_bills(day=DAY, now=NOON)
    papers = Paper.objects.order_by("serial")
    assert [paper.number for paper in papers] == [
        "974/000001/SKRD/DLH-KU/2026",
        "974/000002/SKRD/DLH-KU/2026",
    ]
    bill = Bill.objects.get(payer__name="Budi Santoso")
    assert bill.skrd is not None
    values = bill.skrd.values
    assert values["kode_bayar"] == bill.kode_bayar
    assert (values["total_idr"], values["due_on"]) == (10_000, "2026-03-17")
    (line,) = values["lines"]
    assert line["factors"] == ["Rp 10.000", "1 bulan"]
    assert line["period"] == "Maret 2026"
    assert line["basis"] == "Perda PDRD Kota Uji, pasal belum diverifikasi"


def test_one_entry_makes_the_receivables_of_a_run_and_stalls_make_none(
    city: SmallCity,
) -> None:
    issue_bills(day=DAY, now=NOON)
    entry = Entry.objects.get()
    assert (entry.event, entry.business_date) == ("skrd_issued", DAY)
    legs = Leg.objects.values_list("account__kind", "debit_idr", "credit_idr")
    assert set(legs) == {
        (AccountKind.RECEIVABLE, 20_000, 0),
        (AccountKind.REVENUE_LO, 0, 20_000),
    }


def test_every_bill_tells_what_happened_to_it(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    events = BillEvent.objects.values_list(
        "bill__payer__name", "name", "source", "target"
    )
    assert set(events) == {
        ("Siti Aminah", "expected", "draft", "expected"),
        ("Rukmini", "expected", "draft", "expected"),
        ("Budi Santoso", "assessed", "draft", "assessed"),
        ("Joko", "assessed", "draft", "assessed"),
    }


def test_a_second_run_adds_nothing_and_the_next_day_only_its_expectations(
    city: SmallCity,
) -> None:
    issue_bills(day=DAY, now=NOON)
    assert issue_bills(day=DAY, now=NOON) == IssueResult(0, 0)
    tomorrow = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
    assert issue_bills(day=date(2026, 3, 3), now=tomorrow) == IssueResult(2, 0)
    assert Paper.objects.count() == 2
    runs = AuditEvent.objects.filter(action="bills_issued").order_by("id")
    assert [(run.facts["expectations"], run.facts["skrd"]) for run in runs] == [
        (2, 2),
        (2, 0),
    ]


def test_an_object_registered_later_in_the_month_still_gets_its_skrd(
    city: SmallCity,
) -> None:
    issue_bills(day=DAY, now=NOON)
    samples.household(city, owner="Salma")
    assert issue_bills(day=DAY, now=NOON) == IssueResult(0, 1)


def test_a_cancelled_bill_is_not_brought_back_by_a_run(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    Bill.objects.filter(payer__name="Siti Aminah").update(state="cancelled")
    assert issue_bills(day=DAY, now=NOON) == IssueResult(0, 0)


def test_the_tariff_of_the_day_counts_and_ended_objects_are_left_out(
    city: SmallCity,
) -> None:
    Tariff.objects.filter(pk=city.stall_tariff.pk).update(valid_until=date(2026, 3, 1))
    Tariff.objects.create(
        levy_type=city.stall_levy,
        object_class="los",
        unit="m2",
        period="day",
        amount_idr=3_500,
        valid_from=DAY,
        legal_basis="Perda",
        source="uji",
    )
    LevyObject.objects.filter(payer__name="Rukmini").update(
        valid_until=date(2026, 3, 1)
    )
    assert issue_bills(day=DAY, now=NOON).expectations == 1
    assert Bill.objects.get(levy_type=city.stall_levy).amount_idr == 21_000


def test_an_object_without_a_size_is_not_billed_and_is_named(
    city: SmallCity, capsys: pytest.CaptureFixture[str]
) -> None:
    LevyObject.objects.filter(payer__name="Rukmini").update(size_dm2=None)
    issue_bills(day=DAY, now=NOON)
    assert [left.payer.name for left in objects_not_billed(DAY)] == ["Rukmini"]
    with pytest.raises(CommandError, match="los-rukmini-1250") as caught:
        call_command("issue_bills", date=DAY)
    assert caught.value.returncode == 3


def test_a_day_that_has_not_begun_in_the_city_is_refused(city: SmallCity) -> None:
    just_before_midnight = datetime(2026, 3, 1, 14, 59, tzinfo=UTC)
    with pytest.raises(IssueDayInFuture):
        issue_bills(day=DAY, now=just_before_midnight)
    at_midnight = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
    assert issue_bills(day=DAY, now=at_midnight).expectations == 2


def test_a_dry_run_of_the_command_counts_and_issues_nothing(
    city: SmallCity, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("issue_bills", date=DAY, dry_run=True)
    assert capsys.readouterr().out == "expectations 2\nskrd 2\nuncollected 2\n"
    assert not Bill.objects.exists()
    call_command("issue_bills", date=DAY)
    assert capsys.readouterr().out == "expectations 2\nskrd 2\nuncollected 2\n"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sizes=st.lists(st.integers(1, 10**6), min_size=4, max_size=4))
def test_the_statement_computes_what_the_rule_says(
    city: SmallCity, sizes: list[int]
) -> None:
    with transaction.atomic():
        for number, size in enumerate(sizes):
            samples.stall(city, owner=f"Pedagang {number}", size_dm2=size)
        Tariff.objects.filter(pk=city.stall_tariff.pk).update(amount_idr=1_255)
        issue_bills(day=DAY, now=NOON)
        for bill in Bill.objects.filter(levy_type=city.stall_levy):
            size = bill.inputs["size_dm2"]
            assert Rupiah(bill.amount_idr) == amount_of(
                tariff=Rupiah(1_255), size_dm2=size, periods=1
            )
            assert calculation(bill).amount == Rupiah(bill.amount_idr)
        transaction.set_rollback(True)


def _run_both(runs: list[threading.Thread]) -> None:
    for run in runs:
        run.start()
    for run in runs:
        run.join(timeout=30)


def test_two_runs_at_once_issue_each_bill_once(committed_db: str) -> None:
    people()
    both_ready = threading.Barrier(2)
    results: list[IssueResult] = []

    def run() -> None:
        both_ready.wait(timeout=10)
        results.append(issue_bills(day=DAY, now=NOON))
        connections.close_all()

    _run_both([threading.Thread(target=run) for _ in range(2)])
    assert sum(result.expectations for result in results) == 2
    assert sum(result.skrd for result in results) == 2
    assert sorted(Paper.objects.values_list("serial", flat=True)) == [1, 2]
    assert Entry.objects.count() == 1


def test_without_the_unique_index_two_runs_at_once_would_bill_twice(
    committed_db: str,
) -> None:
    """The twin of the test above: looking first does not help, the index does."""
    people()
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP INDEX bill_one_per_object_and_period")
    both_looked = threading.Barrier(2)
    stall = LevyObject.objects.get(payer__name="Siti Aminah")

    def look_then_write() -> None:
        with transaction.atomic():
            is_billed = Bill.objects.filter(levy_object=stall).exists()
            both_looked.wait(timeout=10)
            if not is_billed:
                samples.write_stall_bill(stall)
        connections.close_all()

    _run_both([threading.Thread(target=look_then_write) for _ in range(2)])
    assert Bill.objects.filter(levy_object=stall, period_from=DAY).count() == 2


def test_the_table_refuses_a_second_bill_for_object_and_period(city: SmallCity) -> None:
    stall = samples.stall(city, owner="Siti Aminah")
    samples.write_stall_bill(stall)
    with pytest.raises(IntegrityError, match="bill_one_per_object_and_period"):
        samples.write_stall_bill(stall)


def test_a_bill_event_is_never_changed(city: SmallCity) -> None:
    issue_bills(day=DAY, now=NOON)
    for statement in (
        "UPDATE levies_billevent SET cause = 'x'",
        "DELETE FROM levies_billevent",
        "TRUNCATE levies_billevent",
    ):
        with (
            pytest.raises(Exception, match=r"only grows|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_task_issues_the_bills_of_the_citys_today(committed_db: str) -> None:
    people()
    for _ in range(2):
        tasks.issue_bills()
    today = business_date_of(clock.now())
    assert set(Bill.objects.values_list("due_on", flat=True)) >= {today}
    assert Bill.objects.count() == 4
