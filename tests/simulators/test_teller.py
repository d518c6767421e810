"""The bank's teller, as a person's browser sends the form."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulator_processes import Simulator, bank_simulator

RKUD, OTHER = "111", "222"
STS = "974/000001/STS/DINAS-KU/2026"


@pytest.fixture(scope="module")
def running_bank() -> Iterator[Simulator]:
    accounts = f"{RKUD}:RKUD KOTA:1000000,{OTHER}:LAIN:0"
    with bank_simulator(accounts=accounts, timezone="Asia/Jayapura") as simulator:
        yield simulator


@pytest.fixture
def bank(running_bank: Simulator) -> Simulator:
    """An empty bank at 00:30 of 3 March in Jayapura, still 2 March in Jakarta."""
    running_bank.control("reset")
    running_bank.control("clock", now="2026-03-02T15:30:00+00:00")
    return running_bank


def form(bank: Simulator, **typed: str) -> dict[str, str]:
    """A fresh form of the page, filled in."""
    [key] = re.findall(r'name="key" value="([^"]+)"', bank.read("/").text)
    return {"key": key, "reference": STS, "amount": "22.000", "account": RKUD} | typed


def hand_in(bank: Simulator, typed: dict[str, str]) -> requests.Response:
    return requests.post(f"{bank.url}/teller", data=typed, timeout=5)


def booked(bank: Simulator, number: str = RKUD) -> list[dict[str, Any]]:
    accounts = {one["number"]: one for one in bank.truth()["accounts"]}
    entries: list[dict[str, Any]] = accounts[number]["entries"]
    return entries


def test_cash_over_the_counter_is_booked_on_the_banks_day_and_shown(
    bank: Simulator,
) -> None:
    page = hand_in(bank, form(bank))
    assert [one.status_code for one in page.history] == [303]
    assert "Setoran diterima" in page.text
    assert "Rp 1.022.000" in page.text
    [entry] = booked(bank)
    assert (entry["amount_idr"], entry["reference"]) == (22_000, STS)
    assert entry["booked_on"] == entry["value_on"] == "2026-03-03"
    assert f"SETORAN TUNAI {STS}" in bank.read("/").text


@pytest.mark.parametrize("amount", ["22000", "Rp 22.000", "Rp\u00a022.000,00"])
def test_an_amount_may_be_typed_as_it_is_printed(amount: str, bank: Simulator) -> None:
    hand_in(bank, form(bank, amount=amount, reference=f" {STS}\t"))
    assert [(one["amount_idr"], one["reference"]) for one in booked(bank)] == [
        (22_000, STS)
    ]


def test_the_account_is_the_one_that_was_chosen(bank: Simulator) -> None:
    hand_in(bank, form(bank, account=OTHER))
    assert (len(booked(bank)), len(booked(bank, OTHER))) == (0, 1)


def test_the_same_form_twice_is_booked_once_and_tells_the_same(
    bank: Simulator,
) -> None:
    typed = form(bank)
    first, second = hand_in(bank, typed), hand_in(bank, typed | {"reference": "LAIN"})
    assert first.url == second.url
    assert "Setoran diterima" in second.text
    assert len(booked(bank)) == 1


@pytest.mark.parametrize("amount", ["22.000", "25.000"])
def test_a_slip_that_was_handed_in_is_not_taken_again(
    amount: str, bank: Simulator
) -> None:
    hand_in(bank, form(bank))
    again = hand_in(bank, form(bank, amount=amount))
    assert again.status_code == 409
    assert "sudah disetor 03/03/2026 (Rp 22.000)" in again.text
    assert len(booked(bank)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "0"}, "Isi jumlah"),
        ({"amount": "-22.000"}, "Isi jumlah"),
        ({"amount": "22.00"}, "Isi jumlah"),
        ({"amount": "22.000,50"}, "Isi jumlah"),
        ({"amount": "9" * 13}, "Isi jumlah"),
        ({"amount": "2٢"}, "Isi jumlah"),
        ({"reference": " "}, "Isi nomor STS"),
        ({"reference": "S" * 81}, "Isi nomor STS"),
        ({"reference": "STS\u200b1"}, "Isi nomor STS"),
        ({"account": "999"}, "Pilih rekening"),
        ({"key": ""}, "Formulir ini tidak lengkap"),
        ({"key": "k" * 65}, "Formulir ini tidak lengkap"),
    ],
)
def test_what_is_wrong_is_said_plainly_and_nothing_is_booked(
    typed: dict[str, str], said: str, bank: Simulator
) -> None:
    answer = hand_in(bank, form(bank, **typed))
    assert answer.status_code == 400
    assert f'role="alert">{said}' in answer.text
    assert booked(bank) == []


def test_what_was_typed_stays_and_is_only_text(bank: Simulator) -> None:
    page = hand_in(bank, form(bank, reference='"><script>alert(1)</script>', amount=""))
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script" not in page.text


def test_a_link_fills_the_form(bank: Simulator) -> None:
    filled = {"reference": STS, "amount": "22000", "account": OTHER}
    page = bank.read("/teller", **filled).text
    assert f'value="{STS}"' in page
    assert 'value="22000"' in page
    assert f'value="{OTHER}" selected' in page


def test_shows_days_with_their_statements_and_what_is_to_come(bank: Simulator) -> None:
    payout = {"reference": "WD1", "description": "MIDTRANS PAYOUT WD1"}
    bank.control("credit", **payout, amount=40_000, value_date="2026-03-01")
    later = {"reference": "WD2", "description": "MIDTRANS PAYOUT WD2"}
    bank.control("credit", **later, amount=7_000, value_date="2026-03-04")
    page = bank.read("/").text
    assert "03/03/2026 00.30 WIT" in page
    assert page.index("Rekening koran 03/03/2026") < page.index("koran 01/03/2026")
    assert page.index("Akan datang") < page.index("PAYOUT WD2")
    # What is dated tomorrow is not in the balance of today.
    assert "Rp 1.040.000" in page
    links = re.findall(r'href="(/statement[^"]+)"', page)
    kinds = ["csv", "mt940", "camt053.xml"]
    assert [link.split("?")[0] for link in links[:3]] == [
        f"/statement.{kind}" for kind in kinds
    ]
    for link in links:
        assert bank.read(link.replace("&amp;", "&")).ok


def test_pages_have_no_script_and_forbid_it(bank: Simulator) -> None:
    answer = bank.read("/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert "text/css" in bank.read("/pages.css").headers["Content-Type"]


def test_the_form_is_remembered_over_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "bank.sqlite"
    with bank_simulator(accounts=f"{RKUD}:RKUD:0", state=state) as bank:
        typed = form(bank)
        hand_in(bank, typed)
    with bank_simulator(accounts=f"{RKUD}:RKUD:0", state=state) as bank:
        assert "Setoran diterima" in hand_in(bank, typed).text
        assert len(booked(bank)) == 1
