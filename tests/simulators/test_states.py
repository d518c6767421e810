"""Which state follows which, as the real client and the payer see it."""

import midtransclient
import pytest
import requests

from tests.simulator_processes import Simulator
from tests.simulators.conftest import Charge


def refused_code(client: midtransclient.CoreApi, verb: str, reference: str) -> str:
    with pytest.raises(midtransclient.MidtransAPIError) as refused:
        getattr(client.transactions, verb)(reference)
    code: str = refused.value.api_response_dict["status_code"]
    return code


def control_status(gateway: Simulator, name: str, **command: object) -> int:
    url = f"{gateway.url}/_control/{name}"
    return requests.post(url, json=command, timeout=5).status_code


def test_status_is_found_by_order_and_by_transaction(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    answer = charge("bni", custom_field1="kios-12", metadata={"opd": "x"})
    by_order = client.transactions.status("RTR-1")
    assert client.transactions.status(answer["transaction_id"]) == by_order
    assert by_order["status_code"] == "201"
    assert by_order["va_numbers"] == answer["va_numbers"]
    assert by_order["custom_field1"] == "kios-12"
    assert by_order["metadata"] == {"opd": "x"}


@pytest.mark.parametrize(
    "verb", ["status", "cancel", "expire", "approve", "deny", "refund", "refundDirect"]
)
def test_an_unknown_transaction_is_404(
    verb: str, client: midtransclient.CoreApi
) -> None:
    assert refused_code(client, verb, "nobody") == "404"


@pytest.mark.parametrize("verb", ["approve", "deny"])
def test_approve_and_deny_are_for_challenged_cards_only(
    verb: str, client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge()
    assert refused_code(client, verb, "RTR-1") == "412"


def test_a_payment_by_qr_settles(
    gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    gateway.control("pay", qr_string=charge()["qr_string"])
    status = client.transactions.status("RTR-1")
    assert (status["status_code"], status["transaction_status"]) == (
        "200",
        "settlement",
    )
    assert (status["issuer"], status["transaction_type"]) == ("dana", "off-us")
    assert status["settlement_time"]


@pytest.mark.parametrize("verb", ["cancel", "expire"])
def test_what_is_paid_can_neither_be_cancelled_nor_expired(
    verb: str, gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge()
    gateway.control("pay", order_id="RTR-1")
    assert refused_code(client, verb, "RTR-1") == "412"
    assert control_status(gateway, "deny", order_id="RTR-1") == 409


def test_cancel_answers_200_and_expire_407(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge(order_id="A")
    charge(order_id="B")
    assert client.transactions.cancel("A")["status_code"] == "200"
    assert client.transactions.status("A")["transaction_status"] == "cancel"
    assert client.transactions.expire("B")["status_code"] == "407"
    expired = client.transactions.status("B")
    assert (expired["status_code"], expired["transaction_status"]) == ("407", "expire")


@pytest.mark.parametrize(("channel", "seconds"), [("qris", 900), ("bca", 86_400)])
def test_a_code_expires_when_the_clock_has_passed_its_time(
    channel: str,
    seconds: int,
    gateway: Simulator,
    client: midtransclient.CoreApi,
    charge: Charge,
) -> None:
    charge(channel)
    gateway.control("clock", offset_seconds=seconds - 60)
    assert client.transactions.status("RTR-1")["transaction_status"] == "pending"
    gateway.control("clock", offset_seconds=seconds + 1)
    assert client.transactions.status("RTR-1")["transaction_status"] == "expire"
    assert control_status(gateway, "pay", order_id="RTR-1") == 409


@pytest.mark.parametrize(
    ("expiry", "is_accepted"),
    [
        ({"expiry_duration": 20, "unit": "second"}, True),
        ({"expiry_duration": 19, "unit": "second"}, False),
        ({"expiry_duration": 5}, True),
        ({"expiry_duration": 5, "unit": "week"}, False),
        ({"expiry_duration": "5"}, False),
        ({"expiry_duration": 10**6, "unit": "day"}, True),
        ({"expiry_duration": 10**12, "unit": "day"}, False),
        ({"expiry_duration": 5, "order_time": "2026-03-02"}, False),
        ({"expiry_duration": 5, "order_time": "2020-01-01 00:00:00 +0700"}, False),
    ],
)
def test_a_custom_expiry_has_bounds(
    expiry: dict[str, object], is_accepted: bool, charge: Charge
) -> None:
    if is_accepted:
        assert charge(custom_expiry=expiry)["expiry_time"]
        return
    with pytest.raises(midtransclient.MidtransAPIError) as refused:
        charge(custom_expiry=expiry)
    assert refused.value.api_response_dict["status_code"] == "400"


def test_a_late_payment_comes_in_only_when_asked_for(
    gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge()
    client.transactions.expire("RTR-1")
    assert control_status(gateway, "pay", order_id="RTR-1") == 409
    gateway.control("pay", order_id="RTR-1", late=True)
    assert client.transactions.status("RTR-1")["transaction_status"] == "settlement"
    history = [step["status"] for step in gateway.transaction("RTR-1")["history"]]
    assert history == ["pending", "expire", "settlement"]
    assert control_status(gateway, "pay", order_id="RTR-1", late=True) == 409


def test_a_payment_of_another_amount_tells_what_was_paid(
    gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    answer = charge("bni")
    number = answer["va_numbers"][0]["va_number"]
    gateway.control("pay", va_number=number, amount=149_000)
    status = client.transactions.status("RTR-1")
    assert status["gross_amount"] == "149000.00"
    assert status["payment_amounts"][0]["amount"] == "149000.00"
    truth = gateway.transaction("RTR-1")
    assert (truth["gross_amount"], truth["paid_amount"]) == (150_000, 149_000)


@pytest.mark.parametrize("channel", ["permata", "mandiri_bill"])
def test_a_settlement_can_be_reversed_for_five_minutes(
    channel: str, gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    for order_id in ("A", "B"):
        charge(channel, order_id)
        gateway.control("pay", order_id=order_id)
    gateway.control("clock", offset_seconds=240)
    gateway.control("reverse", order_id="A")
    assert client.transactions.status("A")["transaction_status"] == "deny"
    gateway.control("clock", offset_seconds=310)
    assert control_status(gateway, "reverse", order_id="B") == 409


def test_other_channels_are_never_reversed(gateway: Simulator, charge: Charge) -> None:
    charge("bca")
    gateway.control("pay", order_id="RTR-1")
    assert control_status(gateway, "reverse", order_id="RTR-1") == 409


def test_money_without_a_charge_is_known_to_the_gateway(
    gateway: Simulator, client: midtransclient.CoreApi
) -> None:
    made = gateway.control("unknown", amount=25_000, channel="bri")
    status = client.transactions.status(made["transaction_id"])
    assert (status["transaction_status"], status["gross_amount"]) == (
        "settlement",
        "25000.00",
    )
    assert made["is_known"] is False


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ({"order_id": "nobody"}, 404),
        ({}, 404),
        ({"order": "RTR-1"}, 400),
        ({"order_id": "RTR-1", "amount": 0}, 400),
        ({"order_id": "RTR-1", "at": "2026-03-02T00:30:00"}, 400),
        ({"order_id": "RTR-1", "at": "2999-03-02T00:30:00+09:00"}, 400),
    ],
)
def test_a_bad_control_call_is_told_why(
    command: dict[str, object], status: int, gateway: Simulator, charge: Charge
) -> None:
    charge()
    url = f"{gateway.url}/_control/pay"
    answer = requests.post(url, json=command, timeout=5)
    assert answer.status_code == status
    assert answer.json()["error"]
