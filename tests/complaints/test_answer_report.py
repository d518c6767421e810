"""Budi accepts, works and answers with a picture; Siti says whether it is done."""

from datetime import date, timedelta

import pytest

from complaints.access import ReporterUnknown, reports_of_officer
from complaints.models import Report
from complaints.selectors import last_event_id, photo_of, reports_by_kelurahan
from complaints.services import (
    accept_report,
    answer_report,
    close_silent_reports,
    confirm_report,
    forward_report,
    reject_report,
    reopen_report,
    start_report,
)
from complaints.transitions import ReportMovedOn
from kernel.errors import Forbidden
from kernel.reasons import ReasonMissing
from outbox.models import Event
from tests.accounts.people import person
from tests.complaints.samples import (
    NOW,
    answered,
    category,
    event_names,
    in_progress,
    kelurahan,
    key_of,
    officer,
    photo,
    submitted,
)
from uploads.models import Upload

pytestmark = pytest.mark.usefixtures("city")
TODAY = date(2026, 11, 24)


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def news() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_a_report_is_answered_with_words_and_a_picture() -> None:
    report = answered()
    assert event_names(report) == ["submitted", "accepted", "work_started", "answered"]
    last = report.events.get(name="answered")
    assert (last.person, last.note, last.photo) == (
        officer(),
        "Sudah diangkut",
        report.proof,
    )
    assert news() == ["report_submitted", "report_answered"]


def test_the_reporter_confirms_and_her_contact_is_forgotten() -> None:
    report = answered(contact="siti@contoh.id")
    assert fresh(report).contact
    for _again in range(2):
        confirm_report(number=report.number, key=key_of(report), now=NOW)
    assert (fresh(report).state, fresh(report).contact) == ("confirmed", "")
    assert event_names(report).count("confirmed") == 1
    assert news()[-1] == "report_closed"


def test_the_reporter_reopens_with_a_reason_and_the_days_begin_anew() -> None:
    report = answered()
    later = NOW + timedelta(days=7)
    reopened = reopen_report(
        number=report.number,
        key=key_of(report),
        reason="Masih ada di selokan",
        photo=photo(),
        now=later,
    )
    assert reopened.state == "reopened"
    assert reopened.due_on == date(2026, 12, 21)
    start_report(number=report.number, person=officer(), now=later)
    again = answer_report(
        number=report.number, person=officer(), text="Kini", photo=photo(), now=later
    )
    assert again.proof != report.proof
    assert news()[-2:] == ["report_reopened", "report_answered"]


def test_only_the_reporter_replies() -> None:
    report, other = answered(), submitted()
    for key in ("", "x" * 24, key_of(other)):
        with pytest.raises(ReporterUnknown):
            confirm_report(number=report.number, key=key, now=NOW)
        with pytest.raises(ReporterUnknown):
            reopen_report(number=report.number, key=key, reason="belum", now=NOW)
    assert fresh(report).state == "answered"


def test_there_must_be_an_answer_to_reply_to() -> None:
    report = submitted()
    with pytest.raises(ReportMovedOn):
        confirm_report(number=report.number, key=key_of(report), now=NOW)
    with pytest.raises(ReportMovedOn):
        reopen_report(number=report.number, key=key_of(report), reason="belum", now=NOW)
    assert fresh(report).due_on == report.due_on


def test_nobody_of_another_office_works_on_it() -> None:
    report = submitted()
    for somebody in (person("joko"), officer("ana", office="inspektorat")):
        with pytest.raises(Forbidden):
            accept_report(number=report.number, person=somebody, now=NOW)
        assert not reports_of_officer(person=somebody, on=TODAY)
    assert [*reports_of_officer(person=officer(), on=TODAY)] == [report]


def test_the_collecting_office_never_sees_a_report_of_extortion() -> None:
    report = submitted("pungli")
    assert report.due_on == date(2027, 2, 16)
    assert not reports_of_officer(person=officer(), on=TODAY)
    with pytest.raises(Forbidden):
        accept_report(number=report.number, person=officer(), now=NOW)


def test_turning_down_takes_a_reason_and_ends_it() -> None:
    report = submitted(contact="0812")
    with pytest.raises(ReasonMissing):
        reject_report(number=report.number, person=officer(), reason="  ", now=NOW)
    reject_report(number=report.number, person=officer(), reason="Ganda", now=NOW)
    assert (fresh(report).state, fresh(report).contact) == ("rejected", "")
    assert news()[-1] == "report_closed"


def test_a_report_at_the_wrong_door_is_sent_on_with_its_deadline() -> None:
    report = submitted("jadwal")
    forward_report(
        number=report.number,
        person=officer(),
        category=category("pungli"),
        reason="Ini pungutan",
        now=NOW,
    )
    moved = fresh(report)
    assert (moved.opd.code, moved.state) == ("inspektorat", "submitted")
    assert moved.due_on == report.due_on
    with pytest.raises(Forbidden):
        accept_report(number=report.number, person=officer(), now=NOW)
    ana = officer("ana", office="inspektorat")
    accept_report(number=report.number, person=ana, now=NOW)


def test_a_step_decided_on_an_old_page_changes_nothing() -> None:
    report = submitted()
    seen = last_event_id(report)
    accept_report(number=report.number, person=officer(), seen=seen, now=NOW)
    with pytest.raises(ReportMovedOn):
        start_report(number=report.number, person=officer(), seen=seen, now=NOW)
    assert event_names(report) == ["submitted", "accepted"]


def test_an_answer_refused_keeps_no_picture() -> None:
    report = submitted()
    kept = Upload.objects.count()
    with pytest.raises(ReportMovedOn):
        answer_report(
            number=report.number, person=officer(), text="x", photo=photo(), now=NOW
        )
    assert Upload.objects.count() == kept


def test_ten_working_days_of_silence_close_an_answered_report_once() -> None:
    report, open_one = answered(), in_progress()
    assert report.reply_until == date(2026, 12, 8)
    assert close_silent_reports(now=NOW + timedelta(days=14)) == 0
    after = NOW + timedelta(days=15)
    assert close_silent_reports(now=after) == 1
    assert close_silent_reports(now=after) == 0
    assert fresh(report).state == "closed"
    assert fresh(open_one).state == "in_progress"
    assert event_names(report)[-1] == "closed_without_reply"


def test_a_picture_is_asked_for_by_its_own_report_alone() -> None:
    report, other = answered(), submitted()
    assert report.photo
    assert photo_of(report=report, code=report.photo.code) == report.photo
    with pytest.raises(Exception, match="report_unknown"):
        photo_of(report=other, code=report.photo.code)


def test_counts_per_kelurahan_for_the_days_of_their_submission() -> None:
    answered()
    submitted()
    submitted("jadwal", kelurahan=kelurahan("1002"))
    submitted(now=NOW - timedelta(days=60))
    rows = reports_by_kelurahan(
        since=TODAY - timedelta(days=1), until=TODAY, on=TODAY + timedelta(days=60)
    )
    assert rows == [("99.01.01.1001", 1, 1, 1), ("99.01.01.1002", 1, 0, 1)]
    (row,) = reports_by_kelurahan(
        since=date(2026, 9, 1), until=date(2026, 10, 1), on=TODAY
    )
    assert (row.open, row.overdue) == (1, 1)
    assert reports_by_kelurahan(since=date(2020, 1, 1), until=TODAY, on=TODAY)[0] == (
        "99.01.01.1001",
        2,
        1,
        1,
    )
