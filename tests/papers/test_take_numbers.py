"""Numbers of papers: in order, without gaps, whoever fails and however many ask."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from city.models import Opd
from outbox.models import Event
from papers.models import Paper, PaperKind, Series
from papers.numbering import take_numbers
from papers.services import issue_papers
from tests.levies.samples import SmallCity, small_city
from tests.papers.samples import DAY, NOON, receipt_paper, ssrd_values

THREADS, EACH = 8, 12


def test_the_number_names_class_serial_paper_office_and_year(paper: Paper) -> None:
    office = paper.opd.letter_code
    assert paper.number == f"974/000001/SSRD/{office}-KU/2026"


def test_each_office_paper_and_year_counts_for_itself(city: SmallCity) -> None:
    series = [
        (city.market_opd, PaperKind.SSRD, DAY),
        (city.market_opd, PaperKind.SSRD, date(2027, 1, 1)),
        (city.market_opd, PaperKind.SKRD, DAY),
        (city.waste_opd, PaperKind.SSRD, DAY),
    ]
    for opd, kind, day in series:
        papers = issue_papers(
            opd=opd,
            kind=kind,
            values_list=[ssrd_values(), ssrd_values()],
            issued_on=day,
            now=NOON,
        )
        assert [paper.serial for paper in papers] == [1, 2]


@pytest.mark.usefixtures("committed_db")
def test_a_number_is_not_taken_outside_a_transaction() -> None:
    opd = small_city().market_opd
    with pytest.raises(RuntimeError, match="inside the transaction"):
        take_numbers(opd=opd, kind=PaperKind.SSRD, year=2026)


class NumbersOfManyRuns(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(runs=st.lists(st.tuples(st.integers(1, 20), st.booleans()), max_size=8))
    def test_numbers_follow_each_other_through_any_runs_and_rollbacks(
        self, runs: list[tuple[int, bool]]
    ) -> None:
        opd = small_city().market_opd
        given_out: list[int] = []
        for count, is_rolled_back in runs:
            with transaction.atomic():
                papers = issue_papers(
                    opd=opd,
                    kind=PaperKind.SSRD,
                    values_list=[ssrd_values()] * count,
                    issued_on=DAY,
                    now=NOON,
                )
                transaction.set_rollback(is_rolled_back)
            if not is_rolled_back:
                given_out += [paper.serial for paper in papers]
        assert given_out == list(range(1, len(given_out) + 1))


def in_threads(work: object) -> list[object]:
    """What each thread's turns came to, every thread with its own connection."""

    def turns(thread: int) -> list[object]:
        try:
            return [work(thread, turn) for turn in range(EACH)]  # type: ignore[operator]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [one for many in pool.map(turns, range(THREADS)) for one in many]


@pytest.mark.usefixtures("committed_db")
def test_eight_threads_with_rollbacks_leave_no_gap() -> None:
    opd = small_city().market_opd

    def issue(thread: int, turn: int) -> bool:
        with transaction.atomic():
            receipt_paper(opd)
            transaction.set_rollback((thread + turn) % 3 == 0)
        return (thread + turn) % 3 != 0

    kept = sum(map(bool, in_threads(issue)))
    serials = sorted(Paper.objects.values_list("serial", flat=True))
    assert serials == list(range(1, kept + 1))
    assert Series.objects.get().last_serial == kept


@pytest.mark.usefixtures("committed_db")
def test_the_race_is_real_without_the_lock() -> None:
    """The twin: counting what is there and adding one gives numbers twice."""
    now_on = {"name": "naive", "created_at": NOON}

    def issue(thread: int, turn: int) -> int:
        with transaction.atomic():
            serial = Event.objects.count() + 1
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.001)")
            Event.objects.create(payload={"serial": serial}, **now_on)
        return serial

    taken = in_threads(issue)
    assert len(set(taken)) < len(taken)


@pytest.mark.usefixtures("committed_db")
def test_the_database_refuses_a_number_nobody_used() -> None:
    opd = small_city().market_opd
    with (
        pytest.raises(IntegrityError, match="taken and not used"),
        transaction.atomic(),
    ):
        take_numbers(opd=opd, kind=PaperKind.SSRD, year=2026)
    assert not Series.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_a_table_of_the_session_does_not_stand_in_for_the_papers() -> None:
    """Temporary tables come first on the search path; the trigger names a schema."""
    opd = small_city().market_opd
    with pytest.raises(IntegrityError, match="taken and not used"):
        _take_behind_a_temporary_table(opd)


@transaction.atomic
def _take_behind_a_temporary_table(opd: Opd) -> None:
    take_numbers(opd=opd, kind=PaperKind.SSRD, year=2026)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE papers_paper ON COMMIT DROP AS SELECT opd_id, kind,"
            " year, last_serial AS serial FROM papers_series"
        )


def test_the_database_refuses_a_number_the_series_has_not_given_out(opd: Opd) -> None:
    paper = receipt_paper(opd)
    paper.pk, paper.serial, paper.number, paper.code = None, 7, "974/7", "x"
    with pytest.raises(IntegrityError, match="has not given out"):
        paper.save(force_insert=True)


@pytest.mark.usefixtures("committed_db")
def test_a_series_never_goes_back() -> None:
    opd = small_city().market_opd
    with transaction.atomic():
        receipt_paper(opd)
    with pytest.raises(DatabaseError), transaction.atomic():
        Series.objects.update(last_serial=0)
