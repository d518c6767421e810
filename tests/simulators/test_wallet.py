"""The wallet page, as a person's browser sends its forms."""

import re
from typing import Any

import midtransclient
import pytest
import requests

from simulators.midtrans.qr import Merchant, write_payload
from tests.simulator_processes import Simulator
from tests.simulators.conftest import CHANNELS, Charge

BANNER = "SIMULATOR – bukan uang sungguhan"


def pasted(channel: str, answer: dict[str, Any]) -> str:
    """What a person copies from the page that asks for the money."""
    match channel:
        case "qris":
            return f" {answer['qr_string']}\n"
        case "permata":
            return str(answer["permata_va_number"])
        case "mandiri_bill":
            return f"{answer['biller_code']} {answer['bill_key']}"
    return str(answer["va_numbers"][0]["va_number"])


def open_wallet(gateway: Simulator, code: str) -> requests.Response:
    return requests.get(f"{gateway.url}/wallet", params={"qr": code}, timeout=5)


def press_pay(gateway: Simulator, page: str) -> requests.Response:
    [transaction_id] = re.findall(r'name="transaction_id" value="([^"]+)"', page)
    form = {"transaction_id": transaction_id}
    return requests.post(f"{gateway.url}/wallet/pay", data=form, timeout=5)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_pasted_code_shows_payee_and_amount_and_pays(
    channel: str, gateway: Simulator, charge: Charge
) -> None:
    page = open_wallet(gateway, pasted(channel, charge(channel))).text
    assert BANNER in page
    assert "PEMERINTAH KOTA CONTOH" in page
    assert "Bayar Rp 150.000" in page
    assert ("ID1020000000001" in page) == (channel == "qris")
    assert "Pembayaran berhasil" in press_pay(gateway, page).text
    assert gateway.transaction("RTR-1")["status"] == "settlement"


def test_pressing_twice_pays_once(gateway: Simulator, charge: Charge) -> None:
    page = open_wallet(gateway, charge()["qr_string"]).text
    press_pay(gateway, page)
    assert "Pembayaran berhasil" in press_pay(gateway, page).text
    assert len(gateway.transaction("RTR-1")["history"]) == 2


def test_an_expired_code_is_said_so_and_not_paid(
    gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    code = charge()["qr_string"]
    page = open_wallet(gateway, code).text
    client.transactions.expire("RTR-1")
    assert "Kode sudah kedaluwarsa" in press_pay(gateway, page).text
    assert "Kode sudah kedaluwarsa" in open_wallet(gateway, code).text


def test_an_unknown_code_says_what_to_do(gateway: Simulator) -> None:
    answer = open_wallet(gateway, '"><script>alert(1)</script>')
    assert answer.status_code == 404
    assert "Kode tidak dikenali" in answer.text
    assert "<script" not in answer.text


def test_lists_what_waits_with_a_link_to_pay_it(
    gateway: Simulator, charge: Charge
) -> None:
    charge(order_id="A")
    charge("mandiri_bill", "B")
    page = gateway.read("/wallet/open").text
    links = re.findall(r'class="button" href="([^"]+)"', page)
    assert len(links) == 2
    for link in links:
        assert "Bayar Rp 150.000" in gateway.read(link).text


def test_every_time_names_its_zone(gateway: Simulator, charge: Charge) -> None:
    code = charge()["qr_string"]
    pages = [
        gateway.read("/wallet/open"),
        press_pay(gateway, open_wallet(gateway, code).text),
    ]
    for page in pages:
        [zone] = re.findall(r"\d\d/\d\d/\d{4} \d\d\.\d\d(?:\.\d\d)?(.{4})", page.text)
        assert zone == " WIB"


def test_a_static_qr_asks_for_the_amount(gateway: Simulator) -> None:
    merchant = Merchant(
        nmid="ID1020000000001",
        name="PEMERINTAH KOTA CONTOH",
        city="KOTA CONTOH",
        postal_code="10110",
    )
    assert "Jumlah (rupiah)" in open_wallet(gateway, write_payload(merchant)).text
    url = f"{gateway.url}/wallet/static"
    assert requests.post(url, data={"amount": "0"}, timeout=5).status_code == 400
    paid = requests.post(url, data={"amount": "12.500"}, timeout=5)
    assert "Pembayaran berhasil" in paid.text
    [truth] = gateway.truth()["transactions"]
    assert (truth["paid_amount"], truth["is_known"]) == (12_500, False)


def test_pages_have_no_script_and_forbid_it(gateway: Simulator) -> None:
    answer = gateway.read("/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert "text/css" in gateway.read("/pages.css").headers["Content-Type"]
