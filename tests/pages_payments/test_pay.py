"""The page before paying: who, what for, how much and why, and the ways to pay."""

import re
from html import unescape
from http import HTTPStatus
from unittest.mock import patch

import pytest
from django.test import Client

from city.selectors import business_date_of
from kernel import clock
from kernel.identifiers import kode_bayar
from levies.models import Bill, Payer
from payments.models import Payment
from tests.levies.samples import SmallCity, stall_bill
from tests.pages_payments.pages import (
    at_most,
    bill_of_today,
    page_of,
    pay,
    skrd_of_this_month,
    text_of,
)
from tests.payments.samples import paid, requested
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator", "empty_cache")


def test_says_who_and_what_for_and_how_the_amount_comes_about(client: Client) -> None:
    bill = bill_of_today()
    text = text_of(client.get(f"/bayar/{bill.kode_bayar}/"))
    for fact in ("Retribusi Pelayanan Pasar", "Los Siti Aminah", "Pasar Contoh"):
        assert fact in text
    assert "6 m² × Rp 3.000" in text
    assert "Rp 18.000" in text
    assert "Bayar Rp 18.000" in text


def test_says_that_an_amount_was_rounded_and_only_then(client: Client) -> None:
    rounded, whole = (
        stall_bill(day=business_date_of(clock.now()), size_dm2=size, owner=owner)
        for size, owner in ((633, "Siti Aminah"), (650, "Rukmini"))
    )
    Bill.objects.filter(pk=rounded.pk).update(
        inputs={"size_dm2": 633, "days": 1, "tariff_idr": 3_050}, amount_idr=19_307
    )
    shown = text_of(client.get(f"/bayar/{rounded.kode_bayar}/"))
    assert "6,33 m² × Rp 3.050 × 1 hari, dibulatkan ke rupiah terdekat" in shown
    assert "Rp 19.307" in shown
    shown = text_of(client.get(f"/bayar/{whole.kode_bayar}/"))
    assert "6,5 m² × Rp 3.000 × 1 hari" in shown
    assert "dibulatkan" not in shown


def test_shortens_the_payers_name(client: Client) -> None:
    bill = bill_of_today()
    Payer.objects.filter(pk=bill.payer_id).update(name="Zulaikha Umasugi")
    text = text_of(client.get(f"/bayar/{bill.kode_bayar}/"))
    assert "Zu. Um." in text
    assert "Zulaikha" not in text


def test_an_unverified_tariff_says_so_in_the_citys_own_words(
    client: Client, city: SmallCity
) -> None:
    bill = bill_of_today()
    text = text_of(client.get(f"/bayar/{bill.kode_bayar}/"))
    assert f"Dasar: {city.profile.unverified_basis_text}" in text


def test_offers_qris_first_and_every_way_without_a_cost(client: Client) -> None:
    page = client.get(f"/bayar/{bill_of_today().kode_bayar}/").content.decode()
    assert re.findall(r'name="channel" value="(\w+)"', page)[0] == "qris"
    assert page.count("Tanpa biaya") == page.count('name="channel"') == 6
    assert re.search(r'value="qris" checked', page)


def test_other_open_bills_of_the_stall_are_paid_together(client: Client) -> None:
    today, yesterday = bill_of_today(), bill_of_today(days_ago=1)
    answer = client.get(f"/bayar/{today.kode_bayar}/")
    box = f'name="dengan" value="{yesterday.kode_bayar}">'
    assert box in answer.content.decode()
    assert "Masih ada 1 tagihan lain, Rp 18.000" in text_of(answer)
    chosen = {"dengan": yesterday.kode_bayar}
    text = text_of(client.get(f"/bayar/{today.kode_bayar}/", chosen))
    assert "Bayar 2 tagihan" in text
    assert "Bayar Rp 36.000" in text
    assert pay(client, today, yesterday).amount_idr == 36_000


