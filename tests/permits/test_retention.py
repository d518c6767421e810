"""What was withdrawn or forgotten loses its personal data; what has papers never."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import AuditEvent
from permits.models import Application, Part
from permits.services import (
    cancel_unpaid,
    end_what_time_ended,
    erase_abandoned,
    withdraw_application,
)
from permits.transitions import ApplicationState
from tests.permits.samples import (
    NIK,
    NOW,
    Office,
    approved,
    draft,
    event_names,
    fresh,
    issued,
    later,
    office,
    submitted,
)
from uploads.models import Upload
from uploads.services import erase_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def people() -> Office:
    return office()


def withdrawn() -> Application:
    return withdraw_application(application=submitted(), now=NOW)


def text_of_rows(application: Application) -> str:
    """All the database keeps of it, as one text."""
    tables = {
        "permits_application": f"id = {application.pk}",
        "permits_part": f"application_id = {application.pk}",
        "permits_applicationevent": f"application_id = {application.pk}",
    }
    with connection.cursor() as cursor:
        rows = []
        for table, where in tables.items():
            cursor.execute(f"SELECT * FROM {table} WHERE {where}")  # noqa: S608 (ours)
            rows += cursor.fetchall()
    return str(rows)


def test_a_withdrawn_application_keeps_its_row_and_loses_the_person(
    people: Office,
) -> None:
    application = withdrawn()
    assert {NIK, "Siti Aminah"} <= set(text_of_rows(application).split("'"))
    assert erase_abandoned(now=later(days=30)) == 0
    assert erase_abandoned(now=later(days=30) + timedelta(seconds=1)) == 1
    found = fresh(application)
    assert (found.state, found.number) == (
        ApplicationState.WITHDRAWN,
        application.number,
    )
    left = text_of_rows(application)
    for personal in (NIK, "Siti Aminah", "0812", "7890", "Sayur"):
        assert personal not in left
    assert event_names(application)[-2:] == ["withdrawn", "personal_data_erased"]


def test_the_bytes_and_names_of_its_files_are_gone(people: Office) -> None:
    application = withdrawn()
    files = Upload.objects.filter(part__application=application)
    assert files.count() == 3
    erase_abandoned(now=later(days=31))
    for one in files:
        assert (bytes(one.content), one.size, one.sha256, one.name) == (b"", 0, "", "")
        assert one.erased_at == later(days=31)
    event = AuditEvent.objects.get(action="personal_data_erased")
    assert event.facts == {"number": application.number, "files": 3}


def test_its_page_still_opens_and_a_file_does_not(
    people: Office, client: Client
) -> None:
    application = withdrawn()
    part = Part.objects.filter(application=application, upload__isnull=False)[0]
    erase_abandoned(now=later(days=31))
    url = f"/izin/permohonan/{application.token}/"
    page = client.get(url)
    assert page.status_code == 200
    assert "Data pribadi dan berkas dihapus" in page.content.decode()
    assert "Berkas sudah dihapus" in page.content.decode()
    assert client.get(f"{url}berkas/{part.pk}/").status_code == 404


def test_a_second_run_erases_nothing_more(people: Office) -> None:
    withdrawn()
    assert erase_abandoned(now=later(days=31)) == 1
    assert erase_abandoned(now=later(days=32)) == 0
    assert AuditEvent.objects.filter(action="personal_data_erased").count() == 1


def test_a_forgotten_draft_is_erased_after_it_lapsed(people: Office) -> None:
    application = draft()
    end_what_time_ended(now=later(days=61))
    assert erase_abandoned(now=later(days=90)) == 0
    assert erase_abandoned(now=later(days=92)) == 1
    assert fresh(application).nik == ""


def test_what_has_a_bill_or_a_decision_is_never_touched(people: Office) -> None:
    paid = issued(people)
    unpaid = approved(people, unit="Blok B")
    cancel_unpaid(application=unpaid, person=people.approver, reason="Uji.", now=NOW)
    withdraw_application(application=fresh(unpaid), now=NOW)
    waiting = submitted(unit="Blok C")
    assert erase_abandoned(now=later(days=9000)) == 0
    assert {fresh(one).nik for one in (paid, unpaid, waiting)} == {NIK}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE uploads_upload SET name = 'lain'",
        "UPDATE uploads_upload SET content = '', size = 0, sha256 = '', name = ''",
        "DELETE FROM uploads_upload",
    ],
)
def test_no_statement_edits_or_removes_a_file_before_or_after(
    people: Office, change: str
) -> None:
    draft()
    for _ in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(change)
        erase_files(list(Upload.objects.values_list("pk", flat=True)), now=NOW)
