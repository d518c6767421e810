"""Two officers, two sendings and two sweeps at once, with real commits.

Each race has a twin that takes the lock away and shows that the harness sees the bug.
"""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction

from complaints.models import Report
from complaints.services import (
    accept_report,
    close_silent_reports,
    confirm_report,
    reject_report,
    reopen_report,
    submit_report,
)
from complaints.services.states import Step, move_report
from complaints.transitions import ACCEPTED, REJECTED, ReportMovedOn, ReportState
from outbox.models import Event
from tests.complaints.samples import (
    NOW,
    answered,
    event_names,
    key_of,
    new_report,
    officer,
    small_city,
    submitted,
)
from tests.payments.test_races import at_once
from uploads.models import Upload


@pytest.fixture(autouse=True)
def committed(committed_db: str) -> None:
    small_city()


def test_the_same_form_sent_twice_at_once_is_one_report() -> None:
    new = new_report()
    answers = at_once(*[lambda: submit_report(new=new, now=NOW)] * 4)
    assert len({str(answer) for answer in answers}) == 1
    assert Report.objects.count() == Upload.objects.count() == 1
    assert Event.objects.count() == 1


def test_of_two_officers_at_once_one_decides_and_the_other_is_told() -> None:
    number = submitted().number
    budi, rina = officer(), officer("rina")
    answers = at_once(
        lambda: accept_report(number=number, person=budi, now=NOW),
        lambda: reject_report(number=number, person=rina, reason="Ganda", now=NOW),
    )
    assert [type(answer) for answer in answers].count(ReportMovedOn) == 1
    assert len(event_names(Report.objects.get())) == 2


def test_without_the_lock_both_officers_decide() -> None:
    """The twin: both read before either writes."""
    report = submitted()
    decisions = ((officer(), ACCEPTED), (officer("rina"), REJECTED))
    barrier = Barrier(len(decisions))

    def decide(person: object, target: ReportState) -> None:
        with transaction.atomic():
            read = Report.objects.select_related("kelurahan").get(pk=report.pk)
            barrier.wait(timeout=10)
            move_report(report=read, target=target, step=Step(person, "x"), now=NOW)  # type: ignore[arg-type]

    at_once(*[lambda one=one: decide(*one) for one in decisions])
    assert sorted(event_names(report)) == ["accepted", "rejected", "submitted"]


def test_a_reply_and_another_at_once_are_one_reply() -> None:
    report = answered()
    number, key = report.number, key_of(report)
    answers = at_once(
        lambda: confirm_report(number=number, key=key, now=NOW),
        lambda: reopen_report(number=number, key=key, reason="belum", now=NOW),
    )
    assert [type(answer) for answer in answers].count(ReportMovedOn) == 1


def test_two_sweeps_at_once_close_each_report_once() -> None:
    reports = [answered() for _ in range(3)]
    after = NOW + timedelta(days=20)
    at_once(*[lambda: close_silent_reports(now=after)] * 3)
    close_silent_reports(now=after)
    for report in reports:
        assert event_names(report).count("closed_without_reply") == 1
