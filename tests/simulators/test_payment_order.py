"""The treasury's order to pay (SP2D), as a person's browser sends the form."""

import re
from collections.abc import Iterator
from typing import Any

import mt940
import pytest
import requests
from defusedxml.ElementTree import fromstring

from tests.simulator_processes import Simulator, bank_simulator

RKUD, OTHER = "111", "222"
CODE = "RMP-01ABCDEFGHJKMNPQ"
PAGE = "/teller/sp2d"
DAY = "2026-03-03"
CAMT = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}


@pytest.fixture(scope="module")
def running_bank() -> Iterator[Simulator]:
    accounts = f"{RKUD}:RKUD KOTA:100000,{OTHER}:LAIN:0"
    with bank_simulator(accounts=accounts, timezone="Asia/Jayapura") as simulator:
        yield simulator


@pytest.fixture
def bank(running_bank: Simulator) -> Simulator:
    """Rp 100.000 at 00:30 of 3 March in Jayapura, still 2 March in Jakarta."""
    running_bank.control("reset")
    running_bank.control("clock", now="2026-03-02T15:30:00+00:00")
    return running_bank


def form(bank: Simulator, **typed: str) -> dict[str, str]:
    """A fresh form of the page, filled in."""
    [key] = re.findall(r'name="key" value="([^"]+)"', bank.read(PAGE).text)
    return {"key": key, "reference": CODE, "amount": "22.000", "account": RKUD} | typed


def hand_in(bank: Simulator, typed: dict[str, str]) -> requests.Response:
    return requests.post(f"{bank.url}{PAGE}", data=typed, timeout=5)


def booked(bank: Simulator) -> list[dict[str, Any]]:
    accounts = bank.truth()["accounts"]
    return [entry for account in accounts for entry in account["entries"]]


def test_an_order_is_paid_on_the_banks_day_and_shown(bank: Simulator) -> None:
    page = hand_in(bank, form(bank))
    assert [one.status_code for one in page.history] == [303]
    assert "Perintah bayar dilaksanakan" in page.text
    assert "Rp 78.000" in page.text
    assert "−Rp 22.000" in page.text
    [entry] = booked(bank)
    assert (entry["side"], entry["amount_idr"]) == ("debit", 22_000)
    assert entry["booked_on"] == entry["value_on"] == DAY


def test_each_form_of_statement_has_the_debit_with_the_whole_code(
    bank: Simulator,
) -> None:
    hand_in(bank, form(bank))
    table = bank.read("/statement.csv", date=DAY).text
    assert f"SP2D PENGEMBALIAN {CODE};22.000,00;0,00;78.000,00" in table
    [line] = mt940.parse(bank.read("/statement.mt940", date=DAY).text)
    assert line.data["amount"].amount == -22_000
    assert CODE in line.data["transaction_details"]
    camt = fromstring(bank.read("/statement.camt053.xml", date=DAY).content)
    [entry] = camt.iterfind(".//c:Ntry", CAMT)
    assert entry.findtext("c:Amt", "", CAMT) == "22000.00"
    assert entry.findtext("c:CdtDbtInd", "", CAMT) == "DBIT"
    assert CODE in entry.findtext(".//c:Ustrd", "", CAMT)


def test_the_same_form_twice_is_paid_once_and_tells_the_same(bank: Simulator) -> None:
    typed = form(bank)
    first, second = hand_in(bank, typed), hand_in(bank, typed | {"reference": "LAIN"})
    assert first.url == second.url
    assert "Perintah bayar dilaksanakan" in second.text
    assert len(booked(bank)) == 1


@pytest.mark.parametrize("amount", ["22.000", "25.000"])
def test_a_code_that_was_paid_is_not_paid_again(amount: str, bank: Simulator) -> None:
    hand_in(bank, form(bank))
    again = hand_in(bank, form(bank, amount=amount))
    assert again.status_code == 409
    assert "sudah dibayar 03/03/2026 (Rp 22.000)" in again.text
    assert len(booked(bank)) == 1


def test_all_of_the_balance_is_paid_and_not_one_rupiah_more(bank: Simulator) -> None:
    refused = hand_in(bank, form(bank, amount="100.001"))
    assert refused.status_code == 409
    assert 'role="alert">Saldo rekening ini hanya Rp 100.000.' in refused.text
    assert booked(bank) == []
    assert hand_in(bank, form(bank, amount="100.000")).ok
    assert bank.truth()["accounts"][0]["closing"] == 0


def test_money_of_tomorrow_is_not_paid_out_today(bank: Simulator) -> None:
    bank.control("credit", reference="WD1", amount=50_000, value_date="2026-03-04")
    assert hand_in(bank, form(bank, amount="100.001")).status_code == 409


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "0"}, "Isi jumlah"),
        ({"reference": " "}, "Isi kode pembayaran"),
        ({"account": "999"}, "Pilih rekening"),
        ({"key": ""}, "Formulir ini tidak lengkap"),
    ],
)
def test_what_is_wrong_is_said_plainly_and_nothing_is_paid(
    typed: dict[str, str], said: str, bank: Simulator
) -> None:
    answer = hand_in(bank, form(bank, **typed))
    assert answer.status_code == 400
    assert f'role="alert">{said}' in answer.text
    assert booked(bank) == []


def test_a_link_fills_the_form_and_each_page_leads_to_the_other(
    bank: Simulator,
) -> None:
    page = bank.read(PAGE, reference=CODE, amount="22000").text
    assert f'value="{CODE}"' in page
    assert 'value="22000"' in page
    assert 'href="/teller"' in page
    assert f'href="{PAGE}"' in bank.read("/teller").text
