"""From a stored notification to the truth, asked of the gateway and applied."""

from datetime import timedelta

import pytest

from kernel import clock
from payments.models import Delivery, Payment, UnappliedMoney
from payments.services import process_deliveries, record_delivery
from payments.transitions import PaymentState
from tests.levies.samples import SmallCity, stall_bill
from tests.payments.deliveries import edited, notification, signature
from tests.payments.samples import events_of, requested
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator")


@pytest.fixture
def payment() -> Payment:
    return requested(stall_bill())


def deliver(body: bytes, *, is_genuine: bool = True) -> None:
    record_delivery(
        gateway="midtrans", body=body, is_genuine=is_genuine, now=clock.now()
    )


def outcomes() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("outcome", flat=True))


def state_of(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


def test_a_true_notification_books_the_payment(
    payment: Payment, simulator: Simulator
) -> None:
    simulator.control("pay", order_id=payment.code)
    deliver(notification(payment))
    assert process_deliveries(now=clock.now()) == 1
    assert state_of(payment) == PaymentState.PAID
    assert outcomes() == ["applied:paid"]
    assert process_deliveries(now=clock.now()) == 0


def test_a_genuine_pending_body_edited_to_settlement_has_no_effect(
    payment: Payment,
) -> None:
    deliver(edited(notification(payment, "pending"), transaction_status="settlement"))
    process_deliveries(now=clock.now())
    assert state_of(payment) == PaymentState.AWAITING_PAYER
    assert outcomes() == ["applied:awaiting_payer"]


def test_duplicates_and_a_wrong_order_book_once(
    payment: Payment, simulator: Simulator
) -> None:
    simulator.control("pay", order_id=payment.code)
    settled = notification(payment)
    for body in (settled, settled + b" ", notification(payment, "pending"), settled):
        deliver(body)
    assert process_deliveries(now=clock.now()) == 3
    assert events_of(payment).count("money_received") == 1
    assert set(outcomes()) == {"applied:paid"}


def test_forged_deliveries_are_never_looked_at(payment: Payment) -> None:
    deliver(notification(payment), is_genuine=False)
    assert process_deliveries(now=clock.now()) == 0
    assert outcomes() == [""]


def test_an_id_that_would_leave_its_path_is_never_sent(
    payment: Payment, simulator: Simulator
) -> None:
    deliver(edited(notification(payment), order_id="../v2/x?y#z"))
    deliver(edited(notification(payment), order_id="gone", transaction_id="../x"))
    process_deliveries(now=clock.now())
    assert outcomes() == ["unreadable", "unknown_at_gateway"]


def test_a_body_that_names_another_orders_transaction_changes_neither(
    payment: Payment, simulator: Simulator
) -> None:
    simulator.control("pay", order_id=payment.code)
    deliver(edited(notification(payment), order_id="RMP-nobodys"))
    process_deliveries(now=clock.now())
    assert outcomes() == ["another_order"]
    assert state_of(payment) == PaymentState.AWAITING_PAYER


def test_the_dashboards_test_notification_is_answered_and_forgotten(
    payment: Payment,
) -> None:
    deliver(edited(notification(payment), order_id="payment_notif_test_1"))
    process_deliveries(now=clock.now())
    assert outcomes() == ["another_order"]


def test_money_of_an_order_we_never_made_goes_to_suspense(
    simulator: Simulator, city: SmallCity
) -> None:
    stranger = simulator.control("unknown", amount=7_000)
    order_id, gross = stranger["order_id"], "7000.00"
    unsigned = edited(b"{}", order_id=order_id, status_code="200", gross_amount=gross)
    deliver(edited(unsigned, signature_key=signature(order_id, "200", gross)))
    process_deliveries(now=clock.now())
    money = UnappliedMoney.objects.get()
    assert (money.amount_idr, money.opd) == (7_000, city.suspense_opd)
    assert outcomes() == ["not_ours"]


def test_without_an_answer_it_waits_ever_longer_and_is_not_lost(
    payment: Payment, simulator: Simulator
) -> None:
    simulator.control("pay", order_id=payment.code)
    deliver(notification(payment))
    simulator.control("faults", html_502=2)
    now = clock.now()
    process_deliveries(now=now)
    first = Delivery.objects.get().due_at - now
    process_deliveries(now=now + first)
    second = Delivery.objects.get().due_at - (now + first)
    assert timedelta(0) < first < second
    assert state_of(payment) == PaymentState.AWAITING_PAYER
    process_deliveries(now=now + first + second)
    assert state_of(payment) == PaymentState.PAID


def test_one_order_that_contradicts_itself_stops_no_other(
    payment: Payment, simulator: Simulator
) -> None:
    other = requested(stall_bill(owner="Joko"))
    for one in (payment, other):
        simulator.control("pay", order_id=one.code)
        deliver(notification(one))
    Payment.objects.filter(pk=payment.pk).update(gateway_reference="tx-other")
    process_deliveries(now=clock.now())
    assert outcomes() == ["notice_contradicts_history", "applied:paid"]
    assert state_of(other) == PaymentState.PAID


def test_a_gateway_that_is_away_ends_the_run_and_loses_nothing(
    simulator: Simulator,
) -> None:
    payments = [requested(stall_bill(owner=f"Pedagang {n}")) for n in range(5)]
    for one in payments:
        simulator.control("pay", order_id=one.code)
        deliver(notification(one))
    simulator.control("faults", html_502=1.0)
    now = clock.now()
    process_deliveries(now=now)
    assert simulator.read("/_control/faults").json()["struck"] == {"html_502": 3}
    simulator.control("faults")
    assert process_deliveries(now=now) == 2
    assert process_deliveries(now=now + timedelta(minutes=1)) == 3
    assert {state_of(one) for one in payments} == {PaymentState.PAID}


def test_what_another_worker_has_taken_is_left_to_it(payment: Payment) -> None:
    deliver(notification(payment, "pending"))
    now = clock.now()
    Delivery.objects.update(due_at=now + timedelta(minutes=1))
    assert process_deliveries(now=now) == 0
    assert process_deliveries(now=now + timedelta(minutes=2)) == 1
