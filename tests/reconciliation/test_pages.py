"""BP2RD's pages: who sees them, what they show, and what a bad upload gets."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings

from accounts.models import AuditEvent
from accounts.roles import Role
from city.selectors import business_date_of
from kernel import clock
from outbox.models import Event
from payments.models import Payment
from payments.reconciliation.forms import StatementForm
from payments.reconciliation.models import (
    Finding,
    ImportChunk,
    ImportedFile,
    ImportJob,
    SettlementLine,
)
from payments.reconciliation.services import import_upload, reconcile
from payments.reconciliation.views import evidence
from payments.reconciliation.views.export import safe_cell
from tests.accounts.people import give, person
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAYOUT,
    Line,
    line_of,
    paid,
    paid_again,
    payout_credit,
    report,
    statement_csv,
)
from tests.reconciliation.steps import banked, told
from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db
DAY = "/bp2rd/?hari=2026-03-02"


def staff(role: Role) -> Client:
    small_city()
    siti = person(role.value)
    give(siti, role, valid_from=date(2026, 1, 1))
    client = StrictClient()
    client.force_login(siti)
    return client


@pytest.fixture
def reconciler(db: None) -> Client:
    return staff(Role.RECONCILER)


def upload(client: Client, what: str, content: bytes) -> Any:
    file = SimpleUploadedFile("laporan.csv", content)
    return client.post(f"/bp2rd/bukti/{what}/", {"berkas": file})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


PATHS = ["/bp2rd/", "/bp2rd/hari.csv", "/bp2rd/selisih/", "/bp2rd/pencairan/"]


@pytest.mark.parametrize("path", [*PATHS, "/bp2rd/bukti/"])
def test_a_stranger_signs_in_first_and_a_collector_is_refused(path: str) -> None:
    collector = staff(Role.COLLECTOR)

    assert Client().get(path).status_code == 302
    assert collector.get(path).status_code == 403


def test_an_auditor_looks_and_cannot_bring_evidence() -> None:
    auditor = staff(Role.AUDITOR)

    assert "Jalankan rekonsiliasi" not in text(auditor.get("/bp2rd/"))
    assert upload(auditor, "laporan-gateway", report([])).status_code == 403
    assert auditor.post("/bp2rd/rekonsiliasi/").status_code == 403
    assert auditor.post("/bp2rd/bukti/rekening-koran/tarik/").status_code == 403


def test_a_new_payment_is_money_in_transit_with_its_day(
    reconciler: Client, settings: Settings
) -> None:
    settings.PAYOUT_WORKING_DAYS = 3
    paid(stall_bill())
    page = text(reconciler.get(DAY))

    assert "Dana dalam perjalanan" in page
    assert "diperkirakan Kamis, 5 Maret 2026" in page
    assert "Siti Aminah" in page


def test_the_button_matches_a_payment_on_every_level(reconciler: Client) -> None:
    payment = paid(stall_bill(), waste_skrd(), interest=[180, 0])
    line = line_of(payment, fee=4_000, vat=440, payout=PAYOUT)
    upload(reconciler, "laporan-gateway", report([line]))
    upload(reconciler, "rekening-koran", statement_csv([payout_credit([line])]))
    answer = reconciler.post("/bp2rd/rekonsiliasi/", {"hari": "2026-03-02"})

    assert answer.headers["Location"] == DAY
    written = AuditEvent.objects.get(action="reconciled")
    assert written.actor is not None
    assert (written.actor.username, written.facts["entries_posted"]) == (
        "reconciler",
        1,
    )
    page = text(reconciler.get(DAY))
    assert "1 baris cocok, 1 pencairan ditemukan di bank" in page
    assert "Tidak ada selisih" in page
    assert "Dibayar nontunai Rp 28.180 menurut pembukuan kita" in " ".join(
        strip_tags(page).split()
    )
    assert "Rp 23.740 masuk rekening + Rp 4.440 biaya kanal" in page
    assert "Masuk Selasa, 3 Maret 2026" in " ".join(strip_tags(page).split())
    assert "semua yang dibayar sudah masuk kas daerah" in page
    lra = text(reconciler.get("/bp2rd/?hari=2026-03-03"))
    assert "Realisasi pendapatan (LRA)" in lra
    assert "Rp 28.180" in lra


def test_the_payers_page_says_when_the_money_reached_the_treasury() -> None:
    payment = paid(stall_bill())
    item = payment.items.select_related("bill").get()
    page = f"/bayar/{item.bill.kode_bayar}/{payment.code}/"
    line = line_of(payment, payout=PAYOUT)
    told(line)
    assert "Sudah diteruskan" not in text(StrictClient().get(page))
    banked(payout_credit([line]))
    reconcile(now=NOW)
    shown = " ".join(strip_tags(text(StrictClient().get(page))).split())
    assert "Di kas daerahSelasa, 3 Maret 2026" in shown


def test_an_empty_day_and_nonsense_for_a_day_are_pages(reconciler: Client) -> None:
    assert "Belum ada pembayaran" in text(reconciler.get("/bp2rd/?hari=2020-01-01"))
    for nonsense in ("kemarin", "2026-02-30", "", "0001-01-01", "9999-12-31"):
        assert reconciler.get(f"/bp2rd/?hari={nonsense}").status_code == 200


def test_a_finding_is_a_sentence_with_both_amounts_and_what_to_do(
    reconciler: Client,
) -> None:
    payment = paid(stall_bill())
    told(Line(payment.code, payment.gateway_reference or "", 17_000))
    reconcile(now=NOW)
    finding = Finding.objects.get()

    page = text(reconciler.get(f"/bp2rd/selisih/{finding.pk}/"))

    sentence = "kita membukukan Rp 18.000, gateway melaporkan Rp 17.000."
    assert sentence in page
    assert sentence in text(reconciler.get("/bp2rd/selisih/"))
    assert "Yang perlu dilakukan" in page
    assert "laporan.csv, 2" in page


@pytest.mark.parametrize("cause", Finding.Cause.values)
def test_every_cause_has_its_page(reconciler: Client, cause: str) -> None:
    finding = Finding.objects.create(
        cause=cause,
        reference="bank:1",
        ours_idr=None,
        theirs_idr=1_000,
        happened_on=date(2026, 3, 2),
        found_at=NOW,
    )
    page = text(reconciler.get(f"/bp2rd/selisih/{finding.pk}/"))

    assert "tidak ada" in page or "Rp 1.000" in page
    assert "%(" not in page


def test_an_unknown_finding_payout_file_or_upload_is_not_found(
    reconciler: Client,
) -> None:
    for path in ("selisih/9", "pencairan/WD0", "bukti/9", "unggahan/9"):
        assert reconciler.get(f"/bp2rd/{path}/").status_code == 404


def test_an_upload_shows_what_it_brought_and_says_when_it_is_known(
    reconciler: Client,
) -> None:
    content = report([line_of(paid(stall_bill()))])
    first = upload(reconciler, "laporan-gateway", content)
    again = upload(reconciler, "laporan-gateway", content)

    assert "sudah diimpor pada" not in text(reconciler.get(first.headers["Location"]))
    assert "sudah diimpor pada" in text(reconciler.get(again.headers["Location"]))
    assert SettlementLine.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "content", "sentence"),
    [
        ("laporan-gateway", b"", "Berkas tidak berisi apa pun."),
        ("laporan-gateway", report([Line("=1+1", "t", 5)]), "kolom “Order ID”:"),
        ("rekening-koran", b"a;b\r\n", "Kolom “Tanggal” tidak ada."),
        ("rekening-koran", statement_csv([], account="1"), "bukan RKUD kota ini"),
    ],
)
def test_a_bad_upload_is_refused_with_a_sentence(
    reconciler: Client, what: str, content: bytes, sentence: str
) -> None:
    response = upload(reconciler, what, content)

    assert response.status_code == 422
    assert sentence in text(response)
    assert not ImportedFile.objects.exists()


def test_no_file_and_a_file_too_big_are_told_at_the_field(
    reconciler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = reconciler.post("/bp2rd/bukti/rekening-koran/", {})
    assert response.status_code == 422
    assert "Pilih berkas rekening koran." in text(response)

    monkeypatch.setattr(StatementForm, "size_max_mb", 0)
    answer = upload(reconciler, "rekening-koran", statement_csv([]))
    assert answer.status_code == 422
    assert "lebih besar dari 0 MB" in text(answer)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [(lambda content: content, "file"), (lambda content: content[:-1], "refusal")],
)
def test_a_big_file_waits_for_a_worker_and_its_page_says_how_it_went(
    reconciler: Client,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[bytes], bytes],
    outcome: str,
) -> None:
    monkeypatch.setattr(evidence, "INLINE_MAX_BYTES", 100)
    content = change(report([line_of(paid(stall_bill()))]))
    waiting = upload(reconciler, "laporan-gateway", content).headers["Location"]
    assert "sedang dibaca" in text(reconciler.get(waiting))
    assert Event.objects.filter(name="evidence_uploaded").count() == 1

    kept = import_upload(upload_id=ImportJob.objects.get().pk, now=NOW)
    assert import_upload(upload_id=kept.pk, now=LATER).finished_at == NOW

    response = reconciler.get(waiting)
    assert response.status_code == (302 if outcome == "file" else 422)
    assert bool(getattr(kept, outcome))
    assert not ImportChunk.objects.exists()


def test_the_csv_of_a_day_runs_nothing_in_a_spreadsheet(reconciler: Client) -> None:
    bill = stall_bill()
    bill.payer.name = '=HYPERLINK("http://jahat")'
    bill.payer.save()
    paid(bill)
    response = reconciler.get("/bp2rd/hari.csv?hari=2026-03-02")
    content = b"".join(cast(StreamingHttpResponse, response))

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["diterima_idr"] for row in rows] == ["18000"]
    assert rows[0]["wajib_retribusi"] == '\'=HYPERLINK("http://jahat")'
    assert rows[0]["di_laporan_gateway"] == "tidak"
    assert rows[0]["dibayar_pada"].startswith("2026-03-02T")
    assert rows[0]["dibayar_pada"].endswith("+09:00")


@pytest.mark.parametrize(
    "dangerous", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\u00a0=1", "a\n=1", "\r=1"]
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(dangerous: str) -> None:
    assert safe_cell(dangerous) == f"'{dangerous}"
    assert safe_cell("Siti - Aminah") == "Siti - Aminah"
    assert safe_cell(-5) == "-5"


def test_a_payout_is_taken_apart_and_adds_up(reconciler: Client) -> None:
    bill = stall_bill()
    lines = [
        line_of(paid(bill), fee=100, vat=11, payout=PAYOUT),
        line_of(paid_again(bill, number=2), payout=PAYOUT),
        Line("asing", "asing-1", 5_000, payout=PAYOUT),
    ]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)

    page = text(reconciler.get(f"/bp2rd/pencairan/{PAYOUT}/"))

    assert "titipan, bukan pendapatan" in page
    assert "Belum dikenali" in page
    assert "Rp 40.889" in page
    assert Payment.objects.count() == 2


def test_no_link_of_a_day_leads_beyond_today(reconciler: Client) -> None:
    today = business_date_of(clock.now())
    page = text(reconciler.get("/bp2rd/"))
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
    assert f'max="{today}"' in page
    yesterday = text(reconciler.get(f"/bp2rd/?hari={today - timedelta(days=1)}"))
    assert f'rel="next" href="?hari={today}"' in yesterday


def test_a_day_to_come_is_today(reconciler: Client) -> None:
    today = business_date_of(clock.now())
    page = text(reconciler.get(f"/bp2rd/?hari={today + timedelta(days=1)}"))
    assert f'value="{today}"' in page


MOVED = "Majukan jam demo ke hari berikutnya"
CLOCK = "/bp2rd/demo/hari-berikutnya/"


def test_the_demos_clock_stands_apart_and_in_the_demo_alone(
    reconciler: Client, settings: Settings
) -> None:
    assert MOVED not in text(reconciler.get("/bp2rd/"))
    settings.IS_DEMO = True
    page = text(reconciler.get("/bp2rd/"))
    apart = page.split('<section class="r-help" aria-labelledby="demo">')[1]
    assert MOVED in apart.split("</section>")[0]


@pytest.mark.parametrize(
    "role", [Role.RECONCILIATION_APPROVER, Role.CITY_TREASURY, Role.AUDITOR]
)
def test_who_brings_no_evidence_moves_no_clock(role: Role, settings: Settings) -> None:
    settings.IS_DEMO = True
    client = staff(role)
    assert MOVED not in text(client.get("/bp2rd/"))
    assert client.post(CLOCK).status_code == 403
