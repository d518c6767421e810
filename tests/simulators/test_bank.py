"""The bank's three forms of statement tell the same truth."""

import csv
import io
from dataclasses import dataclass
from typing import Any

import mt940
import pytest
import requests
from defusedxml.ElementTree import fromstring

from tests.simulator_processes import Simulator, bank_simulator

CAMT = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}
DAY, NEXT_DAY = "2026-03-02", "2026-03-03"


@dataclass(frozen=True)
class Read:
    """What a form of statement says: its ends, and each entry's signed amount."""

    opening: int
    closing: int
    amounts: list[int]


@pytest.fixture
def busy_bank(bank: Simulator) -> Simulator:
    """Two days with a payout, a free transfer, a debit and a payout."""
    bank.control(
        "credit",
        reference="WD20260302000001",
        description="MIDTRANS PAYOUT WD20260302000001",
        amount=1_250_000,
        value_date=DAY,
    )
    bank.control("transfer", amount=75_000, sender="BUDI", value_date=DAY)
    bank.control("debit", reference="SP2D/0001", amount=300_000, value_date=DAY)
    bank.control("credit", reference="WD2", amount=40_000, value_date=NEXT_DAY)
    return bank


def rupiah(text: str) -> int:
    assert text.endswith(",00")
    return int(text.removesuffix(",00").replace(".", ""))


def read_csv(bank: Simulator, **query: str) -> Read:
    rows = list(
        csv.reader(
            io.StringIO(bank.read("/statement.csv", **query).text), delimiter=";"
        )
    )
    titles = {row[0]: row[1] for row in rows if len(row) == 2}
    start = next(index for index, row in enumerate(rows) if row[:1] == ["Tanggal"])
    lines = rows[start + 1 :]
    return Read(
        rupiah(titles["Saldo Awal"]),
        rupiah(titles["Saldo Akhir"]),
        [rupiah(line[5]) - rupiah(line[4]) for line in lines],
    )


def read_mt940(bank: Simulator, **query: str) -> Read:
    text = bank.read("/statement.mt940", **query).text
    parsed = mt940.parse(text)
    return Read(
        int(parsed.data["final_opening_balance"].amount.amount),
        int(parsed.data["final_closing_balance"].amount.amount),
        [int(line.data["amount"].amount) for line in parsed],
    )


def read_camt053(bank: Simulator, **query: str) -> Read:
    root = fromstring(bank.read("/statement.camt053.xml", **query).content)

    def signed(element: Any) -> int:
        amount = element.find("c:Amt", CAMT)
        assert amount.get("Ccy") == "IDR"
        is_credit = element.findtext("c:CdtDbtInd", "", CAMT) == "CRDT"
        return int(amount.text.removesuffix(".00")) * (1 if is_credit else -1)

    balances = {
        balance.findtext("c:Tp/c:CdOrPrtry/c:Cd", "", CAMT): signed(balance)
        for balance in root.iterfind(".//c:Bal", CAMT)
    }
    amounts = [signed(entry) for entry in root.iterfind(".//c:Ntry", CAMT)]
    return Read(balances["OPBD"], balances["CLBD"], amounts)


@pytest.mark.parametrize("read", [read_csv, read_mt940, read_camt053])
def test_each_form_tells_the_truth_of_a_day(read: Any, busy_bank: Simulator) -> None:
    first = read(busy_bank, date=DAY)
    assert first == Read(0, 1_025_000, [1_250_000, 75_000, -300_000])
    assert read(busy_bank, date=NEXT_DAY) == Read(1_025_000, 1_065_000, [40_000])
    assert read(busy_bank, date="2026-03-04") == Read(1_065_000, 1_065_000, [])