def test_of_many_other_bills_the_oldest_that_fit_are_chosen_at_once(
    client: Client,
) -> None:
    bills = [bill_of_today(days_ago=days) for days in range(29)]
    answer = client.get(f"/bayar/{bills[0].kode_bayar}/")
    text = text_of(answer)
    assert "Masih ada 28 tagihan lain, Rp 504.000." in text
    assert "Bayar 14 yang terlama sekaligus, Rp 252.000?" in text
    assert "Masih ada 14 tagihan yang lebih baru, Rp 252.000." in text
    page = answer.content.decode()
    oldest = [bill.kode_bayar for bill in reversed(bills[15:])]
    assert re.findall(r'name="dengan" value="(\d+)"', page) == oldest
    link = re.search(r'href="([^"]+)">Pilih semua<', page)
    assert link
    answer = client.get(unescape(link[1]))
    assert "Bayar 15 tagihan hari ini" in text_of(answer)
    assert "Bayar Rp 270.000" in text_of(answer)
    assert "Pilih semua" not in text_of(answer)
    assert "Masih ada 14 tagihan yang lebih baru, Rp 252.000." in text_of(answer)


def test_no_more_bills_are_offered_than_one_payment_takes(client: Client) -> None:
    bills = [bill_of_today(days_ago=days) for days in range(20)]
    chosen = {"dengan": [bill.kode_bayar for bill in bills[1:4]]}
    answer = client.get(f"/bayar/{bills[0].kode_bayar}/", chosen)
    assert "Bayar 11 yang terlama sekaligus, Rp 198.000?" in text_of(answer)
    boxes = re.findall(r'type="checkbox"[^>]*name="dengan"', answer.content.decode())
    assert len(boxes) == 14


def test_a_bill_of_another_opd_is_added_by_its_code(client: Client) -> None:
    stall, waste = bill_of_today(), skrd_of_this_month()
    typed = f"{waste.kode_bayar[:4]} {waste.kode_bayar[4:]}"
    answer = client.get(f"/bayar/{stall.kode_bayar}/", {"tambah": typed})
    assert answer.headers["Location"].startswith(
        f"/bayar/{stall.kode_bayar}/?dengan={waste.kode_bayar}"
    )
    text = text_of(client.get(answer.headers["Location"]))
    assert "Dinas Lingkungan Hidup" in text
    assert "Bayar Rp 28.000" in text
    assert pay(client, stall, waste).items.values("opd").distinct().count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("123", "Masih kurang 11 angka"),
        (kode_bayar(999_999), "tidak dapat dibayar"),
    ],
)
def test_a_code_that_cannot_be_added_is_told_at_its_field(
    typed: str, sentence: str, client: Client
) -> None:
    bill = bill_of_today()
    answer = client.get(f"/bayar/{bill.kode_bayar}/", {"tambah": typed})
    assert answer.status_code == HTTPStatus.OK
    assert sentence in text_of(answer)


def test_interest_of_a_late_bill_stands_apart(client: Client) -> None:
    waste = skrd_of_this_month(due_days_ago=1)
    text = text_of(client.get(f"/bayar/{waste.kode_bayar}/"))
    assert "Bunga keterlambatan sanksi administratif Rp 100" in text
    assert "Bayar Rp 10.100" in text
    item = pay(client, waste).items.get()
    assert (item.principal_idr, item.late_interest_idr) == (10_000, 100)


