"""Who knows a kode bayar sees that it is paid; a receipt opens to who paid it."""

from http import HTTPStatus

import pytest
from django.test import Client

from kernel import clock
from levies.models import Bill, BillEvent, Payer
from payments.gateways.port import NoticeState
from payments.models import Payment
from receipts.services import issue_receipts
from tests.pages_payments.pages import (
    bill_of_today,
    page_of,
    pay,
    skrd_of_this_month,
    text_of,
)
from tests.payments.samples import applied, paid, requested, told

pytestmark = pytest.mark.usefixtures("city", "simulator", "empty_cache")
NPWRD = "R10000012013456"


def paid_with_receipts(payment: Payment) -> Payment:
    payment = paid(payment)
    issue_receipts(payment_id=payment.pk, now=clock.now())
    return payment


@pytest.fixture
def bill() -> Bill:
    """Rukmini's bill, paid elsewhere; her NPWRD is known."""
    bill = bill_of_today()
    Payer.objects.filter(pk=bill.payer_id).update(npwrd=NPWRD, name="Rukmini Hasan")
    paid_with_receipts(requested(bill))
    return bill


def code_of(bill: Bill) -> str:
    payment = Payment.objects.get(items__bill=bill)
    return payment.receipts.get(opd=bill.opd).paper.code


def code_of_payment(payment: Payment) -> str:
    return payment.receipts.get().paper.code


def page(client: Client, bill: Bill) -> str:
    answer = client.get(f"/bayar/{bill.kode_bayar}/")
    return answer.content.decode().replace("<wbr>", "")


def type_npwrd(client: Client, bill: Bill, npwrd: str) -> tuple[int, str]:
    answer = client.post(f"/bayar/{bill.kode_bayar}/buka/", {"npwrd": npwrd})
    return answer.status_code, text_of(answer)


def test_a_stranger_sees_that_it_is_paid_and_no_way_to_the_paper(
    client: Client, bill: Bill
) -> None:
    payment = Payment.objects.get()
    shown = page(client, bill)
    assert "LUNAS" in shown
    assert "18.000" in shown
    assert payment.receipts.get().paper.number in shown
    assert "Dibayar" in shown
    assert code_of(bill) not in shown
    assert payment.code not in shown
    assert "Rukmini" not in shown
    assert NPWRD not in shown


def test_of_bills_paid_together_a_stranger_learns_nothing_of_the_others(
    client: Client,
) -> None:
    stall, waste = bill_of_today(), skrd_of_this_month()
    payment = paid_with_receipts(requested(stall, waste))
    shown = page(client, stall)
    assert payment.receipts.get(opd=stall.opd).paper.number in shown
    assert payment.receipts.get(opd=waste.opd).paper.number not in shown
    assert "10.000" not in shown


def test_an_ended_attempt_leads_to_the_bill_not_to_anothers_payment() -> None:
    bill = bill_of_today()
    stranger, owner = Client(), Client()
    first = pay(stranger, bill)
    applied(told(first, NoticeState.EXPIRED))
    second = pay(owner, bill)
    paid_with_receipts(second)
    ended = stranger.get(page_of(first)).content.decode()
    assert f'href="/bayar/{bill.kode_bayar}/"' in ended
    assert second.code not in ended
    assert code_of_payment(second) not in page(stranger, bill)


def test_the_browser_that_made_the_newer_attempt_is_led_to_it(client: Client) -> None:
    bill = bill_of_today()
    first = pay(client, bill)
    applied(told(first, NoticeState.EXPIRED))
    second = pay(client, bill)
    assert page_of(second) in client.get(page_of(first)).content.decode()


def test_the_browser_that_asked_for_the_payment_opens_it(client: Client) -> None:
    bill = bill_of_today()
    paid_with_receipts(pay(client, bill))
    assert f"/bukti/{code_of(bill)}/" in page(client, bill)
    assert f"/bukti/{code_of(bill)}/" not in page(Client(), bill)


