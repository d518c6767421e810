"""The office's silence: an alarm before its last day, an event after it, no permit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from permits.models import Application, ApplicationEvent
from permits.services import record_silence, withdraw_application
from permits.transitions import ApplicationState
from tests.permits.samples import (
    NOW,
    Office,
    approved,
    checked,
    draft,
    event_names,
    fresh,
    office,
    submitted,
)
from tests.strict_client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
DAY = timedelta(days=1)
# Submitted on Tuesday 24 November with ten working days: the last is 8 December.
THREE_BEFORE, LAST_DAY, AFTER = NOW + 9 * DAY, NOW + 14 * DAY, NOW + 15 * DAY


@pytest.fixture
def people() -> Office:
    return office()


def test_the_alarm_comes_three_working_days_before_and_the_event_after(
    people: Office,
) -> None:
    application = submitted()
    assert record_silence(now=THREE_BEFORE - DAY) == 0
    assert record_silence(now=THREE_BEFORE) == 1
    assert record_silence(now=LAST_DAY) == 0
    assert record_silence(now=AFTER) == 1
    assert record_silence(now=AFTER + DAY) == 0
    assert event_names(application)[-2:] == ["deadline_near", "deadline_passed"]
    events = application.events.filter(name__startswith="deadline_")
    assert set(events.values_list("note", flat=True)) == {"2026-12-08"}


def test_a_clock_that_stood_meanwhile_is_warned_of_anew(people: Office) -> None:
    application = submitted()
    record_silence(now=THREE_BEFORE)
    Application.objects.filter(pk=application.pk).update(deadline_on="2026-12-15")
    assert record_silence(now=LAST_DAY + 2 * DAY) == 1
    near = application.events.filter(name="deadline_near").order_by("id")
    assert list(near.values_list("note", flat=True)) == ["2026-12-08", "2026-12-15"]


def test_silence_issues_nothing_and_leaves_the_decision_to_people(
    people: Office,
) -> None:
    application = checked(people)
    record_silence(now=AFTER)
    found = fresh(application)
    assert found.state == ApplicationState.CHECKED
    assert (found.decision, found.bill, found.turn) == (None, None, application.turn)


def test_what_is_decided_or_was_taken_back_is_no_silence(people: Office) -> None:
    approved(people)
    withdraw_application(application=submitted(unit="Blok B"), now=NOW)
    draft(unit="Blok C")
    assert record_silence(now=AFTER) == 0


def test_the_database_refuses_a_second_event_of_the_same_silence(
    people: Office,
) -> None:
    application = submitted()
    record_silence(now=AFTER)
    first = application.events.get(name="deadline_passed")
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationEvent.objects.create(
            application=application,
            name=first.name,
            source=first.source,
            target=first.target,
            note=first.note,
            at=AFTER,
        )


def test_the_heads_list_begins_with_what_must_be_decided(
    people: Office, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, fine = submitted(), submitted(LAST_DAY, unit="Blok B")
    record_silence(now=AFTER)
    monkeypatch.setattr("kernel.clock.now", lambda: AFTER)
    client.force_login(people.approver)
    page = client.get("/kantor/izin/?lihat=putusan").content.decode()
    alarm = page.split("p-alarm")[1].split("</section>")[0]
    assert late.number in alarm
    assert "lewat 1 hari kerja" in alarm
    assert "pasal belum diverifikasi" in alarm
    assert fine.number not in page
    desk = client.get(f"/kantor/izin/{late.number}/").content.decode()
    assert "Batas waktu lewat tanpa keputusan" in desk
    assert "Batas: 8 Desember 2026" in desk


def test_the_applicant_reads_that_the_office_was_silent(
    people: Office, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    application: Application = submitted()
    record_silence(now=AFTER)
    url = f"/izin/permohonan/{application.token}/"
    monkeypatch.setattr("kernel.clock.now", lambda: LAST_DAY)
    assert "fiktif positif" not in client.get(url).content.decode()
    monkeypatch.setattr("kernel.clock.now", lambda: AFTER)
    page = client.get(url).content.decode()
    assert "Kantor belum memutuskan pada waktunya" in page
    assert "belum diverifikasi" in page
    assert "hampir habis" not in page
    assert "Tidak ada yang perlu Anda lakukan" not in page
