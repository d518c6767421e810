"""From the payment over the daily report to the lump in the bank."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import midtransclient
import pytest

from simulators.midtrans.settlement import COLUMNS, payout_day
from tests.simulator_processes import Simulator, midtrans_simulator
from tests.simulators.conftest import Charge, charge_body, client_of

MONDAY_NOON = "2027-03-01T12:00:00+07:00"


def report(gateway: Simulator, day: str, **query: str) -> list[dict[str, str]]:
    text = gateway.read("/_control/settlement.csv", date=day, **query).text
    return list(csv.DictReader(io.StringIO(text)))


def credits(bank: Simulator) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = bank.truth()["accounts"][0]["entries"]
    return entries


@pytest.fixture
def monday(gateway: Simulator, bank: Simulator) -> Simulator:
    """A gateway at noon of a Monday, whose bank is empty."""
    gateway.control("clock", now=MONDAY_NOON)
    return gateway


def test_half_past_midnight_in_the_east_is_still_yesterday_here(
    monday: Simulator, charge: Charge
) -> None:
    monday.control("clock", now="2027-03-02T00:30:00+09:00")
    charge("bca")
    monday.control("pay", order_id="RTR-1")
    [line] = report(monday, "2027-03-01")
    assert line["Settlement Time"].startswith("2027-03-01 22:3")
    assert report(monday, "2027-03-02") == []


def test_a_line_has_the_columns_and_the_sum(monday: Simulator, charge: Charge) -> None:
    charge("bni", custom_field1="kios-12")
    monday.control("pay", order_id="RTR-1")
    [line] = report(monday, "2027-03-01")
    assert tuple(line) == COLUMNS
    assert line["Acquirer"] == "bni"
    assert line["Custom Field 1"] == "kios-12"
    amounts = ("Gross Amount", "Fee", "Fee VAT", "Net Amount")
    assert [line[name] for name in amounts] == ["150000", "4000", "440", "145560"]
    shuffled = report(monday, "2027-03-01", shuffle="3")[0]
    assert tuple(shuffled) != COLUMNS
    assert line.items() <= shuffled.items()


def test_the_next_banking_day_pays_one_lump_net_of_fees(
    monday: Simulator, bank: Simulator, charge: Charge
) -> None:
    charge("bca", "A")
    charge("qris", "B", 50_000)
    monday.control("pay", order_id="A")
    monday.control("pay", order_id="B")
    monday.control("clock", now="2027-03-02T09:59:00+07:00")
    assert credits(bank) == []
    monday.control("clock", now="2027-03-02T10:00:00+07:00")
    [credit] = credits(bank)
    assert (credit["amount_idr"], credit["booked_on"]) == (195_560, "2027-03-02")
    assert credit["description"] == f"MIDTRANS PAYOUT {credit['reference']}"
    lines = report(monday, "2027-03-01")
    assert {line["Withdrawal ID"] for line in lines} == {credit["reference"]}
    assert sum(int(line["Net Amount"]) for line in lines) == credit["amount_idr"]
    monday.control("clock", now="2027-03-05T10:00:00+07:00")
    assert len(credits(bank)) == 1


def test_a_jump_over_days_pays_each_of_them(
    monday: Simulator, bank: Simulator, charge: Charge
) -> None:
    for day, order_id in ((1, "A"), (2, "B"), (5, "C"), (6, "D")):
        # The sixth is a Saturday: with Friday's it is paid on Monday.
        monday.control("clock", now=f"2027-03-0{day}T12:00:00+07:00")
        charge(order_id=order_id)
        monday.control("pay", order_id=order_id)
    monday.control("clock", now="2027-03-10T12:00:00+07:00")
    days = [(one["booked_on"], one["amount_idr"]) for one in credits(bank)]
    assert days == [
        ("2027-03-02", 150_000),
        ("2027-03-03", 150_000),
        ("2027-03-08", 300_000),
    ]


def test_a_refund_is_a_line_of_its_own_day_and_less_in_the_payout(
    monday: Simulator, bank: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge("qris", "A")
    monday.control("pay", order_id="A")
    client.transactions.refund("A", {"refund_key": "r", "amount": 40_000})
    monday.control("clock", now="2027-03-02T12:00:00+07:00")
    payment, refund = report(monday, "2027-03-01")
    assert (refund["Refund Amount"], refund["Refund Type"]) == ("40000", "normal")
    assert payment["Withdrawal ID"] == refund["Withdrawal ID"]
    assert [one["amount_idr"] for one in credits(bank)] == [110_000]


def test_what_was_reversed_is_neither_reported_nor_paid_out(
    monday: Simulator, bank: Simulator, charge: Charge
) -> None:
    charge("permata")
    monday.control("pay", order_id="RTR-1")
    monday.control("reverse", order_id="RTR-1")
    monday.control("clock", now="2027-03-02T12:00:00+07:00")
    assert report(monday, "2027-03-01") == []
    assert credits(bank) == []


def test_a_bad_date_gets_a_sentence(gateway: Simulator) -> None:
    with pytest.raises(Exception, match="400"):
        report(gateway, "01/03/2027")


@pytest.mark.parametrize(
    ("settled", "days", "paid"),
    [
        ((2027, 3, 1), 1, (2027, 3, 2)),
        ((2027, 3, 5), 1, (2027, 3, 8)),
        ((2027, 3, 6), 1, (2027, 3, 8)),
        ((2027, 3, 5), 3, (2027, 3, 11)),
    ],
)
def test_weekends_and_holidays_are_no_banking_days(
    settled: tuple[int, int, int], days: int, paid: tuple[int, int, int]
) -> None:
    holiday = frozenset({date(2027, 3, 9)})
    assert payout_day(date(*settled), days, holiday) == date(*paid)


def test_options_change_fee_days_and_holidays(bank: Simulator, tmp_path: Path) -> None:
    holidays = tmp_path / "holidays.json"
    holidays.write_text(json.dumps(["2027-03-02"]))
    options: dict[str, Any] = {
        "qris_mdr_bp": 70,
        "payout_days": 3,
        "holidays": holidays,
    }
    with midtrans_simulator(bank=bank.url, **options) as gateway:
        gateway.control("clock", now=MONDAY_NOON)
        client_of(gateway).charge(charge_body("qris", "A", 150_000))
        gateway.control("pay", order_id="A")
        gateway.control("clock", now="2027-03-12T12:00:00+07:00")
        truth = gateway.transaction("A")
        assert (truth["fee"], truth["fee_vat"]) == (1_050, 116)
        [payout] = gateway.read("/_control/payouts").json()["payouts"]
    # Tuesday rests, so the third banking day after Monday is Friday.
    assert payout["requested_on"] == "2027-03-05"
    assert payout["completed_at"]
    assert [one["amount_idr"] for one in credits(bank)] == [150_000 - 1_166]
