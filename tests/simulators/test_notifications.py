"""What the merchant is told, how it is signed, and how often it is tried."""

from collections import Counter

import midtransclient
import pytest

from simulators.midtrans.answers import signature
from tests.simulator_processes import SERVER_KEY, Simulator
from tests.simulators.conftest import CHANNELS, Charge, Merchant, charge_body, client_of

ORDER = "RTR-2026-000123-1"
VECTORS = {
    ("200", "150000.00"): "78631af2382bbba96df62d38f78976201ca63ed6f9162bbe2eb359de0f"
    "c2f0700d092f40070fbf336d735aee331f9b98a370220ab89522edc5726b20ff57e51f",
    ("201", "150000.00"): "52a25a03b8bdf21f82b1646017295e4d1d245976c19fd4f1529d625b02"
    "5470cbdb033a161fa9dc2f954e04050e196e65ed1f6025b30c8a876b7f7eb46006a7af",
    ("202", "150000.00"): "244bd9121b73b1c17e82c81b77af7a76072a48e85b949c051f7580a1d0"
    "db287fc25e9413fc4626d3518349bba0466831790b0b4a6f345b2548840aedda4a771f",
    ("407", "150000.00"): "1c84d70b7de5b778c35505313d053b82aa42252fde17133fe6765841af"
    "6fd4f310753d66dbd8cd521346e2d44a4fc8451484cb43a54e9903b83f5b4a4597de2d",
    ("200", "150000"): "fa2577be037035ac56784cf7f2dee55d5017999973e18c2727e53af4f86a8"
    "b06cc37b42fc5a9273fb2618d648daf94d30c5923c44a0f6ca8bbb4a7ab0980c52d",
}


@pytest.mark.parametrize(("code", "gross"), VECTORS)
def test_signature_is_the_documented_hash(code: str, gross: str) -> None:
    assert signature(ORDER, code, gross, SERVER_KEY) == VECTORS[code, gross]


