"""A charge whose answer was lost: its QR is had again, or the payment is given up."""

from datetime import timedelta

import pytest

from kernel import clock
from payments.gateways.registry import gateway
from payments.models import Payment
from payments.services import apply_notice, poll_payments, request_payment
from payments.transitions import PaymentState
from tests.levies.samples import stall_bill
from tests.payments.samples import requested
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator")

ANSWER_IS_OVERDUE = timedelta(seconds=16)
KEY_IS_FORGOTTEN = timedelta(minutes=6)


@pytest.fixture
def payment(simulator: Simulator) -> Payment:
    """Charged at the gateway; the answer, and with it the QR, never arrived."""
    simulator.control("faults", truncated=1, after=True, path="charge")
    payment = requested(stall_bill())
    assert payment.state == PaymentState.CREATED
    assert payment.next_action == {}
    return payment


def again(payment: Payment) -> Payment:
    return Payment.objects.get(pk=payment.pk)


def test_the_same_code_is_had_again_while_the_gateway_remembers_the_key(
    payment: Payment, simulator: Simulator
) -> None:
    poll_payments(now=clock.now() + ANSWER_IS_OVERDUE)
    (known,) = simulator.truth()["transactions"]
    assert again(payment).state == PaymentState.AWAITING_PAYER
    assert again(payment).next_action["qr_string"] == known["qr_string"]


def test_a_code_that_is_gone_for_good_is_cancelled_and_the_payer_may_start_anew(
    payment: Payment, simulator: Simulator
) -> None:
    offset = int(KEY_IS_FORGOTTEN.total_seconds())
    simulator.control("clock", offset_seconds=offset)
    poll_payments(now=clock.now() + KEY_IS_FORGOTTEN)
    assert again(payment).state == PaymentState.CANCELLED
    assert simulator.transaction(payment.code)["status"] == "cancel"
    bill = payment.items.get().bill
    anew = request_payment(
        kodes=[bill.kode_bayar], channel="qris", now=clock.now() + KEY_IS_FORGOTTEN
    )
    assert anew.next_action["qr_string"]


def test_a_status_that_comes_before_the_answer_does_not_hide_the_code(
    payment: Payment,
) -> None:
    status = gateway("midtrans").look_up(payment.code)
    apply_notice(notice=status, cause="a quick notification", now=clock.now())
    assert again(payment).state == PaymentState.CREATED
    poll_payments(now=clock.now() + ANSWER_IS_OVERDUE)
    assert again(payment).next_action["qr_string"]
