"""A bill is cancelled while somebody holds its QR: every page says so in words."""

import pytest
from django.test import Client

from kernel import clock
from levies.models import Bill
from payments.services import withdraw_payment
from tests.pages_payments.pages import (
    at_most,
    bill_of_today,
    page_of,
    pay,
    skrd_of_this_month,
    text_of,
)
from tests.payments.samples import paid, requested

pytestmark = pytest.mark.usefixtures("city", "simulator", "empty_cache")


def cancel(bill: Bill, successor: Bill | None = None) -> None:
    """The bill cancelled, before anybody has heard of it."""
    changed = Bill.objects.filter(pk=bill.pk)
    changed.update(state="cancelled", successor=successor)


@pytest.mark.parametrize("is_heard", [False, True])
def test_the_waiting_page_shows_no_qr_any_more_and_says_why(
    is_heard: bool, client: Client
) -> None:
    bill = bill_of_today()
    payment = pay(client, bill)
    cancel(bill)
    if is_heard:
        withdraw_payment(bill_id=bill.pk, now=clock.now())
    answer = client.get(page_of(payment))
    text, page = text_of(answer), answer.content.decode()
    assert "Jangan membayar: tagihannya dibatalkan" in text
    assert "tidak berlaku lagi" in text
    assert "Sudah bayar? Periksa" in text
    assert "Buat kode baru" not in text
    assert payment.next_action["qr_string"] not in page
    assert "data-poll" not in page


def test_a_page_that_is_open_turns_by_itself(client: Client) -> None:
    bill = bill_of_today()
    address = f"{page_of(pay(client, bill))}status/"
    etag = client.get(address).headers["ETag"]
    cancel(bill)
    answer = client.get(address, headers={"If-None-Match": etag})
    assert "tagihannya dibatalkan" in text_of(answer)


def test_the_successor_is_named_and_can_be_paid_at_once(client: Client) -> None:
    old, new = bill_of_today(days_ago=2), bill_of_today()
    payment = pay(client, old)
    cancel(old, successor=new)
    answer = client.get(page_of(payment))
    assert "diganti dengan tagihan" in text_of(answer)
    assert f'href="/bayar/{new.kode_bayar}/"' in answer.content.decode()


def test_the_other_bills_of_the_payment_are_offered_anew(client: Client) -> None:
    stall, waste, older = (
        bill_of_today(),
        skrd_of_this_month(),
        bill_of_today(days_ago=1),
    )
    payment = pay(client, stall, waste, older)
    cancel(stall)
    with at_most(8):
        answer = client.get(page_of(payment))
    assert "Tagihan lain yang ikut di pembayaran ini" in text_of(answer)
    assert text_of(answer).count("Dibatalkan") == 1
    again = f"/bayar/{waste.kode_bayar}/?dengan={older.kode_bayar}"
    assert f'href="{again}"' in answer.content.decode()


def test_money_that_came_anyway_is_said_to_be_the_payers(client: Client) -> None:
    bill = bill_of_today()
    payment = requested(bill)
    cancel(bill)
    payment = paid(payment)
    text = text_of(client.get(page_of(payment)))
    assert "Uang Anda kami terima Rp 18.000" in text
    assert "Rp 18.000 tidak dipakai untuk tagihan" in text
    assert "LUNAS" not in text
    assert "Ke mana uang ini" not in text


def test_a_bill_paid_twice_says_so_on_the_second_page(client: Client) -> None:
    bill = bill_of_today()
    first = requested(bill)
    second = paid(requested(bill, channel="va_bca"))
    assert "tidak dipakai" not in text_of(client.get(page_of(second)))
    assert "Rp 18.000 tidak dipakai" in text_of(client.get(page_of(paid(first))))


def test_the_bills_own_page_leads_to_the_payment_that_was_begun(
    client: Client,
) -> None:
    bill = bill_of_today()
    payment = pay(client, bill)
    cancel(bill)
    answer = client.get(f"/bayar/{bill.kode_bayar}/")
    assert "Jangan membayarnya" in text_of(answer)
    assert "QR atau nomor yang pernah dibuat" in text_of(answer)
    assert f'href="{page_of(payment)}"' in answer.content.decode()