def test_a_bill_paid_meanwhile_drops_out_and_the_page_says_so(client: Client) -> None:
    today, yesterday = bill_of_today(), bill_of_today(days_ago=1)
    paid(requested(yesterday))
    address = f"/bayar/{today.kode_bayar}/"
    chosen = {"dengan": yesterday.kode_bayar}
    assert "tidak ikut dibayar" in text_of(client.get(address, chosen))
    answer = client.post(address, chosen | {"channel": "qris"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Payment.objects.count() == 1


def test_a_paid_bill_says_lunas_and_asks_for_nothing(client: Client) -> None:
    bill = bill_of_today()
    paid(requested(bill))
    answer = client.get(f"/bayar/{bill.kode_bayar}/")
    assert "LUNAS" in text_of(answer)
    assert 'name="channel"' not in answer.content.decode()
    answer = client.post(f"/bayar/{bill.kode_bayar}/", {"channel": "qris"})
    assert "LUNAS" in text_of(answer)


def test_a_cancelled_bill_leads_to_its_successor(client: Client) -> None:
    old, new = bill_of_today(days_ago=2), bill_of_today()
    Bill.objects.filter(pk=old.pk).update(state="cancelled", successor=new)
    answer = client.get(f"/bayar/{old.kode_bayar}/")
    assert "Jangan membayarnya" in text_of(answer)
    assert f'href="/bayar/{new.kode_bayar}/"' in answer.content.decode()


def test_too_much_for_qris_offers_what_fits(client: Client) -> None:
    now = clock.now()
    bill = stall_bill(day=bill_of_today().period_from, size_dm2=400_000, now=now)
    address = f"/bayar/{bill.kode_bayar}/"
    page = client.get(address).content.decode()
    assert re.search(r'value="qris" disabled', page)
    assert "Paling banyak Rp 10.000.000" in page
    assert re.search(r'value="va_bca" checked', page)
    refused = client.post(address, {"channel": "qris"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "BNI" in text_of(refused)
    assert pay(client, bill, channel="va_bni").amount_idr == 12_000_000


@pytest.mark.parametrize("channel", ["", "gopay", "QRIS"])
def test_a_way_that_does_not_exist_is_told_at_the_top(
    channel: str, client: Client
) -> None:
    bill = bill_of_today()
    answer = client.post(f"/bayar/{bill.kode_bayar}/", {"channel": channel})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Ada yang perlu diperbaiki" in text_of(answer)
    assert not Payment.objects.exists()


def test_the_amount_is_never_taken_from_the_form(client: Client) -> None:
    bill = bill_of_today()
    form = {"channel": "qris", "amount_idr": "1", "principal_idr": "1", "state": "paid"}
    client.post(f"/bayar/{bill.kode_bayar}/", form)
    payment = Payment.objects.get()
    assert (payment.amount_idr, payment.state) == (18_000, "awaiting_payer")


def test_two_tabs_get_the_same_payment(client: Client) -> None:
    bill = bill_of_today()
    assert pay(client, bill).pk == pay(Client(), bill).pk


def test_a_form_of_another_site_is_refused() -> None:
    bill = bill_of_today()
    careful = Client(enforce_csrf_checks=True)
    answer = careful.post(f"/bayar/{bill.kode_bayar}/", {"channel": "qris"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not Payment.objects.exists()


def test_the_page_asks_few_questions_however_many_days_are_open(client: Client) -> None:
    bills = [bill_of_today(days_ago=days) for days in range(20)]
    client.get(f"/bayar/{bills[0].kode_bayar}/")
    chosen = {"dengan": [bill.kode_bayar for bill in bills[1:9]]}
    with at_most(8):
        answer = client.get(f"/bayar/{bills[0].kode_bayar}/", chosen)
    assert "Bayar 9 tagihan" in text_of(answer)


def test_too_many_bills_at_once_are_refused_with_a_sentence(client: Client) -> None:
    bills = [bill_of_today(days_ago=days) for days in range(17)]
    form = {
        "dengan": [bill.kode_bayar for bill in bills[1:]],
        "channel": "qris",
    }
    answer = client.post(f"/bayar/{bills[0].kode_bayar}/", form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "15" in text_of(answer)


def test_an_address_that_asks_too_often_is_told_to_wait(client: Client) -> None:
    bill = bill_of_today()
    rates = {"reads": "3/min", "payments": "1/min"}
    throttle = "rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES"
    with patch.dict(throttle, rates):
        answers = [client.get(f"/bayar/{bill.kode_bayar}/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Tunggu satu menit" in text_of(answers[-1])


def test_a_gateway_that_does_not_answer_leaves_a_page_that_waits(
    client: Client, simulator: Simulator
) -> None:
    simulator.control("faults", html_502=3, path="/v2/charge")
    payment = pay(client, bill_of_today())
    assert payment.state == "created"
    text = text_of(client.get(page_of(payment)))
    assert "Menyiapkan pembayaran Rp 18.000" in text
    assert "jangan membayar dua kali" in text