def test_a_range_is_one_table_and_one_message_a_day(busy_bank: Simulator) -> None:
    query = {"from": DAY, "to": NEXT_DAY}
    assert read_csv(busy_bank, **query).closing == 1_065_000
    text = busy_bank.read("/statement.mt940", **query).text
    assert [line for line in text.split("\r\n") if line.startswith(":28C:")] == [
        ":28C:61/1",
        ":28C:62/1",
    ]
    camt = fromstring(busy_bank.read("/statement.camt053.xml", **query).content)
    numbers = [one.text for one in camt.iterfind(".//c:ElctrncSeqNb", CAMT)]
    assert numbers == ["61", "62"]


def test_references_and_descriptions_come_through(busy_bank: Simulator) -> None:
    [payout, transfer, debit] = mt940.parse(
        busy_bank.read("/statement.mt940", date=DAY).text
    )
    assert payout.data["customer_reference"] == "WD20260302000001"
    assert payout.data["transaction_details"] == "MIDTRANS PAYOUT WD20260302000001"
    assert transfer.data["customer_reference"] == "NONREF"
    assert "BUDI" in transfer.data["transaction_details"]
    assert debit.data["status"] == "D"


def test_a_csv_may_start_with_a_byte_order_mark(busy_bank: Simulator) -> None:
    content = busy_bank.read("/statement.csv", date=DAY, bom="1").content
    assert content.startswith(b"\xef\xbb\xbfBANK")


def test_a_repeated_reference_is_booked_once(bank: Simulator) -> None:
    credit = {"reference": "WD1", "amount": 5_000, "value_date": DAY}
    assert bank.control("credit", **credit) == bank.control("credit", **credit)
    [account] = bank.truth()["accounts"]
    assert [entry["amount_idr"] for entry in account["entries"]] == [5_000]
    other = credit | {"amount": 6_000}
    answer = requests.post(f"{bank.url}/_control/credit", json=other, timeout=5)
    assert answer.status_code == 409


def test_a_cash_deposit_names_its_slip_and_is_booked_once(bank: Simulator) -> None:
    slip = {"amount": 22_000, "reference": "974/000001/STS/DINAS-KU/2026", "date": DAY}
    assert bank.control("cash-deposit", **slip) == bank.control("cash-deposit", **slip)
    assert "SETORAN TUNAI 974/000001/STS/DINAS-KU/2026" in (
        bank.read("/statement.csv", date=DAY).text
    )
    for read in (read_csv, read_mt940, read_camt053):
        assert read(bank, date=DAY) == Read(0, 22_000, [22_000])


def test_can_lose_a_payout_and_say_that_all_went_well(bank: Simulator) -> None:
    bank.control("faults", drop_payouts=1)
    for reference in ("WD1", "WD2"):
        payout = f"MIDTRANS PAYOUT {reference}"
        bank.control("credit", reference=reference, amount=1, description=payout)
    [account] = bank.truth()["accounts"]
    assert [entry["reference"] for entry in account["entries"]] == ["WD2"]
    assert bank.read("/_control/faults").json()["dropped"] == ["WD1"]


def test_an_entry_without_a_date_is_of_the_banks_own_day(bank: Simulator) -> None:
    bank.control("clock", now="2026-03-02T17:30:00+00:00")
    entry = bank.control("credit", reference="WD1", amount=1)
    assert entry["booked_on"] == "2026-03-03"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?date=02/03/2026",
        "?from=2026-03-03&to=2026-03-02",
        "?date=2026-03-02&account=9",
    ],
)
def test_a_bad_question_gets_a_sentence(query: str, bank: Simulator) -> None:
    answer = requests.get(f"{bank.url}/statement.csv{query}", timeout=5)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]


def test_keeps_several_accounts_apart_and_over_a_restart(tmp_path: Any) -> None:
    accounts = "111:RKUD:1000000,222:BENDAHARA:-500"
    state = tmp_path / "bank.sqlite"
    with bank_simulator(accounts=accounts, state=state) as bank:
        bank.control("credit", reference="A", amount=5, account="222", value_date=DAY)
    with bank_simulator(accounts=accounts, state=state) as bank:
        assert read_mt940(bank, date=DAY, account="222") == Read(-500, -495, [5])
        assert read_csv(bank, date=DAY) == Read(1_000_000, 1_000_000, [])
