"""An answer that was overtaken on its way to us does not have the last word."""

from collections.abc import Callable

import pytest

from kernel import clock
from kernel.money import Rupiah
from payments.gateways import registry
from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from payments.gateways.port import GatewayUnavailable, IllegalTransition, Notice
from payments.models import Delivery
from payments.services import process_deliveries, record_delivery
from tests.levies.samples import stall_bill
from tests.payments.deliveries import edited, signature
from tests.payments.test_refund_requests import (
    approved,
    asked,
    carried_out,
    paid_at_gateway,
)
from tests.payments.test_unknown_payment import in_suspense
from tests.simulator_processes import SERVER_KEY, Simulator

pytestmark = pytest.mark.usefixtures("city")


class SlowGateway(MidtransGateway):
    """Its first answers are true when given, and heard after something happened."""

    def __init__(self, url: str, *meanwhile: Callable[[], None]) -> None:
        super().__init__(MidtransConfig(server_key=SERVER_KEY, url=url))
        self.meanwhile = list(meanwhile)

    def look_up(self, reference: str) -> Notice:
        answer = super().look_up(reference)
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return answer


class ForgetfulGateway(MidtransGateway):
    """Makes the refund, and then refuses it as if it had been asked for again."""

    def refund(self, reference: str, amount: Rupiah, key: str, reason: str) -> Notice:
        super().refund(reference, amount, key, reason)
        raise IllegalTransition("412: Merchant cannot modify the status")


@pytest.fixture
def order_id(simulator: Simulator) -> str:
    stranger = simulator.control("unknown", channel="permata", amount=7_000)
    return str(stranger["order_id"])


def deliver(order_id: str, kind: str) -> None:
    body = edited(
        b"{}",
        order_id=order_id,
        status_code="200",
        gross_amount="7000.00",
        kind=kind,
        signature_key=signature(order_id, "200", "7000.00"),
    )
    record_delivery(gateway="midtrans", body=body, is_genuine=True, now=clock.now())


def reversed_meanwhile(simulator: Simulator, order_id: str) -> Callable[[], None]:
    """Another worker hears of the reversal, before the first one books the money."""

    def act() -> None:
        simulator.control("reverse", order_id=order_id)
        deliver(order_id, "deny")
        process_deliveries(now=clock.now())

    return act


def test_money_of_an_order_not_ours_that_is_gone_by_now_leaves_nothing_in_suspense(
    simulator: Simulator, order_id: str
) -> None:
    meanwhile = reversed_meanwhile(simulator, order_id)
    registry.register(SlowGateway(simulator.url, meanwhile))
    deliver(order_id, "settlement")
    process_deliveries(now=clock.now())
    assert in_suspense() == 0
    assert not Delivery.objects.filter(processed_at=None).exists()


def test_a_worker_that_dies_before_it_asks_again_leaves_the_delivery_due(
    simulator: Simulator, order_id: str
) -> None:
    def fail() -> None:
        raise GatewayUnavailable("no answer")

    meanwhile = reversed_meanwhile(simulator, order_id)
    registry.register(SlowGateway(simulator.url, meanwhile, lambda: None, fail))
    deliver(order_id, "settlement")
    process_deliveries(now=clock.now())
    waiting = Delivery.objects.get(processed_at=None)
    process_deliveries(now=waiting.due_at)
    assert in_suspense() == 0
    assert not Delivery.objects.filter(processed_at=None).exists()


def test_a_refund_that_was_made_is_booked_though_its_repetition_is_refused(
    simulator: Simulator,
) -> None:
    request = approved(asked(paid_at_gateway(simulator, stall_bill())))
    config = MidtransConfig(server_key=SERVER_KEY, url=simulator.url)
    registry.register(ForgetfulGateway(config))
    assert carried_out(request).outcome == "refunded"
    request.payment.refresh_from_db()
    assert request.payment.state == "refunded"
