"""Answers that a client must survive, and whether the work behind them was done."""

from collections.abc import Callable

import midtransclient
import pytest
import requests

from tests.simulator_processes import SERVER_KEY, Simulator
from tests.simulators.conftest import Charge, charge_body

ANSWERS: dict[str, type[Exception]] = {
    "html_502": midtransclient.JSONDecodeError,
    "truncated": midtransclient.JSONDecodeError,
    "error_500": midtransclient.MidtransAPIError,
    "list_body": AttributeError,
    "reset": requests.exceptions.ConnectionError,
}


@pytest.mark.parametrize("fault", ANSWERS)
def test_the_work_may_be_done_though_its_answer_is_lost(
    fault: str, gateway: Simulator, charge: Charge
) -> None:
    gateway.control("faults", after=True, path="charge", **{fault: 1})
    with pytest.raises(ANSWERS[fault]):
        charge()
    assert gateway.transaction("RTR-1")["status"] == "pending"


@pytest.mark.parametrize("fault", sorted(set(ANSWERS) - {"truncated"}))
def test_or_it_may_never_have_begun(
    fault: str, gateway: Simulator, charge: Charge
) -> None:
    gateway.control("faults", path="charge", **{fault: 1})
    with pytest.raises(ANSWERS[fault]):
        charge()
    assert gateway.truth()["transactions"] == []
    assert charge()["status_code"] == "201"


@pytest.fixture
def post_charge(gateway: Simulator) -> Callable[[], requests.Response]:
    return lambda: requests.post(
        f"{gateway.url}/v2/charge",
        json=charge_body("qris", "RTR-1", 1_000),
        auth=(SERVER_KEY, ""),
        timeout=0.3,
    )


def test_a_hang_outlasts_the_callers_patience(
    gateway: Simulator, post_charge: Callable[[], requests.Response]
) -> None:
    gateway.control("faults", hang=1, hang_seconds=65, after=True)
    with pytest.raises(requests.exceptions.ReadTimeout):
        post_charge()
    assert gateway.transaction("RTR-1")["status"] == "pending"


def test_a_slow_answer_never_quite_times_out(
    gateway: Simulator, post_charge: Callable[[], requests.Response]
) -> None:
    gateway.control("faults", slow_drip=1, drip_seconds=0.0005)
    assert post_charge().json()["status_code"] == "201"


def test_rates_repeat_with_their_seed(gateway: Simulator, charge: Charge) -> None:
    def outcomes() -> list[bool]:
        gateway.control("reset")
        gateway.control("faults", seed=3, error_500=0.4)
        results = []
        for number in range(20):
            try:
                charge(order_id=f"RTR-{number}")
            except midtransclient.MidtransAPIError:
                results.append(False)
            else:
                results.append(True)
        return results

    first = outcomes()
    assert first == outcomes()
    assert 4 < first.count(False) < 13


@pytest.mark.parametrize("plan", [{"hang": -1}, {"unheard_of": 1}, {"drop": "x"}])
def test_an_impossible_plan_is_refused(
    plan: dict[str, object], gateway: Simulator
) -> None:
    answer = requests.post(f"{gateway.url}/_control/faults", json=plan, timeout=5)
    assert answer.status_code == 400
    assert next(iter(plan)) in answer.json()["error"]
