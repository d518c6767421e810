"""What a charge answers and refuses, through the gateway's own Python client."""

from typing import Any

import midtransclient
import pytest
import requests

from simulators.midtrans.qr import read_payload
from tests.simulator_processes import Simulator, midtrans_simulator
from tests.simulators.conftest import CHANNELS, Charge, charge_body, client_of


def refusal(
    client: midtransclient.CoreApi, body: dict[str, Any]
) -> midtransclient.MidtransAPIError:
    with pytest.raises(midtransclient.MidtransAPIError) as refused:
        client.charge(body)
    return refused.value


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_answers_as_documented(channel: str, charge: Charge) -> None:
    answer = charge(channel)
    special = {
        "qris": {"qr_string", "acquirer", "actions"},
        "permata": {"permata_va_number"},
        "mandiri_bill": {"biller_code", "bill_key"},
    }
    assert special.get(channel, {"va_numbers"}) <= set(answer)
    assert answer["status_code"] == "201"
    assert answer["transaction_status"] == "pending"
    assert answer["gross_amount"] == "150000.00"
    assert answer["currency"] == "IDR"
    kind = {"qris": "qris", "mandiri_bill": "echannel"}
    assert answer["payment_type"] == kind.get(channel, "bank_transfer")


def test_qr_is_a_valid_payload_with_the_amount_and_the_nmid(charge: Charge) -> None:
    answer = charge("qris", amount=37_500)
    payload = read_payload(answer["qr_string"])
    assert (payload.amount, payload.nmid) == (37_500, "ID1020000000001")
    assert not payload.is_static


def test_qr_picture_is_public_and_a_png(charge: Charge) -> None:
    url = charge("qris")["actions"][0]["url"]
    picture = requests.get(url, timeout=5)
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("channel", "amount"),
    [("qris", 0), ("qris", 10_000_001), ("bca", 9_999), ("permata", 10_000_000_000)],
)
def test_refuses_an_amount_outside_the_channels_limits(
    channel: str, amount: int, client: midtransclient.CoreApi
) -> None:
    error = refusal(client, charge_body(channel, "RTR-1", amount))
    assert (error.http_status_code, error.api_response_dict["status_code"]) == (
        400,
        "400",
    )
    assert "gross_amount" in error.api_response_dict["validation_messages"][0]


@pytest.mark.parametrize("amount", [150_000.5, 150_000.0, "150000.00", True, None])
def test_refuses_an_amount_that_is_no_whole_number(
    amount: Any, client: midtransclient.CoreApi
) -> None:
    error = refusal(client, charge_body("qris", "RTR-1", amount))
    assert error.api_response_dict["status_code"] == "400"


def test_items_must_add_up_and_may_hold_a_discount(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    items = [
        {"name": "Kios", "price": 80_000, "quantity": 2},
        {"name": "Keringanan", "price": -10_000, "quantity": 1},
    ]
    charge("qris", item_details=items)
    wrong = charge_body("qris", "RTR-2", 150_001) | {"item_details": items}
    [problem] = refusal(client, wrong).api_response_dict["validation_messages"]
    assert "not equal to the sum of item_details" in problem


def test_names_every_problem_at_once(client: midtransclient.CoreApi) -> None:
    body = charge_body("bni", "RTR 1/2", 0) | {
        "customer_details": {"phone": "812"},
        "custom_field1": "x" * 256,
    }
    assert len(refusal(client, body).api_response_dict["validation_messages"]) == 4


@pytest.mark.parametrize("payment_type", ["gopay", "credit_card", "cstore"])
def test_a_channel_that_is_not_activated_is_402(
    payment_type: str, client: midtransclient.CoreApi
) -> None:
    body = charge_body("qris", "RTR-1", 150_000) | {"payment_type": payment_type}
    error = refusal(client, body)
    assert (error.http_status_code, error.api_response_dict["status_code"]) == (
        200,
        "402",
    )


def test_an_order_id_is_used_once_and_free_after_a_cancel(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge()
    error = refusal(client, charge_body("bca", "RTR-1", 150_000))
    assert (error.http_status_code, error.api_response_dict["status_code"]) == (
        200,
        "406",
    )
    client.transactions.cancel("RTR-1")
    second = charge()
    found = client.transactions.status("RTR-1")
    assert found["transaction_id"] == second["transaction_id"]


def test_an_expired_order_id_stays_used(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge()
    client.transactions.expire("RTR-1")
    error = refusal(client, charge_body("qris", "RTR-1", 150_000))
    assert error.api_response_dict["status_code"] == "406"


def test_a_wrong_key_is_401(gateway: Simulator) -> None:
    client = client_of(gateway, "SB-Mid-server-WRONG")
    error = refusal(client, charge_body("qris", "RTR-1", 150_000))
    assert (error.http_status_code, error.api_response_dict["status_code"]) == (
        401,
        "401",
    )


def test_malformed_large_and_listed_bodies_are_refused(gateway: Simulator) -> None:
    url, login = f"{gateway.url}/v2/charge", ("SB-Mid-server-TESTKEY", "")
    bodies = {"{": "413", "[]": "400", '{"x": "' + "y" * 17_000 + '"}': "400"}
    for body, code in bodies.items():
        answer = requests.post(url, data=body, auth=login, timeout=5)
        assert answer.json()["status_code"] == code


def test_a_chosen_number_stands_behind_the_prefix_and_is_taken_once(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    wish = {"bank": "bca", "va_number": "00012345678"}
    answer = charge("bca", bank_transfer=wish)
    assert answer["va_numbers"][0]["va_number"].endswith("00012345678")
    body = charge_body("bca", "RTR-2", 150_000) | {"bank_transfer": wish}
    assert refusal(client, body).api_response_dict["status_code"] == "505"
    body["bank_transfer"] = {"bank": "bca", "va_number": "123"}
    assert refusal(client, body).api_response_dict["status_code"] == "400"


def test_can_answer_the_bodys_code_as_http_code_too() -> None:
    with midtrans_simulator(mirror_http_code=1) as simulator:
        with pytest.raises(midtransclient.MidtransAPIError) as refused:
            client_of(simulator).transactions.status("nobody")
        assert refused.value.http_status_code == 404
