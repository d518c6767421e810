"""The reporter's pages and the officer's, as a browser without script sees them."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.models import Report
from complaints.selectors import last_event_id
from complaints.services import accept_report, reject_report
from complaints.views.wording import deadline_sentence
from tests.accounts.people import PASSWORD, person
from tests.complaints.samples import (
    NOW,
    answered,
    in_progress,
    key_of,
    officer,
    photo,
    submitted,
)
from tests.strict_client import StrictClient
from tests.uploads import samples as files

pytestmark = pytest.mark.usefixtures("city")
SECRET_WORDS = "Rumah Bu Siti nomor 7"


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.clock.now", lambda: NOW)


def said(**values: Any) -> dict[str, Any]:
    form = {
        "jenis": "tumpukan",
        "uraian": SECRET_WORDS,
        "kelurahan": "99.01.01.1001",
        "kiriman": str(uuid.uuid4()),
        "foto": SimpleUploadedFile("IMG.jpg", files.picture((90, 60)), "image/jpeg"),
    }
    return {name: value for name, value in (form | values).items() if value is not None}


def page_of(report: Report, rest: str = "") -> str:
    return f"/lapor/{report.number}/{key_of(report)}/{rest}"


def desk_of(report: Report, rest: str = "") -> str:
    return f"/kantor/laporan/{report.number}/{rest}"


def signed_in(client: StrictClient, name: str = "budi", office: str = "dlh") -> None:
    officer(name, office)
    assert client.login(username=name, password=PASSWORD)


def test_the_form_offers_what_the_city_answers(client: StrictClient) -> None:
    page = client.get("/lapor/").content.decode()
    assert "Tumpukan sampah liar" in page
    assert 'capture="environment"' in page
    assert "Mawar" in page


def test_a_report_leads_to_the_secret_page_of_its_reporter(
    client: StrictClient,
) -> None:
    answer = client.post("/lapor/", said(kontak="0812 3456 7890"))
    report = Report.objects.get()
    assert answer["Location"] == page_of(report)
    page = client.get(answer["Location"])
    assert SECRET_WORDS in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")
    assert report.photo
    shown = client.get(page_of(report, f"foto/{report.photo.code}/"))
    assert shown["Content-Type"] == "image/jpeg"


def test_everybody_else_sees_the_steps_and_nobodys_words(client: StrictClient) -> None:
    report = answered(text=SECRET_WORDS, contact="0812 3456 7890")
    page = client.get(f"/lapor/{report.number}/").content.decode()
    assert "Dijawab dengan foto bukti" in page
    assert "Sudah diangkut" in page
    assert page.count("<img class=") == 2
    for secret in (SECRET_WORDS, "0812", "Budi", key_of(report)):
        assert secret not in page


def test_what_the_reporter_says_of_an_answer_is_for_her_and_the_office(
    client: StrictClient,
) -> None:
    report = answered()
    client.post(page_of(report, "belum-selesai/"), {"alasan": SECRET_WORDS})
    assert SECRET_WORDS in client.get(page_of(report)).content.decode()
    public = client.get(f"/lapor/{report.number}/").content.decode()
    assert "Pelapor: belum selesai" in public
    assert SECRET_WORDS not in public
    signed_in(client)
    assert SECRET_WORDS in client.get(desk_of(report)).content.decode()


def test_a_confidential_report_shows_strangers_its_state_alone(
    client: StrictClient,
) -> None:
    report = submitted("pungli", photo=photo(), text=SECRET_WORDS)
    assert report.photo
    page = client.get(f"/lapor/{report.number}/").content.decode()
    assert "Laporan rahasia" in page
    for secret in (SECRET_WORDS, "pungutan liar", "Mawar", "<img class="):
        assert secret not in page
    stranger = client.get(f"/lapor/{report.number}/foto/{report.photo.code}/")
    assert stranger.status_code == 404
    own = client.get(page_of(report, f"foto/{report.photo.code}/"))
    assert own.status_code == 200


def test_without_script_no_point_is_needed_and_a_wrong_one_is_taken_off(
    client: StrictClient,
) -> None:
    answer = client.post("/lapor/", said(lintang="-6.2", bujur="106.8"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "di luar kota" in page
    assert "106.8" not in page
    assert client.post("/lapor/", said(lintang="", bujur="")).status_code == 302


def test_a_point_in_the_city_is_kept(client: StrictClient) -> None:
    client.post("/lapor/", said(lintang="0.812345678", bujur="127.30001"))
    assert str(Report.objects.get().latitude) == "0.81235"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"jenis": None}, "Pilih salah satu"),
        ({"jenis": "lain"}, "lain"),
        ({"uraian": " "}, "Tulis apa yang Anda lihat"),
        ({"uraian": "x" * 1001}, "1000"),
        ({"kelurahan": ""}, "Pilih kelurahan"),
        ({"foto": None}, "Sertakan satu foto"),
        ({"foto": SimpleUploadedFile("a.jpg", b"<svg/>")}, "JPG, PNG atau WebP"),
        ({"foto": SimpleUploadedFile("a.jpg", b"")}, "kosong"),
        ({"kiriman": "bukan"}, "UUID"),
        ({"lintang": "abc", "bujur": "9" * 400}, "di luar kota"),
        ({"uraian": "nol \x00 nol"}, "null"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    client: StrictClient, wrong: dict[str, Any], sentence: str
) -> None:
    answer = client.post("/lapor/", said(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Report.objects.exists()


def test_too_many_reports_of_one_address_are_refused(client: StrictClient) -> None:
    answers = [client.post("/lapor/", said(jenis=None)) for _ in range(11)]
    assert [one.status_code for one in answers] == [422] * 10 + [429]


def test_a_typed_number_leads_to_its_page_and_a_slip_is_told(
    client: StrictClient,
) -> None:
    number = submitted().number
    typed = f"{number[:4]} {number[4:8]}-{number[8:]}"
    found = client.get("/lapor/cari/", {"nomor": typed})
    assert found["Location"] == f"/lapor/{number}/"
    for slip in ("123", "", "000000000098", "x" * 50):
        answer = client.get("/lapor/cari/", {"nomor": slip})
        assert (answer.status_code, "nomor" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize(
    "address", ["/lapor/123/", "/lapor/000000000098/", "/lapor/000000000098/kunci/"]
)
def test_an_address_that_leads_nowhere_is_not_found(
    client: StrictClient, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_the_reporter_says_it_is_done_or_not(client: StrictClient) -> None:
    report = answered()
    assert "Sudah selesaikah?" in client.get(page_of(report)).content.decode()
    empty = client.post(page_of(report, "belum-selesai/"), {"alasan": ""})
    assert (empty.status_code, Report.objects.get().state) == (422, "answered")
    client.post(page_of(report, "belum-selesai/"), {"alasan": "Masih ada"})
    assert Report.objects.get().state == "reopened"
    late = client.post(page_of(report, "selesai/"))
    assert late.status_code == 409
    again = client.post(page_of(report, "belum-selesai/"), {"alasan": "Masih kotor"})
    assert (again.status_code, "Masih kotor" in again.content.decode()) == (409, True)


def test_the_desk_is_for_officers(client: StrictClient) -> None:
    report = submitted()
    assert client.get("/kantor/laporan/").status_code == 302
    person("joko")
    client.login(username="joko", password=PASSWORD)
    for address in ("/kantor/laporan/", desk_of(report)):
        assert client.get(address).status_code == 403
    step = client.post(desk_of(report, "terima/"), {"terlihat": 1})
    assert (step.status_code, Report.objects.get().state) == (403, "submitted")


def test_the_list_shows_what_is_due_first_of_this_office_alone(
    client: StrictClient,
) -> None:
    signed_in(client)
    submitted("jadwal", text="kedua")
    for number in range(4):
        in_progress(text=f"lain {number}")
    submitted("pungli")
    page = client.get("/kantor/laporan/").content.decode()
    assert page.count("r-queue__row ") + page.count('r-queue__row"') == 5
    assert page.count("sisa 14 hari kerja") == 5
    assert "pungutan liar" not in page
    only = client.get("/kantor/laporan/", {"jenis": "jadwal", "lihat": "nonsens"})
    assert only.content.decode().count("r-queue__what") == 1
    wanted = Report.objects.get(text="kedua")
    found = client.get("/kantor/laporan/", {"nomor": wanted.spoken})
    assert found["Location"] == desk_of(wanted)
    pungli = Report.objects.get(category__code="pungli").number
    for other in (pungli, "x", "000000000098"):
        answer = client.get("/kantor/laporan/", {"nomor": other})
        assert "Tidak ada laporan kantor Anda" in answer.content.decode()
    done = client.get("/kantor/laporan/?lihat=selesai").content.decode()
    assert "Tidak ada laporan di sini" in done


def test_an_officer_takes_the_steps_one_after_another(client: StrictClient) -> None:
    signed_in(client)
    report = submitted(contact="0812 3456 7890")
    assert "0812 3456 7890" in client.get(desk_of(report)).content.decode()
    for step in ("terima/", "mulai/"):
        seen = {"terlihat": last_event_id(report)}
        assert client.post(desk_of(report, step), seen).status_code == 302
    typed = {"terlihat": last_event_id(report), "jawaban": "Sudah diangkut"}
    without = client.post(desk_of(report, "jawab/"), typed)
    assert (without.status_code, Report.objects.get().state) == (422, "in_progress")
    assert "Sudah diangkut" in without.content.decode()
    proof = SimpleUploadedFile("bukti.jpg", files.picture((90, 60)))
    assert (
        client.post(desk_of(report, "jawab/"), typed | {"foto": proof}).status_code
        == 302
    )
    assert Report.objects.get().state == "answered"


def test_who_was_slower_is_told_what_happened_and_keeps_the_words(
    client: StrictClient,
) -> None:
    signed_in(client, "rina")
    report = submitted()
    seen = last_event_id(report)
    accept_report(number=report.number, person=officer(), now=NOW)
    typed = {"terlihat": seen, "alasan": "Sudah dilaporkan Senin"}
    answer = client.post(desk_of(report, "tolak/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Diterima Dinas Lingkungan Hidup (Budi)" in page
    assert "Sudah dilaporkan Senin" in page
    assert Report.objects.get().state == "accepted"


def test_typed_words_stay_in_the_form_where_the_step_is_still_possible(
    client: StrictClient,
) -> None:
    signed_in(client)
    report = in_progress()
    typed = {
        "terlihat": last_event_id(report) - 1,
        "jawaban": "Sudah bersih",
        "foto": SimpleUploadedFile("bukti.jpg", files.picture((90, 60))),
    }
    answer = client.post(desk_of(report, "jawab/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"<textarea[^>]*>\s*Sudah bersih</textarea>", page)
    assert f'value="{last_event_id(report)}"' in page


def test_no_step_begins_at_the_end(client: StrictClient) -> None:
    signed_in(client)
    report = submitted()
    reject_report(number=report.number, person=officer(), reason="Ganda", now=NOW)
    page = client.get(desk_of(report)).content.decode()
    assert "sudah selesai" in page
    assert client.post(desk_of(report, "terbang/"), {}).status_code == 404
    assert client.post(desk_of(report, "terima/"), {"terlihat": "x"}).status_code == 422


def test_a_confidential_picture_is_the_offices_alone(client: StrictClient) -> None:
    report = submitted("pungli", photo=photo())
    assert report.photo
    signed_in(client)
    assert client.get(desk_of(report, f"foto/{report.photo.code}/")).status_code == 403
    signed_in(client, "ana", "inspektorat")
    assert client.get(desk_of(report, f"foto/{report.photo.code}/")).status_code == 200


def test_days_left_are_working_days_like_the_deadline() -> None:
    report = submitted()
    assert report.due_on == date(2026, 12, 14)
    for today, told in (
        (date(2026, 11, 24), "sisa 14 hari kerja"),
        (date(2026, 12, 11), "sisa 1 hari kerja"),
        (date(2026, 12, 14), "hari ini batasnya"),
        (date(2026, 12, 15), "lewat 1 hari kerja"),
        (date(2026, 12, 21), "lewat 5 hari kerja"),
    ):
        assert deadline_sentence(report, today) == told
    report.due_on = date(2026, 12, 11)
    assert deadline_sentence(report, date(2026, 12, 12)) == "lewat batas"
