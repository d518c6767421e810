"""Money that is owed goes back: Nurlaila asks, Hasan or Ratna of BUD agrees."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.roles import Role
from payments.models import Payment, RefundRequest, UnappliedMoney
from payments.reconciliation.models import Finding
from payments.reconciliation.services import reconcile
from tests.levies.samples import stall_bill
from tests.reconciliation.samples import NOW, PAYOUT, line_of, paid, paid_again
from tests.reconciliation.steps import told
from tests.reconciliation.test_pages import staff, text

pytestmark = pytest.mark.django_db
LIST = "/bp2rd/pengembalian/"


@pytest.fixture
def again() -> Payment:
    """A second payment of a bill; no report knows its payout yet."""
    bill = stall_bill()
    paid(bill)
    payment = paid_again(bill, number=2)
    told(line_of(payment))
    reconcile(now=NOW)
    return payment


def paid_out(payment: Payment) -> None:
    told(line_of(payment, payout=PAYOUT))


def ask(client: Client, reason: str = "dibayar dua kali") -> Any:
    path = f"{LIST}uang/{UnappliedMoney.objects.get().pk}/"
    return client.post(path, {"alasan": reason}, follow=True)


def decide(client: Client, verb: str) -> Any:
    path = f"{LIST}{RefundRequest.objects.latest('id').pk}/{verb}/"
    return client.post(path, {"alasan": "belum lengkap"}, follow=True)


def test_the_finding_leads_to_the_request_and_the_request_to_its_answer(
    again: Payment,
) -> None:
    rekon, kabid = staff(Role.RECONCILER), staff(Role.RECONCILIATION_APPROVER)
    finding = Finding.objects.get(cause="paid_twice")
    here = f"/bp2rd/selisih/{finding.pk}/"
    assert "Ajukan pengembalian" in text(rekon.get(here))
    assert "Menunggu persetujuan" in text(ask(rekon))
    request = RefundRequest.objects.get()
    assert (request.route, request.amount_idr) == ("gateway", 18_000)
    shown = text(rekon.get(here))
    assert f"{LIST}{request.pk}/" in shown
    assert "Ajukan pengembalian" not in shown
    assert "Setujui pengembalian" in text(kabid.get(f"{LIST}{request.pk}/"))
    assert "dikirim ke gateway" in text(decide(kabid, "setujui"))


def test_what_was_paid_out_waits_for_skrdlb_and_bud(again: Payment) -> None:
    paid_out(again)
    rekon, bud = staff(Role.RECONCILER), staff(Role.CITY_TREASURY)
    form = text(rekon.get(f"{LIST}uang/{UnappliedMoney.objects.get().pk}/"))
    assert "SKRDLB dan perintah bayar" in form
    ask(rekon)
    assert RefundRequest.objects.get().route == "treasury"
    page = strip_tags(text(decide(bud, "setujui")))
    assert "menunggu SKRDLB dan perintah bayar BUD" in page
    assert f"dengan kode {again.code}" in page


def test_two_officers_at_once_make_one_request(again: Payment) -> None:
    rekon = staff(Role.RECONCILER)
    ask(rekon)
    second = ask(rekon)
    assert second.status_code == 409
    assert "Pengembalian sudah diusulkan" in text(second)
    assert RefundRequest.objects.count() == 1


def test_who_asked_is_offered_no_button_and_is_refused(again: Payment) -> None:
    rekon = staff(Role.RECONCILER)
    page = text(ask(rekon))
    assert "Usulan Anda sendiri" in page
    assert "Setujui pengembalian" not in page
    assert decide(rekon, "setujui").status_code == 403


def test_a_refused_request_says_why_and_may_be_made_again(again: Payment) -> None:
    rekon, kabid = staff(Role.RECONCILER), staff(Role.RECONCILIATION_APPROVER)
    ask(rekon)
    assert "belum lengkap" in text(decide(kabid, "tolak"))
    late = decide(kabid, "setujui")
    assert late.status_code == 409
    assert "sudah diputuskan" in text(late)
    assert ask(rekon).status_code == 200
    assert RefundRequest.objects.count() == 2


def test_what_was_given_back_is_not_asked_for_again(again: Payment) -> None:
    rekon = staff(Role.RECONCILER)
    path = f"{LIST}uang/{UnappliedMoney.objects.get().pk}/"
    UnappliedMoney.objects.update(returned_idr=18_000)
    assert rekon.post(path, {"alasan": "lagi"}).status_code == 404
    assert "Tidak ada uang pembayar" in text(rekon.get(LIST))


def test_a_request_states_its_reason(again: Payment) -> None:
    answer = ask(staff(Role.RECONCILER), reason="")
    assert answer.status_code == 422
    assert "Tulis alasannya." in text(answer)


def test_the_auditor_sees_everything_and_changes_nothing(again: Payment) -> None:
    ask(staff(Role.RECONCILER))
    auditor = staff(Role.AUDITOR)
    page = text(auditor.get(LIST))
    assert "Menunggu persetujuan" in page
    assert "Jejak audit" in page
    assert decide(auditor, "setujui").status_code == 403
    assert ask(auditor).status_code == 403
    log = text(auditor.get("/bp2rd/jejak/?periksa=1"))
    assert "Rantai utuh" in log
    assert "refund_requested" in log


def test_who_may_not_read_the_audit_log_has_no_link_to_it(again: Payment) -> None:
    rekon = staff(Role.RECONCILER)
    assert "Jejak audit" not in text(rekon.get(LIST))
    assert rekon.get("/bp2rd/jejak/").status_code == 403


def test_who_may_approve_calls_off_what_waits_for_bud(again: Payment) -> None:
    paid_out(again)
    bud = staff(Role.CITY_TREASURY)
    rekon = staff(Role.RECONCILER)
    ask(rekon)
    assert "Batalkan pengembalian" in text(decide(bud, "setujui"))
    page = text(rekon.get(f"{LIST}{RefundRequest.objects.get().pk}/"))
    assert "Batalkan pengembalian" not in page
    page = text(decide(bud, "tolak"))
    assert "Dibatalkan setelah disetujui" in page
    assert "belum lengkap" in page
    assert "Batalkan pengembalian" not in page
