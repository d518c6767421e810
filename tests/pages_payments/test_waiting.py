"""The page of one payment: QR or number, then by itself the confirmation or the end."""

import io
import re
from datetime import timedelta
from http import HTTPStatus

import pytest
import zxingcpp
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from kernel import clock
from payments.gateways.port import NoticeState
from payments.models import Payment
from receipts.services import issue_receipts
from tests.pages_payments.pages import (
    at_most,
    bill_of_today,
    page_of,
    pay,
    skrd_of_this_month,
    text_of,
)
from tests.payments.samples import applied, paid, requested, told
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator", "empty_cache")


def receipts_of(payment: Payment) -> Payment:
    """The payment with its receipts issued."""
    issue_receipts(payment_id=payment.pk, now=clock.now())
    return payment


def test_the_qr_on_the_page_is_the_gateways_own(client: Client) -> None:
    payment = pay(client, bill_of_today())
    page = client.get(page_of(payment)).content.decode()
    ((source, size),) = re.findall(r'<img src="([^"]+)" width="(\d+)"', page)
    picture = Image.open(io.BytesIO(client.get(source).content))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == payment.next_action["qr_string"]
    assert int(size) >= 240
    assert min(picture.size) >= 240


def test_names_the_payee_the_deadline_and_the_text_to_copy(client: Client) -> None:
    payment = pay(client, bill_of_today())
    answer = client.get(page_of(payment))
    text, page = text_of(answer), answer.content.decode()
    assert "NMID" in text
    assert "Berlaku sampai" in text
    assert payment.next_action["qr_string"] in text
    assert f'download="qris-{page_of(payment).split("/")[2]}.png"' in page


def test_works_without_javascript_and_without_inline_code(client: Client) -> None:
    page = client.get(page_of(pay(client, bill_of_today()))).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|style=|\bon\w+=", page)


@pytest.mark.parametrize("channel", ["va_bca", "va_permata", "mandiri_bill"])
def test_a_transfer_shows_its_numbers_and_the_exact_amount(
    channel: str, client: Client
) -> None:
    payment = pay(client, bill_of_today(), channel=channel)
    page = client.get(page_of(payment)).content.decode()
    copied = re.findall(r'data-copy="(\d+)"', page)
    numbers = [
        payment.next_action[name]
        for name in ("va_number", "biller_code", "bill_key")
        if payment.next_action.get(name)
    ]
    assert copied == [*numbers, "18000"]


def test_nothing_new_costs_no_page(client: Client) -> None:
    payment = pay(client, bill_of_today())
    page = client.get(page_of(payment)).content.decode()
    (etag,) = re.findall(r'data-poll-etag="&quot;(\w+)&quot;"', page)
    address = f"{page_of(payment)}status/"
    with at_most(5):
        answer = client.get(address, headers={"If-None-Match": f'"{etag}"'})
    assert answer.status_code == HTTPStatus.NOT_MODIFIED
    assert not answer.content


def test_the_page_turns_into_the_confirmation_by_itself(
    client: Client, simulator: Simulator
) -> None:
    payment = pay(client, bill_of_today())
    waiting = client.get(f"{page_of(payment)}status/")
    paid(payment)
    answer = client.get(
        f"{page_of(payment)}status/", headers={"If-None-Match": waiting.headers["ETag"]}
    )
    assert answer.status_code == HTTPStatus.OK
    assert answer.content.decode().startswith("<section")
    assert "LUNAS Rp 18.000" in text_of(answer)
    assert "Tanda bukti sedang dibuat" in text_of(answer)
    assert "data-poll" in answer.content.decode()


def test_the_confirmation_links_every_receipt_and_stops_asking(client: Client) -> None:
    bills = bill_of_today(), skrd_of_this_month()
    payment = receipts_of(paid(requested(*bills)))
    answer = client.get(page_of(payment))
    codes = payment.receipts.values_list("paper__code", flat=True)
    page = answer.content.decode()
    assert len(codes) == 2
    assert all(f"/bukti/{code}/" in page for code in codes)
    assert "data-poll" not in page
    assert "http-equiv" not in page
    assert "Diperkirakan tiba" in text_of(answer)


