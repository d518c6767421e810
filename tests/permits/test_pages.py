"""The applicant's pages without script: question by question, to the tracking page."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from permits.models import Application
from permits.transitions import ApplicationState
from tests.permits.samples import (
    NIK,
    PAGES,
    Office,
    approved,
    draft,
    issued,
    office,
    submitted,
)
from tests.strict_client import StrictClient
from tests.uploads.samples import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def people() -> Office:
    return office()


def photo_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("ktp.jpg", picture(), "image/jpeg")


def address(application: Application, name: str, **more: Any) -> str:
    return reverse(f"permits:{name}", kwargs={"token": application.token} | more)


def test_from_the_catalogue_to_a_number(people: Office, client: StrictClient) -> None:
    assert "Penempatan kios" in client.get("/izin/").content.decode()
    start = client.get("/izin/skpt/").content.decode()
    for told in ("10 hari kerja", "gratis", "Foto KTP", "belum diverifikasi"):
        assert told in start
    page = client.post("/izin/skpt/mulai/", follow=True)
    assert "Siapa yang mengajukan?" in page.content.decode()
    for _ in PAGES:
        url = page.request["PATH_INFO"]
        answers = PAGES[url.rstrip("/").rsplit("/", 1)[1]]
        page = client.post(url, answers, follow=True)
        assert page.status_code == 200, page.content.decode()
    url = page.request["PATH_INFO"]
    assert url.endswith("/berkas/")
    files = {code: photo_file() for code in ("ktp", "kk", "foto-tempat")}
    page = client.post(url, files, follow=True)
    text = page.content.decode()
    assert "Periksa lagi sebelum dikirim" in text
    assert NIK not in text
    assert "8271••••••••0001" in text
    application = Application.objects.get()
    page = client.post(address(application, "submit"), follow=True)
    text = page.content.decode()
    assert re.search(r"SKPT-20\d\d-\d{5}", text)
    assert "sudah kami terima" in text
    assert "0 dari 10 hari kerja" in text


def test_a_wrong_nik_is_told_beside_its_field_and_nothing_is_kept(
    people: Office, client: StrictClient
) -> None:
    client.post("/izin/skpt/mulai/")
    application = Application.objects.get()
    url = address(application, "questions", page="pemohon")
    page = client.post(url, PAGES["pemohon"] | {"nik": "8271 0145 1390 0001"})
    assert page.status_code == 422
    assert "bukan tanggal lahir" in page.content.decode()
    application.refresh_from_db()
    assert (application.nik, application.holder_name) == ("", "")


def test_a_known_nik_is_not_typed_again_to_mend_the_name(
    people: Office, client: StrictClient
) -> None:
    application = draft()
    url = address(application, "questions", page="pemohon")
    text = client.get(url).content.decode()
    assert "Kosongkan bila tetap 8271••••••••0001" in text
    answers = PAGES["pemohon"] | {"nik": "", "nama": "Siti Aminah Yusuf"}
    assert client.post(url, answers).status_code == 302
    application.refresh_from_db()
    assert (application.nik, application.holder_name) == (NIK, "Siti Aminah Yusuf")


def test_a_place_that_is_not_in_the_list_is_told_beside_its_field(
    people: Office, client: StrictClient
) -> None:
    client.post("/izin/skpt/mulai/")
    url = address(Application.objects.get(), "questions", page="tempat")
    page = client.post(url, PAGES["tempat"] | {"pasar": "pasar-tiada"})
    assert page.status_code == 422
    assert "Pilih salah satu dari daftar" in page.content.decode()


def test_a_hostile_file_is_refused_and_the_good_one_beside_it_is_kept(
    people: Office, client: StrictClient
) -> None:
    application = draft()
    before = application.parts.count()
    evil = SimpleUploadedFile("ktp.jpg", b"<script>alert(1)</script>", "image/jpeg")
    page = client.post(
        address(application, "papers"), {"ktp": evil, "pernyataan": photo_file()}
    )
    assert page.status_code == 422
    assert "Jenis berkas tidak dapat diterima" in page.content.decode()
    assert application.parts.count() == before + 1
    assert application.parts.filter(item="pernyataan").exists()


def test_what_is_missing_is_named_when_files_are_sent(
    people: Office, client: StrictClient
) -> None:
    client.post("/izin/skpt/mulai/")
    application = Application.objects.get()
    page = client.post(address(application, "papers"), {"ktp": photo_file()})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Masih ada berkas yang kurang" in text
    assert "Sudah ada" in text


def test_another_token_and_no_token_are_one_and_the_same_404(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    pages = ["application", "check", "papers", "submit", "withdraw", "status"]
    for token in ("a" * 24, "x", application.number, application.token.upper()):
        for name in pages:
            url = reverse(f"permits:{name}", kwargs={"token": token})
            is_post = name in ("submit", "withdraw")
            answer = client.post(url) if is_post else client.get(url)
            assert answer.status_code == 404, url
            assert "Permohonan tidak ditemukan" in answer.content.decode()


def test_a_file_opens_only_by_the_link_of_its_own_application(
    people: Office, client: StrictClient
) -> None:
    hers, other = submitted(), submitted(unit="Blok B nomor 1")
    part = hers.parts.get(item="ktp")
    answer = client.get(address(hers, "file", part_id=part.pk))
    assert answer["Content-Type"] == "image/jpeg"
    assert client.get(address(other, "file", part_id=part.pk)).status_code == 404


def test_what_is_handed_in_cannot_be_changed_or_sent_twice(
    people: Office, client: StrictClient
) -> None:
    application = draft()
    for _ in range(2):
        assert client.post(address(application, "submit")).status_code == 302
    application.refresh_from_db()
    names = list(application.events.values_list("name", flat=True))
    assert names.count("submitted") == 1
    url = address(application, "questions", page="usaha")
    assert client.post(url, {"dagangan": "Ikan"}).status_code == 409
    url = address(application, "papers")
    assert client.post(url, {"ktp": photo_file()}).status_code == 409


def test_a_draft_that_lacks_a_page_is_led_to_it(
    people: Office, client: StrictClient
) -> None:
    client.post("/izin/skpt/mulai/")
    application = Application.objects.get()
    page = client.post(address(application, "submit"))
    assert page["Location"] == address(application, "questions", page="pemohon")
    assert application.state == ApplicationState.DRAFT


def test_the_link_tells_what_to_pay_and_then_gives_the_decision(
    people: Office, client: StrictClient
) -> None:
    waiting = approved(people)
    text = client.get(address(waiting, "application")).content.decode()
    assert "Rp\N{NO-BREAK SPACE}232.500" in text
    assert "menunggu pembayaran" in text
    assert waiting.bill is not None
    assert f"/bayar/{waiting.bill.kode_bayar}/" in text
    done = issued(people, unit="Blok B nomor 2")
    text = client.get(address(done, "application")).content.decode()
    assert "Blok B nomor 2, Pasar Contoh" in text
    assert done.decision is not None
    assert "PDF sedang disiapkan" in text


def test_an_applicant_takes_an_application_back(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    page = client.post(address(application, "withdraw"), follow=True)
    assert "Anda menarik permohonan ini" in page.content.decode()
    done = approved(people)
    assert client.post(address(done, "withdraw")).status_code == 409


def test_the_nik_is_in_no_page_and_no_address(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    for name in ("application",):
        answer = client.get(address(application, name))
        assert NIK not in answer.content.decode()
        assert NIK not in answer.request["PATH_INFO"]
    unsent = draft(unit="Blok C nomor 1")
    form = client.get(address(unsent, "questions", page="pemohon"))
    assert NIK not in form.content.decode()
