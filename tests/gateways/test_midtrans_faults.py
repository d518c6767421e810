"""Whatever Midtrans or the net answers becomes one of the port's errors, in time."""

import pickle
import time

import pytest

from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from payments.gateways.port import (
    AmountRefused,
    DuplicateReference,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    IllegalTransition,
    NotAuthorised,
    UnknownAtGateway,
    UnreadableBody,
)
from tests.gateways.conftest import order_for
from tests.simulator_processes import SERVER_KEY, Simulator

FAULTS = [
    ("hang", GatewayUnavailable),
    ("slow_drip", GatewayUnavailable),
    ("reset", GatewayUnavailable),
    ("html_502", GatewayUnavailable),
    ("error_500", GatewayUnavailable),
    ("truncated", UnreadableBody),
    ("list_body", UnreadableBody),
]
KINDS: list[type[GatewayError]] = [
    AmountRefused,
    DuplicateReference,
    GatewayRefused,
    GatewayUnavailable,
    IllegalTransition,
    NotAuthorised,
    UnknownAtGateway,
    UnreadableBody,
]


@pytest.fixture
def hasty(simulator: Simulator) -> MidtransGateway:
    """The adapter with short patience."""
    config = MidtransConfig(
        server_key=SERVER_KEY, url=simulator.url, connect_seconds=0.2, read_seconds=0.3
    )
    return MidtransGateway(config)


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_a_charge_that_was_not_answered_may_exist_and_is_then_found(
    hasty: MidtransGateway, simulator: Simulator, fault: str, error: type[GatewayError]
) -> None:
    order = order_for("va_permata")
    plan = {fault: 1, "after": True, "hang_seconds": 2, "drip_seconds": 0.05}
    simulator.control("faults", **plan)
    began = time.monotonic()
    with pytest.raises(error) as caught:
        hasty.create_payment(order)
    assert not isinstance(caught.value, GatewayRefused)
    assert time.monotonic() - began < 1.5
    assert hasty.look_up(order.reference).reference == order.reference
    assert len(simulator.truth()["transactions"]) == 1


def test_nothing_listens_there() -> None:
    config = MidtransConfig(server_key=SERVER_KEY, url="http://127.0.0.1:9")
    with pytest.raises(GatewayUnavailable):
        MidtransGateway(config).look_up("RMP-1")


def test_a_wrong_key_is_a_matter_of_configuration(simulator: Simulator) -> None:
    config = MidtransConfig(server_key="SB-Mid-server-WRONG", url=simulator.url)
    with pytest.raises(NotAuthorised):
        MidtransGateway(config).create_payment(order_for("qris"))


@pytest.mark.parametrize(
    "reference", ["", "..", "a/../b", "a?b=c", "a%2fb", "a#b", "a b", "a\0", "x" * 51]
)
def test_an_id_that_would_leave_its_place_in_the_path_is_never_sent(
    midtrans: MidtransGateway, simulator: Simulator, reference: str
) -> None:
    simulator.control("faults", error_500=1.0)
    for call in (midtrans.look_up, midtrans.cancel_payment):
        with pytest.raises(UnknownAtGateway):
            call(reference)
    assert simulator.read("/_control/faults").json()["struck"] == {}


def test_proxies_of_the_machine_are_not_believed(
    midtrans: MidtransGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    order = order_for("qris")
    assert midtrans.create_payment(order).reference == order.reference


def test_every_error_survives_the_way_to_another_process(
    midtrans: MidtransGateway,
) -> None:
    with pytest.raises(UnknownAtGateway) as caught:
        midtrans.look_up("RMP-unknown")
    errors = [caught.value, *(kind("406: why") for kind in KINDS)]
    for error in errors:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
        assert (type(copy), str(copy)) == (type(error), str(error))


def test_no_key_shows_in_a_repr_or_an_error(simulator: Simulator) -> None:
    config = MidtransConfig(
        server_key=SERVER_KEY,
        previous_server_key="SB-Mid-server-OLD",
        url=simulator.url,
    )
    gateway = MidtransGateway(config)
    with pytest.raises(GatewayError) as caught:
        gateway.create_payment(order_for("qris", amount=20_000_000))
    shown = repr(config) + repr(gateway) + repr(caught.value) + str(caught.value)
    assert "SB-Mid" not in shown
    assert "validation" not in shown.lower() or "10000000" in shown
