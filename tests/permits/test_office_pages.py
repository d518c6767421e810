"""The office's pages: who sees what, the verbs, and two officers at once."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Person
from accounts.roles import Role
from permits.models import Application
from permits.services import review_items
from permits.transitions import ApplicationState
from tests.accounts.people import give, person
from tests.permits.samples import (
    NIK,
    NOW,
    Office,
    approved,
    checked,
    draft,
    follow,
    fresh,
    issued,
    office,
    submitted,
    take_money_back,
)
from tests.strict_client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def people() -> Office:
    return office()


def address(application: Application, name: str, **more: Any) -> str:
    kwargs = {"number": application.number} | more
    return reverse(f"permits_office:{name}", kwargs=kwargs)


def as_(client: StrictClient, who: Person) -> StrictClient:
    client.force_login(who)
    return client


def verdicts(application: Application, **changes: str) -> dict[str, str]:
    """The form as a browser sends it: all valid, but for the changes."""
    items = application.parts.filter(replaced_at=None).values_list("item", flat=True)
    sent = {f"verdict-{item}": "valid" for item in items}
    return sent | {"turn": str(fresh(application).turn), "ukuran": "6"} | changes


def test_the_queue_shows_what_is_most_urgent_first_and_no_draft(
    people: Office, client: StrictClient
) -> None:
    late = submitted(unit="Blok Z nomor 1")
    Application.objects.filter(pk=late.pk).update(deadline_on="2026-01-05")
    soon = submitted()
    draft(unit="Blok Y nomor 1")
    text = as_(client, people.checker).get("/kantor/izin/").content.decode()
    assert text.index(late.number) < text.index(soon.number)
    assert "lewat" in text
    assert text.count("p-queue__row ") + text.count('p-queue__row"') == 2
    for view in ("putusan", "menunggu", "selesai", "apa-saja"):
        assert client.get(f"/kantor/izin/?lihat={view}").status_code == 200


def test_the_queue_asks_a_bounded_number_of_questions(
    people: Office, client: StrictClient, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        submitted(unit=f"Blok Q nomor {number}")
        approved(people, unit=f"Blok R nomor {number}")
    as_(client, people.checker)
    for view in ("", "menunggu"):
        with django_assert_max_num_queries(19):
            client.get(f"/kantor/izin/?lihat={view}")


def test_strangers_sign_in_first_and_others_see_nothing(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    assert client.get("/kantor/izin/").status_code == 302
    joko, lina = person("joko"), person("lina")
    give(lina, Role.PERMIT_OFFICER, people.elsewhere())
    for who, of_all, of_one in ((joko, 403, 403), (lina, 200, 404)):
        page = as_(client, who).get("/kantor/izin/")
        assert page.status_code == of_all
        assert application.number not in page.content.decode()
        for name in ("application", "review", "approve"):
            url = address(application, name)
            answer = client.get(url) if name == "application" else client.post(url)
            assert answer.status_code == of_one


def test_the_nik_is_masked_until_it_is_asked_for(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    as_(client, people.checker)
    assert NIK not in client.get(address(application, "application")).content.decode()
    shown = client.post(address(application, "show_nik")).content.decode()
    assert NIK in shown


def test_a_checker_sends_back_recommends_and_never_decides(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    as_(client, people.checker)
    wrong = {"verdict-kk": "correct", "note-kk": "Buram."}
    page = client.post(
        address(application, "send_back"), verdicts(application, **wrong), follow=True
    )
    assert "menunggu perbaikan" in page.content.decode()
    second = submitted(unit="Blok E nomor 1")
    page = client.post(address(second, "recommend"), verdicts(second), follow=True)
    text = page.content.decode()
    assert "yang memeriksa tidak memutuskan" in text
    assert address(second, "approve") not in text
    answer = client.post(address(second, "approve"), {"turn": fresh(second).turn})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("verb", "changes", "told"),
    [
        ("send_back", {}, "Tandai paling sedikit satu bagian"),
        ("send_back", {"verdict-kk": "correct"}, "Tulis apa yang harus diperbaiki"),
        ("recommend", {"verdict-kk": ""}, "Yang diusulkan harus sah semuanya"),
        ("recommend", {"ukuran": "banyak"}, "Tulis luas dalam m²"),
        ("advise_against", {}, "Tulis mengapa permohonan ini"),
        ("review", {"verdict-kk": "mungkin"}, "Kesalahan"),
        ("review", {"turn": "x"}, "Kesalahan"),
    ],
)
def test_what_is_wrong_with_the_checklist_is_told_on_it_and_nothing_moves(
    verb: str,
    changes: dict[str, str],
    told: str,
    people: Office,
    client: StrictClient,
) -> None:
    application = submitted()
    as_(client, people.checker)
    answer = client.post(address(application, verb), verdicts(application, **changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert fresh(application).state == ApplicationState.SUBMITTED


def test_the_later_of_two_officers_is_told_what_happened_and_loses_no_word(
    people: Office, client: StrictClient
) -> None:
    application = submitted()
    form = verdicts(application, catatan="Tempatnya sudah diukur dua kali.")
    review_items(application=application, person=people.checker, verdicts={}, now=NOW)
    as_(client, people.checker)
    answer = client.post(address(application, "recommend"), form)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "sudah berubah sejak Anda membukanya" in text
    assert "Tempatnya sudah diukur dua kali." in text
    assert "Foto KTP" in text
    assert fresh(application).state == ApplicationState.SUBMITTED


def test_the_later_of_two_approvers_is_told_and_nothing_happens_twice(
    people: Office, client: StrictClient
) -> None:
    application = checked(people)
    as_(client, people.approver)
    form = {"turn": application.turn}
    assert client.post(address(application, "approve"), form).status_code == 302
    answer = client.post(
        address(application, "reject"), form | {"alasan": "Ternyata tidak boleh."}
    )
    assert answer.status_code == 409
    assert "Ternyata tidak boleh." in answer.content.decode()
    assert fresh(application).state == ApplicationState.AWAITING_PAYMENT


def test_an_approver_sees_what_the_approval_will_ask_for(
    people: Office, client: StrictClient
) -> None:
    application = checked(people)
    as_(client, people.approver)
    text = client.get(address(application, "application")).content.decode()
    assert "6 m² × Rp 1.250 × 31 hari" in text
    assert "Rp\N{NO-BREAK SPACE}232.500" in text
    assert "belum diverifikasi" in text


def test_an_approver_rejects_with_a_reason_the_applicant_reads(
    people: Office, client: StrictClient
) -> None:
    application = checked(people)
    as_(client, people.approver)
    form = {"turn": application.turn, "alasan": ""}
    answer = client.post(address(application, "reject"), form)
    assert answer.status_code == 422
    assert "Tulis alasannya." in answer.content.decode()
    client.post(address(application, "reject"), form | {"alasan": "Jalur hijau."})
    client.logout()
    link = reverse("permits:application", kwargs={"token": application.token})
    text = client.get(link).content.decode()
    assert "Jalur hijau." in text
    assert "Keberatan dapat diajukan" in text


def test_an_unpaid_bill_can_be_cancelled_from_the_desk(
    people: Office, client: StrictClient
) -> None:
    application = approved(people)
    as_(client, people.approver)
    page = client.get(address(application, "application")).content.decode()
    assert "Batalkan tagihan yang tidak dibayar" in page
    form = {"turn": fresh(application).turn, "alasan": "Tidak dibayar."}
    client.post(address(application, "cancel_unpaid"), form)
    assert fresh(application).state == ApplicationState.CHECKED


def test_money_taken_back_after_the_decision_stands_on_the_desk(
    people: Office, client: StrictClient
) -> None:
    application = issued(people)
    take_money_back(application)
    follow(application)
    as_(client, people.approver)
    assert "Pembayaran ditarik kembali" in (
        client.get("/kantor/izin/?lihat=selesai").content.decode()
    )
    text = client.get(address(application, "application")).content.decode()
    assert "Retribusinya terutang lagi" in text


def test_papers_open_for_the_office_and_no_other_number(
    people: Office, client: StrictClient
) -> None:
    hers, other = submitted(), submitted(unit="Blok F nomor 1")
    part = hers.parts.get(item="ktp")
    as_(client, people.checker)
    assert client.get(address(hers, "file", part_id=part.pk)).status_code == 200
    assert client.get(address(other, "file", part_id=part.pk)).status_code == 404
    assert client.get("/kantor/izin/SKPT-2026-99999/").status_code == 404
    assert client.get("/kantor/izin/bukan-nomor/").status_code == 404


def test_a_note_that_may_be_wanted_is_not_said_to_be_optional(
    people: Office, client: StrictClient
) -> None:
    url = address(submitted(), "application")
    text = as_(client, people.checker).get(url).content.decode()
    assert "Wajib bila perlu perbaikan" in text
    assert "Wajib bila Anda mengusulkan penolakan" in text
    assert "boleh dikosongkan" not in text