def test_a_windowed_channel_says_when_its_receipt_comes(client: Client) -> None:
    payment = paid(requested(bill_of_today(), channel="va_permata"))
    text = text_of(client.get(page_of(payment)))
    assert "Tanda bukti terbit pukul" in text
    assert "bank masih dapat menarik kembali" in text


def test_asking_brings_the_truth_though_no_notice_came(
    client: Client, simulator: Simulator
) -> None:
    payment = pay(client, bill_of_today())
    simulator.control("pay", order_id=payment.code)
    answer = client.post(f"{page_of(payment)}periksa/", follow=True)
    assert "LUNAS" in text_of(answer)


def test_asking_before_paying_says_that_nothing_came(client: Client) -> None:
    payment = pay(client, bill_of_today())
    answer = client.post(f"{page_of(payment)}periksa/", follow=True)
    assert "Belum ada kabar bahwa uangnya masuk" in text_of(answer)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (NoticeState.EXPIRED, "Waktu membayar sudah habis"),
        (NoticeState.DENIED, "ditolak oleh bank atau dompet digital"),
        (NoticeState.CANCELLED, "Pembayaran ini dibatalkan"),
        (NoticeState.FAILED, "Pembayaran ini gagal"),
    ],
)
def test_an_end_without_money_is_said_plainly_with_a_way_on(
    state: NoticeState, sentence: str, client: Client
) -> None:
    bill = bill_of_today()
    payment = applied(told(requested(bill), state))
    answer = client.get(page_of(payment))
    assert sentence in text_of(answer)
    assert "Buat kode baru" in text_of(answer)
    assert f'href="/bayar/{bill.kode_bayar}/"' in answer.content.decode()


def test_past_the_deadline_it_offers_a_new_code_and_still_listens(
    client: Client,
) -> None:
    payment = pay(client, bill_of_today())
    Payment.objects.filter(pk=payment.pk).update(
        expires_at=clock.now() - timedelta(seconds=1)
    )
    answer = client.get(page_of(payment))
    assert "Waktu membayar sudah habis" in text_of(answer)
    assert "data-poll" in answer.content.decode()


def test_a_replaced_payment_leads_to_the_one_that_counts(client: Client) -> None:
    bill = bill_of_today()
    first = pay(client, bill)
    second = pay(client, bill, channel="va_bni")
    answer = client.get(page_of(first))
    assert "diganti dengan yang baru" in text_of(answer)
    assert page_of(second) in answer.content.decode()


def test_money_taken_back_is_said_and_the_bill_can_be_paid_again(
    client: Client,
) -> None:
    bill = bill_of_today()
    payment = applied(told(paid(requested(bill)), NoticeState.DENIED))
    assert "menarik kembali" in text_of(client.get(page_of(payment)))
    assert "Bayar Rp 18.000" in text_of(client.get(f"/bayar/{bill.kode_bayar}/"))


@pytest.mark.parametrize("rest", ["", "status/", "qris.png"])
def test_a_payment_does_not_open_under_another_bills_code(
    rest: str, client: Client
) -> None:
    payment = pay(client, bill_of_today())
    other = bill_of_today(owner="Budi Santoso")
    answer = client.get(f"/bayar/{other.kode_bayar}/{payment.code}/{rest}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    unknown = client.get(f"/bayar/{other.kode_bayar}/{'x' * 200}/{rest}")
    assert unknown.status_code == HTTPStatus.NOT_FOUND


def test_the_wallet_of_the_simulator_is_offered_in_the_demo_alone(
    client: Client, settings: Settings, simulator: Simulator
) -> None:
    payment = pay(client, bill_of_today())
    settings.MIDTRANS = settings.MIDTRANS | {"url": simulator.url}
    assert "simulator" not in client.get(page_of(payment)).content.decode()
    settings.IS_DEMO = True
    page = client.get(page_of(payment)).content.decode()
    assert f'href="{simulator.url}/wallet?qr=0002' in page


def test_the_page_asks_few_questions(client: Client) -> None:
    bills = [bill_of_today(days_ago=days) for days in range(5)]
    payment = receipts_of(paid(requested(*bills)))
    client.get(page_of(payment))
    with at_most(8):
        client.get(page_of(payment))
