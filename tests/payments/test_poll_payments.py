"""The poller finds what no notification told: lost answers, money, ends."""

from datetime import datetime, timedelta

import pytest

from kernel import clock
from payments.models import Payment
from payments.services import ask_about, poll_payments
from payments.transitions import PaymentState
from tests.levies.samples import stall_bill
from tests.payments.samples import requested
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator")


def poll(after: timedelta = timedelta(seconds=31)) -> datetime:
    now = clock.now() + after
    poll_payments(now=now)
    return now


def state_of(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


def test_money_that_nobody_told_of_is_found(simulator: Simulator) -> None:
    payment = requested(stall_bill())
    simulator.control("pay", order_id=payment.code)
    poll(timedelta(seconds=10))
    assert state_of(payment) == PaymentState.AWAITING_PAYER
    poll()
    assert state_of(payment) == PaymentState.PAID


def test_it_asks_ever_less_often_and_once_after_the_deadline() -> None:
    payment = requested(stall_bill())
    now, waits = payment.created_at, []
    while True:
        ask_at = Payment.objects.get(pk=payment.pk).ask_at
        assert ask_at is not None
        waits.append(ask_at - now)
        now = ask_at
        if now > payment.expires_at:
            break
        poll_payments(now=now)
    assert waits[0] == timedelta(seconds=30)
    assert waits[:-1] == sorted(waits[:-1])
    assert now - payment.expires_at == timedelta(seconds=60)
    assert len(waits) < 12


def test_a_charge_whose_answer_was_lost_is_looked_up_not_asked_for_again(
    simulator: Simulator,
) -> None:
    simulator.control("faults", truncated=1, after=True)
    payment = requested(stall_bill(), channel="va_permata")
    assert payment.state == PaymentState.CREATED
    poll(timedelta(seconds=16))
    assert state_of(payment) == PaymentState.AWAITING_PAYER
    assert len(simulator.truth()["transactions"]) == 1


def test_a_charge_that_never_arrived_is_asked_for_again_under_the_same_code(
    simulator: Simulator,
) -> None:
    simulator.control("faults", html_502=1)
    payment = requested(stall_bill())
    assert payment.state == PaymentState.CREATED
    assert simulator.truth()["transactions"] == []
    poll(timedelta(seconds=16))
    assert state_of(payment) == PaymentState.AWAITING_PAYER
    assert [one["order_id"] for one in simulator.truth()["transactions"]] == [
        payment.code
    ]


def test_a_charge_that_never_arrived_in_time_has_failed(simulator: Simulator) -> None:
    simulator.control("faults", html_502=1)
    payment = requested(stall_bill())
    poll(timedelta(minutes=15))
    assert state_of(payment) == PaymentState.FAILED


def test_an_order_that_ran_out_is_expired_and_looked_at_twice_more(
    simulator: Simulator,
) -> None:
    payment = requested(stall_bill())
    simulator.control("expire", order_id=payment.code)
    poll(timedelta(minutes=16))
    assert state_of(payment) == PaymentState.EXPIRED
    asked = []
    while (ask_at := Payment.objects.get(pk=payment.pk).ask_at) is not None:
        asked.append(ask_at - payment.expires_at)
        poll_payments(now=ask_at)
    assert asked == [timedelta(hours=1), timedelta(hours=24)]


def test_late_money_that_nobody_told_of_is_found(simulator: Simulator) -> None:
    payment = requested(stall_bill())
    simulator.control("expire", order_id=payment.code)
    poll(timedelta(minutes=16))
    simulator.control("pay", order_id=payment.code, late=True)
    poll(timedelta(hours=2))
    assert state_of(payment) == PaymentState.PAID


def test_an_order_still_open_after_its_deadline_is_cancelled(
    simulator: Simulator,
) -> None:
    payment = requested(stall_bill())
    poll(timedelta(minutes=17))
    assert state_of(payment) == PaymentState.CANCELLED
    assert simulator.transaction(payment.code)["status"] == "cancel"


def test_a_reversal_that_nobody_told_of_is_found_before_it_is_final(
    simulator: Simulator,
) -> None:
    payment = requested(stall_bill(), channel="va_permata")
    simulator.control("pay", order_id=payment.code)
    poll()
    simulator.control("reverse", order_id=payment.code)
    poll(timedelta(minutes=6, seconds=40))
    assert state_of(payment) == PaymentState.REVERSED


def test_a_payment_that_cannot_be_asked_about_stops_no_other(
    simulator: Simulator,
) -> None:
    broken, silent = requested(stall_bill()), requested(stall_bill(owner="Joko"))
    Payment.objects.filter(pk=broken.pk).update(gateway="gone")
    simulator.control("pay", order_id=silent.code)
    poll()
    assert state_of(silent) == PaymentState.PAID


def test_a_gateway_that_is_away_ends_the_run_and_loses_nothing(
    simulator: Simulator,
) -> None:
    payments = [requested(stall_bill(owner=f"Pedagang {n}")) for n in range(5)]
    for payment in payments:
        simulator.control("pay", order_id=payment.code)
    simulator.control("faults", html_502=1.0)
    now = poll()
    assert simulator.read("/_control/faults").json()["struck"] == {"html_502": 3}
    simulator.control("faults")
    poll_payments(now=now)
    states = [state_of(payment) for payment in payments]
    assert states.count(PaymentState.PAID) == 2
    poll_payments(now=now + timedelta(minutes=3))
    assert {state_of(payment) for payment in payments} == {PaymentState.PAID}


def test_a_payer_who_says_i_have_paid_is_believed_by_asking(
    simulator: Simulator,
) -> None:
    payment = requested(stall_bill())
    now = clock.now()
    ask_about(payment=payment, now=now)
    simulator.control("pay", order_id=payment.code)
    ask_about(payment=payment, now=now + timedelta(seconds=1))
    assert state_of(payment) == PaymentState.AWAITING_PAYER
    ask_about(payment=payment, now=now + timedelta(seconds=6))
    assert state_of(payment) == PaymentState.PAID


def test_a_payer_who_asks_while_the_gateway_is_away_sees_no_error(
    simulator: Simulator,
) -> None:
    payment = requested(stall_bill())
    simulator.control("faults", html_502=1)
    ask_about(payment=payment, now=clock.now())
    assert state_of(payment) == PaymentState.AWAITING_PAYER