def test_the_browser_that_watched_the_payment_opens_it(
    client: Client, bill: Bill
) -> None:
    client.get(page_of(Payment.objects.get()))
    assert f"/bukti/{code_of(bill)}/" in page(client, bill)


def test_a_cookie_somebody_made_up_opens_nothing(client: Client, bill: Bill) -> None:
    client.cookies["rempah_payments"] = f"{Payment.objects.get().code}:0:forged"
    assert f"/bukti/{code_of(bill)}/" not in page(client, bill)


@pytest.mark.parametrize("typed", [NPWRD, "r1 0000012-01.3456", NPWRD[1:]])
def test_the_payers_npwrd_opens_it_in_this_browser(
    client: Client, bill: Bill, typed: str
) -> None:
    answer = client.post(f"/bayar/{bill.kode_bayar}/buka/", {"npwrd": typed})
    assert answer.headers["Location"] == f"/bayar/{bill.kode_bayar}/"
    assert f"/bukti/{code_of(bill)}/" in page(client, bill)
    assert f"/bukti/{code_of(bill)}/" not in page(Client(), bill)


@pytest.mark.parametrize("typed", ["", "3456", "R10000013013456"])
def test_another_npwrd_opens_nothing_and_is_told_at_its_field(
    client: Client, bill: Bill, typed: str
) -> None:
    status, text = type_npwrd(client, bill, typed)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "LUNAS" in text
    wrong = "bukan milik wajib retribusi" if typed else "Ketik NPWRD"
    assert wrong in text
    assert f"/bukti/{code_of(bill)}/" not in page(client, bill)


def test_trying_one_npwrd_after_the_other_is_told_to_wait(
    client: Client, bill: Bill
) -> None:
    tries = [type_npwrd(client, bill, f"R{number}")[0] for number in range(21)]
    assert tries[:20] == [HTTPStatus.UNPROCESSABLE_ENTITY] * 20
    assert tries[20] == HTTPStatus.TOO_MANY_REQUESTS
    status, _ = type_npwrd(client, bill, NPWRD)
    assert status == HTTPStatus.TOO_MANY_REQUESTS


def test_a_bill_nobody_asked_to_pay_has_nothing_to_open(client: Client) -> None:
    bill = bill_of_today()
    answer = client.post(f"/bayar/{bill.kode_bayar}/buka/", {"npwrd": "R1"})
    assert answer.headers["Location"] == f"/bayar/{bill.kode_bayar}/"


def test_the_api_of_a_bill_tells_no_payment_and_no_receipt(
    client: Client, bill: Bill
) -> None:
    answer = client.get(f"/api/v1/bills/{bill.kode_bayar}/").content.decode()
    assert code_of(bill) not in answer
    assert Payment.objects.get().code not in answer
    assert "Rukmini" not in answer
    assert NPWRD not in answer


def cancel(bill: Bill, reason: str) -> None:
    Bill.objects.filter(pk=bill.pk).update(state="cancelled")
    BillEvent.objects.create(
        bill=bill,
        name="cancelled",
        source="expected",
        target="cancelled",
        cause=reason,
        at=clock.now(),
    )


def test_a_cancelled_bill_says_who_when_and_what_to_do_and_repeats_no_reason(
    client: Client,
) -> None:
    bill = bill_of_today()
    cancel(bill, "Los milik Rukmini kosong")
    text = text_of(client.get(f"/bayar/{bill.kode_bayar}/"))
    assert f"{bill.opd.name} mencabutnya, tanpa pengganti" in text
    assert "Sejak" in text
    assert "WIT" in text
    assert "Tanyakan kepada dinas itu" in text
    assert "Rukmini" not in text


def test_the_payment_of_a_cancelled_bill_opens_to_its_payer_alone(
    client: Client,
) -> None:
    bill = bill_of_today()
    Payer.objects.filter(pk=bill.payer_id).update(npwrd=NPWRD)
    payment = requested(bill)
    cancel(bill, "Keliru")
    assert page_of(payment) not in page(client, bill)
    type_npwrd(client, bill, NPWRD)
    assert page_of(payment) in page(client, bill)
