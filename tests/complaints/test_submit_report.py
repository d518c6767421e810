"""Siti reports: her report has a number, an office and a deadline at once."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from city.models import Holiday
from complaints.models import Report, ReportEvent
from complaints.selectors import ReportUnknown, report_by_number
from complaints.services import PhotoMissing, Point, PointOutsideCity, submit_report
from kernel.identifiers import MistypedReportNumber, parse_report_number
from outbox.models import Event
from tests.complaints.samples import (
    NOW,
    event_names,
    kelurahan,
    new_report,
    submitted,
)
from uploads.models import Upload

pytestmark = pytest.mark.usefixtures("city")


def test_a_report_goes_to_its_office_with_a_deadline_in_working_days() -> None:
    Holiday.objects.create(on=date(2026, 12, 1), name="Libur", source="uji")
    report = submitted()
    assert (report.opd.code, report.state) == ("dlh", "submitted")
    assert report.due_on == date(2026, 12, 15), "14 working days, one of them a holiday"
    assert event_names(report) == ["submitted"]


def test_the_news_names_only_the_report_and_its_kelurahan() -> None:
    report = submitted(contact="0812 3456 7890")
    (event,) = Event.objects.filter(name="report_submitted")
    assert event.payload == {"report_id": report.pk, "kelurahan": "99.01.01.1001"}


def test_the_number_can_be_read_aloud_and_a_slip_is_noticed() -> None:
    number = submitted().number
    spoken = f"{number[:4]} {number[4:8]} {number[8:]}"
    assert report_by_number(spoken).number == number
    with pytest.raises(MistypedReportNumber):
        parse_report_number(
            number[1] + number[0] + number[2:] if number[0] != number[1] else "1"
        )
    with pytest.raises(ReportUnknown):
        report_by_number("000000000098")


def test_some_categories_cannot_be_found_without_a_photo() -> None:
    with pytest.raises(PhotoMissing):
        submitted(photo=None)
    assert submitted("jadwal").photo is None


@pytest.mark.parametrize(
    "place", [("0.80000", "128.90000"), ("-6.20000", "106.80000"), ("0", "0")]
)
def test_a_point_outside_the_city_is_refused(place: tuple[str, str]) -> None:
    with pytest.raises(PointOutsideCity):
        submitted(point=Point(Decimal(place[0]), Decimal(place[1])))


def test_a_point_just_off_the_coast_is_taken() -> None:
    report = submitted(point=Point(Decimal("0.76000"), Decimal("127.33000")))
    assert (report.latitude, report.longitude) == (Decimal("0.76"), Decimal("127.33"))


def test_the_same_form_sent_twice_is_one_report() -> None:
    new = new_report()
    first, second = submit_report(new=new, now=NOW), submit_report(new=new, now=NOW)
    assert first == second
    assert Upload.objects.count() == Event.objects.count() == 1


def test_the_same_form_with_other_words_is_another_report() -> None:
    sending = uuid.uuid4()
    assert submitted(sending=sending) != submitted(
        sending=sending, text="Lagi, di RT 2"
    )
    assert submitted(sending=sending) != submitted(
        sending=sending, kelurahan=kelurahan("1002")
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("report_state_is_known", {"state": "lost"}),
        ("report_says_something", {"text": ""}),
        ("report_has_both_coordinates_or_none", {"latitude": "0.8"}),
        ("report_is_done_only_with_a_proof", {"state": "answered"}),
        ("report_is_done_only_with_a_proof", {"state": "confirmed"}),
    ],
)
def test_the_table_refuses_what_must_never_be_true(
    name: str, values: dict[str, str]
) -> None:
    one = submitted()
    row: dict[str, Any] = dict(Report.objects.filter(pk=one.pk).values().get())
    row |= {"id": None, "number": "000000000098", "sending": uuid.uuid4()} | values
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        Report.objects.create(**row)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("report_answer_has_words_and_a_photo", {"name": "answered", "note": "Sudah"}),
        ("report_is_turned_down_with_a_reason", {"name": "rejected"}),
        ("report_is_turned_down_with_a_reason", {"name": "reopened"}),
    ],
)
def test_the_table_refuses_an_answer_without_proof_and_a_no_without_reason(
    name: str, values: dict[str, str]
) -> None:
    report = submitted()
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        ReportEvent.objects.create(
            report=report, opd=report.opd, target="answered", at=NOW, **values
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE complaints_report SET text = 'lain'",
        "UPDATE complaints_report SET number = '1'",
        "DELETE FROM complaints_report",
        "UPDATE complaints_reportevent SET note = 'lain'",
        "DELETE FROM complaints_reportevent",
    ],
)
def test_what_was_said_stays(change: str) -> None:
    submitted()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(change)
