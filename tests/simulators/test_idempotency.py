"""Idempotency-Key as the gateway really has it, with all its holes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import midtransclient
import pytest

from tests.simulator_processes import Simulator
from tests.simulators.conftest import charge_body, client_of


def charge_with(
    gateway: Simulator, key: str, order_id: str, channel: str = "qris"
) -> dict[str, Any]:
    client = client_of(gateway, **{"Idempotency-Key": key})
    answer: dict[str, Any] = client.charge(charge_body(channel, order_id, 150_000))
    return answer


def test_a_repeated_key_gives_the_first_answer_whatever_the_body(
    gateway: Simulator,
) -> None:
    first = charge_with(gateway, "k", "A")
    assert charge_with(gateway, "k", "B") == first
    assert len(gateway.truth()["transactions"]) == 1


def test_a_key_is_one_over_all_endpoints(gateway: Simulator) -> None:
    first = charge_with(gateway, "k", "A")
    client = client_of(gateway, **{"Idempotency-Key": "k"})
    assert client.transactions.cancel("A") == first
    assert gateway.transaction("A")["status"] == "pending"


def test_a_key_lives_five_minutes(gateway: Simulator) -> None:
    charge_with(gateway, "k", "A")
    gateway.control("clock", offset_seconds=301)
    assert charge_with(gateway, "k", "B")["order_id"] == "B"


@pytest.mark.parametrize(("key", "channel"), [("k" * 47, "qris"), ("k", "permata")])
def test_long_keys_and_permata_are_not_covered(
    key: str, channel: str, gateway: Simulator
) -> None:
    charge_with(gateway, key, "A", channel)
    with pytest.raises(midtransclient.MidtransAPIError, match="406"):
        charge_with(gateway, key, "A", channel)


def test_a_refusal_is_not_kept(gateway: Simulator) -> None:
    with pytest.raises(midtransclient.MidtransAPIError, match="400"):
        charge_with(gateway, "k", "not an order id")
    assert charge_with(gateway, "k", "A")["order_id"] == "A"


def test_a_second_call_during_the_first_gets_202(gateway: Simulator) -> None:
    gateway.control("faults", hang=1, hang_seconds=0.5)
    with ThreadPoolExecutor() as pool:
        calls = [pool.submit(charge_with, gateway, "k", "A") for _ in range(2)]
        answers = [call.result() for call in calls]
    codes = sorted(str(answer["status_code"]) for answer in answers)
    assert codes == ["201", "202"]
    assert len(gateway.truth()["transactions"]) == 1