def test_tells_of_the_charge_and_of_the_money(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    answer = charge(order_id=ORDER)
    gateway.control("pay", order_id=ORDER)
    gateway.control("drain")
    pending, paid = merchant.received
    assert paid.path == "/hook"
    assert paid.headers["User-Agent"] == "Veritrans"
    assert paid.headers["Content-Type"] == "application/json"
    assert pending.body["signature_key"] == VECTORS["201", "150000.00"]
    assert paid.body["signature_key"] == VECTORS["200", "150000.00"]
    assert paid.body["transaction_id"] == answer["transaction_id"]
    assert paid.body["status_message"] == "midtrans payment notification"
    assert paid.body["acquirer"] == "gopay"


def test_an_expiry_is_202_when_told_and_407_when_asked(
    gateway: Simulator,
    merchant: Merchant,
    client: midtransclient.CoreApi,
    charge: Charge,
) -> None:
    charge(order_id=ORDER)
    client.transactions.expire(ORDER)
    gateway.control("drain")
    told, asked = merchant.bodies[-1], client.transactions.status(ORDER)
    assert (told["status_code"], asked["status_code"]) == ("202", "407")
    assert told["signature_key"] == VECTORS["202", "150000.00"]
    assert asked["signature_key"] == VECTORS["407", "150000.00"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_tells_its_own_number(
    channel: str, gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    answer = charge(channel)
    gateway.control("pay", order_id="RTR-1")
    gateway.control("drain")
    told = merchant.bodies[-1]
    for key in ("va_numbers", "permata_va_number", "biller_code", "bill_key"):
        assert told.get(key) == answer.get(key)
    filled = {"bni": 1, "bca": 0, "bri": 0}
    assert len(told.get("payment_amounts", [])) == filled.get(channel, 0)


@pytest.mark.parametrize(
    ("status", "attempts"),
    [(200, 1), (500, 2), (503, 5), (400, 3), (404, 3), (403, 6), (302, 1)],
)
def test_retries_as_the_answer_deserves(
    status: int, attempts: int, gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    merchant.answers += [(status, {"Location": "/elsewhere"})] * 10
    charge()
    gateway.control("drain")
    for hours in range(1, 8):
        # Every wait, the longest of 210 minutes and its shift included, fits into five.
        gateway.control("clock", offset_seconds=hours * 5 * 3600)
        gateway.control("drain")
    assert merchant.seen().count("pending") == attempts


def test_follows_a_307_with_the_same_body(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    merchant.answers.append((307, {"Location": "/elsewhere/"}))
    charge()
    gateway.control("drain")
    first, second = merchant.received
    assert (first.path, second.path) == ("/hook", "/elsewhere/")
    assert first.body == second.body


def test_a_header_replaces_or_adds_addresses_three_at_most(
    gateway: Simulator, merchant: Merchant
) -> None:
    urls = ",".join(f"{merchant.url}/{number}" for number in range(5))
    body = charge_body("qris", "A", 1_000)
    client_of(gateway, **{"X-Override-Notification": urls}).charge(body)
    gateway.control("drain")
    assert {one.path for one in merchant.received} == {"/0", "/1", "/2"}
    merchant.received.clear()
    body = charge_body("qris", "B", 1_000)
    client_of(gateway, **{"X-Append-Notification": urls}).charge(body)
    gateway.control("drain")
    assert {one.path for one in merchant.received} == {"/hook", "/0", "/1", "/2"}


def test_sends_nothing_beyond_this_machine(gateway: Simulator) -> None:
    client = client_of(gateway, **{"X-Override-Notification": "http://192.0.2.1/"})
    with pytest.raises(midtransclient.MidtransAPIError, match="loopback"):
        client.charge(charge_body("qris", "A", 1_000))


def faulty_round(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> Counter[str]:
    gateway.control("reset")
    merchant.received.clear()
    gateway.control("faults", seed=11, drop=0.2, duplicate=0.3, forge=0.2)
    for number in range(30):
        charge(order_id=f"RTR-{number}")
        gateway.control("pay", order_id=f"RTR-{number}")
    gateway.control("drain")
    return Counter(
        f"{body['order_id']} {body['transaction_status']} {body['status_code']}"
        for body in merchant.bodies
    )


def test_drops_doubles_and_forgeries_repeat_with_their_seed(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    first = faulty_round(gateway, merchant, charge)
    assert first == faulty_round(gateway, merchant, charge)
    struck = gateway.read("/_control/faults").json()["struck"]
    assert set(struck) == {"drop", "duplicate", "forge"}
    assert first.total() == 60 - struck["drop"] + struck["duplicate"] + struck["forge"]


def test_a_forgery_is_unsigned_or_an_edited_pending_one(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    gateway.control("faults", seed=5, forge=1.0)
    for number in range(6):
        charge(order_id=f"RTR-{number}")
    gateway.control("drain")
    lies = [body for body in merchant.bodies if body["transaction_status"] != "pending"]
    are_signed = {
        body["signature_key"]
        == signature(
            body["order_id"], body["status_code"], body["gross_amount"], SERVER_KEY
        )
        for body in lies
    }
    assert (len(lies), are_signed) == (6, {True, False})


def test_a_reordered_notification_is_overtaken(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    gateway.control("faults", reorder=1, reorder_seconds=60)
    charge()
    gateway.control("pay", order_id="RTR-1")
    gateway.control("drain")
    assert merchant.seen() == ["settlement"]
    gateway.control("clock", offset_seconds=61)
    gateway.control("drain")
    assert merchant.seen() == ["settlement", "pending"]


def test_a_delayed_notification_waits_for_the_clock(
    gateway: Simulator, merchant: Merchant, charge: Charge
) -> None:
    gateway.control("faults", delay=1, delay_seconds=600)
    charge()
    assert gateway.control("drain")["waiting"] == 1
    gateway.control("clock", offset_seconds=601)
    assert gateway.control("drain")["waiting"] == 0
    assert merchant.seen() == ["pending"]
