"""Voiding: once, with a reason, by who may; the paper itself never changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Assignment, AuditEvent, Person
from accounts.roles import Role
from kernel.errors import Forbidden
from kernel.reasons import ReasonMissing, ReasonTooLong
from papers.models import Paper, PaperFile, Series
from papers.services import VoidedAlready, void_paper
from tests.papers.samples import DAY, NOON, receipt_paper


@pytest.fixture
def head(paper: Paper) -> Person:
    """The head of the office that issued the paper."""
    person = Person.objects.create(username="kepala", full_name="Kepala Dinas")
    Assignment.objects.create(
        person=person, role=Role.HEAD_OF_OPD, opd=paper.opd, valid_from=DAY
    )
    return person


def test_voiding_keeps_the_number_and_says_who_when_and_why(
    paper: Paper, head: Person
) -> None:
    voided = void_paper(paper=paper, person=head, reason=" Salah objek ", now=NOON)
    assert (voided.number, voided.voided_at, voided.voided_by, voided.void_reason) == (
        paper.number,
        NOON,
        head,
        "Salah objek",
    )
    event = AuditEvent.objects.get(action="paper_voided")
    assert (event.actor, event.reason) == (head, "Salah objek")
    assert receipt_paper(paper.opd).serial == 2


def test_a_stranger_voids_nothing(paper: Paper) -> None:
    joko = Person.objects.create(username="joko", full_name="Joko")
    with pytest.raises(Forbidden):
        void_paper(paper=paper, person=joko, reason="iseng", now=NOON)
    paper.refresh_from_db()
    assert not paper.is_voided


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_needed(paper: Paper, head: Person, reason: str) -> None:
    with pytest.raises(ReasonMissing):
        void_paper(paper=paper, person=head, reason=reason, now=NOON)


def test_a_reason_longer_than_the_paper_keeps_is_refused(
    paper: Paper, head: Person
) -> None:
    with pytest.raises(ReasonTooLong):
        void_paper(paper=paper, person=head, reason="x" * 301, now=NOON)
    paper.refresh_from_db()
    assert not paper.is_voided


def test_a_paper_is_voided_once(paper: Paper, head: Person) -> None:
    void_paper(paper=paper, person=head, reason="pertama", now=NOON)
    with pytest.raises(VoidedAlready):
        void_paper(paper=paper, person=head, reason="kedua", now=NOON)
    assert Paper.objects.get(pk=paper.pk).void_reason == "pertama"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE papers_paper SET number = 'x'",
        "UPDATE papers_paper SET values = '{}'",
        "UPDATE papers_paper SET serial = 9",
        "UPDATE papers_paper SET code = 'y'",
        "DELETE FROM papers_paper",
        "TRUNCATE papers_paper CASCADE",
        "UPDATE papers_series SET year = 2020",
        "DELETE FROM papers_series",
        "UPDATE papers_paperfile SET pdf = ''",
        "DELETE FROM papers_paperfile",
    ],
)
def test_the_running_role_can_change_nothing_issued(paper: Paper, change: str) -> None:
    PaperFile.objects.create(
        paper=paper, layout="a5", pdf=b"%PDF", sha256="0" * 64, made_at=NOON
    )
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Paper.objects.get() == paper
    assert Series.objects.get().last_serial == 1


def test_even_with_the_right_to_update_a_void_is_not_taken_back(
    paper: Paper, head: Person
) -> None:
    void_paper(paper=paper, person=head, reason="salah", now=NOON)
    with pytest.raises(DatabaseError, match="voided once, nothing else"):
        Paper.objects.update(voided_at=None, voided_by=None, void_reason="")
