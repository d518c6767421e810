"""A finding's page: both sides of it, what is being done, and what can be done."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import AuditEvent
from accounts.roles import Role
from levies.models import Bill
from payments.collection.models import HandOver
from payments.reconciliation.models import Finding, FindingNote
from payments.reconciliation.services import reconcile
from tests.collection.samples import (
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
    people_of_cash,
)
from tests.levies.samples import stall_bill
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAYOUT,
    Line,
    Movement,
    line_of,
    paid,
    paid_again,
    payout_credit,
)
from tests.reconciliation.steps import banked, told
from tests.reconciliation.test_pages import staff, text

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 6, 0, tzinfo=UTC)


@pytest.fixture
def reconciler(db: None) -> Client:
    return staff(Role.RECONCILER)


def page_of(client: Client, cause: Finding.Cause) -> str:
    finding = Finding.objects.get(cause=cause)
    return text(client.get(f"/bp2rd/selisih/{finding.pk}/"))


def sides(page: str) -> tuple[str, str]:
    """What the books hold, and what the evidence says."""
    ours = page.split('id="kita"')[1].split("</section>")[0]
    theirs = page.split('id="bukti"')[1].split("</section>")[0]
    return ours, theirs


def paid_twice() -> None:
    bill = stall_bill()
    first, again = paid(bill), paid_again(bill, number=2)
    lines = [line_of(first, payout=PAYOUT), line_of(again, payout=PAYOUT)]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)


def test_paid_twice_shows_both_payments_the_payer_the_bill_and_the_lines(
    reconciler: Client,
) -> None:
    paid_twice()
    ours, theirs = sides(page_of(reconciler, Finding.Cause.PAID_TWICE))
    for code in ("uji-000001", "uji-000002"):
        assert f"/{code}/" in ours
        assert code in theirs
    assert ours.count("Siti") >= 2
    assert Bill.objects.get().kode_bayar in ours
    assert ours.count("Rp 18.000") >= 3
    assert f"/bp2rd/pencairan/{PAYOUT}/" in theirs
    assert f"MIDTRANS PAYOUT {PAYOUT}" in theirs
    assert "/bp2rd/bukti/" in theirs


def test_a_payout_missing_in_the_bank_shows_its_lines_and_no_bank_line(
    reconciler: Client,
) -> None:
    told(line_of(paid(stall_bill()), payout=PAYOUT))
    reconcile(now=LATER)
    ours, theirs = sides(page_of(reconciler, Finding.Cause.PAYOUT_NOT_IN_BANK))
    assert f"/bp2rd/pencairan/{PAYOUT}/" in ours
    assert "laporan.csv, 2" in theirs
    assert "rekening.csv" not in theirs


def test_a_bank_credit_nobody_knows_has_nothing_in_our_books(
    reconciler: Client,
) -> None:
    banked(Movement(9_000, "TRF DARI NN"))
    reconcile(now=NOW)
    ours, theirs = sides(page_of(reconciler, Finding.Cause.BANK_CREDIT_UNIDENTIFIED))
    assert "Tidak ada di pembukuan kita" in ours
    assert "TRF DARI NN" in theirs
    assert "Rp 9.000" in theirs


def test_an_order_unknown_here_shows_the_line_alone(reconciler: Client) -> None:
    told(Line("asing", "asing-1", 5_000))
    reconcile(now=NOW)
    cause = Finding.Cause.PAID_AT_GATEWAY_UNKNOWN_HERE
    ours, theirs = sides(page_of(reconciler, cause))
    assert "Tidak ada di pembukuan kita" in ours
    assert "asing-1" in theirs


@pytest.fixture
def market(db: None) -> Market:
    return people_of_cash()


def offered(market: Market) -> HandOver:
    shift = on_duty(market)
    cash_for(shift, stall_bill())
    hand_over = closed(shift, 18_000)
    assert hand_over is not None
    return hand_over


def test_a_deposit_missing_in_the_bank_shows_its_sts_and_its_cash(
    market: Market,
) -> None:
    handed_over(market, offered(market), counted=18_000)
    paper = deposited(market, 18_000).paper
    reconcile(now=FRIDAY)
    client = staff(Role.RECONCILER)
    ours, theirs = sides(page_of(client, Finding.Cause.DEPOSIT_NOT_IN_BANK))
    assert paper.number in ours
    assert f"/verifikasi/{paper.code}/" in ours
    assert "Sari Bendahara" in ours
    assert "Budi Juru → Sari Bendahara" in ours
    assert "Tidak ada baris yang menyebutnya" in theirs


def test_a_deposit_of_another_amount_shows_the_bank_line_beside_it(
    market: Market,
) -> None:
    handed_over(market, offered(market), counted=18_000)
    number = deposited(market, 18_000).paper.number
    banked(Movement(17_000, f"SETORAN {number}"))
    reconcile(now=FRIDAY)
    client = staff(Role.RECONCILER)
    ours, theirs = sides(page_of(client, Finding.Cause.DEPOSIT_AMOUNT_DIFFERS))
    assert "Rp 18.000" in ours
    assert "Rp 17.000" in theirs
    assert "rekening.csv, " in theirs


def test_cash_kept_too_long_shows_whose_hand_it_is_in(market: Market) -> None:
    offered(market)
    reconcile(now=FRIDAY)
    client = staff(Role.RECONCILER)
    ours, theirs = sides(page_of(client, Finding.Cause.CASH_NOT_DEPOSITED))
    assert "Budi Juru: belum dihitung bendahara" in ours
    assert "Rp 18.000" in ours
    assert "Tidak ada baris yang menyebutnya" in theirs


def answered(client: Client, words: str) -> Any:
    finding = Finding.objects.get()
    path = f"/bp2rd/selisih/{finding.pk}/catatan/"
    return client.post(path, {"catatan": words}, follow=True)


def test_an_answer_stands_on_the_finding_and_in_the_list(reconciler: Client) -> None:
    paid_twice()
    for words in ("Wajib retribusi dihubungi.", "Menunggu nomor rekeningnya."):
        assert words in text(answered(reconciler, words))
    shown = strip_tags(text(reconciler.get("/bp2rd/selisih/")))
    assert "2 tindak lanjut, terakhir Reconciler: Menunggu nomor" in shown
    note = FindingNote.objects.latest("id")
    assert note.author.username == "reconciler"
    log = AuditEvent.objects.filter(action="finding_answered")
    assert log.count() == 2


@pytest.mark.parametrize(
    ("words", "status"), [("", 422), ("a" * 301, 422), ("Telepon 081234567890", 422)]
)
def test_an_answer_says_something_short_and_names_no_number(
    reconciler: Client, words: str, status: int
) -> None:
    paid_twice()
    assert answered(reconciler, words).status_code == status
    assert not FindingNote.objects.exists()


def test_an_auditor_reads_the_answers_and_gives_none(reconciler: Client) -> None:
    paid_twice()
    answered(reconciler, "Wajib retribusi dihubungi.")
    auditor = staff(Role.AUDITOR)
    page = page_of(auditor, Finding.Cause.PAID_TWICE)
    assert "Wajib retribusi dihubungi." in page
    assert "<textarea" not in page
    assert "Ajukan pengembalian" not in page
    assert answered(auditor, "Catatan.").status_code == 403


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reconciliation_findingnote SET text = 'lain'",
        "DELETE FROM reconciliation_findingnote",
    ],
)
def test_an_answer_stays_as_it_was_given(reconciler: Client, statement: str) -> None:
    paid_twice()
    answered(reconciler, "Wajib retribusi dihubungi.")
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(statement)


def test_a_finding_that_ends_keeps_its_answers(reconciler: Client) -> None:
    told(Line("asing", "asing-1", 5_000))
    reconcile(now=NOW)
    finding = Finding.objects.get()
    answered(reconciler, "Ditanyakan kepada gateway.")
    Finding.objects.update(resolved_at=NOW, resolution="evidence_agrees")
    page = text(reconciler.get(f"/bp2rd/selisih/{finding.pk}/"))
    assert "Sudah selesai" in page
    assert "Ditanyakan kepada gateway." in page
    assert finding.happened_on == date(2026, 3, 2)
