"""A cancelled bill has no live QR or number. Hasan heads the OPD, Siti has a stall."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Assignment, Person
from accounts.roles import Role
from kernel import clock
from ledger.kinds import AccountKind
from levies.models import Bill, LevyObject
from levies.services import cancel_bill, replace_bill
from outbox.models import Event
from payments.models import Payment, UnappliedMoney
from payments.services import withdraw_payment
from payments.tasks import cancel_at_gateway
from payments.tasks import withdraw_payment as heard
from payments.transitions import PaymentState
from tests.levies.samples import stall_bill, waste_skrd
from tests.payments.samples import (
    balance_of,
    events_of,
    fresh,
    money_in_the_books,
    paid,
    requested,
)
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator")

WHY = "Los kosong"


@pytest.fixture
def hasan(db: None) -> Person:
    """Who may approve this in every OPD."""
    person = Person.objects.create(username="hasan", full_name="Hasan")
    Assignment.objects.create(
        person=person, role=Role.HEAD_OF_OPD, valid_from=date(2026, 1, 1)
    )
    return person


def cancelled(bill: Bill, person: Person) -> None:
    """The bill cancelled, and its event told to the one handler it has."""
    cancel_bill(kode=bill.kode_bayar, person=person, reason=WHY, now=clock.now())
    tell("bill_cancelled")


def tell(name: str) -> None:
    """Run the handler of the latest event of this name, as the worker does."""
    handler = {
        "bill_cancelled": heard,
        "payment_superseded": cancel_at_gateway,
    }[name]
    event = Event.objects.filter(name=name).latest("id")
    handler(payload=event.payload, now=clock.now())


def state_of(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


@pytest.mark.parametrize("channel", ["qris", "va_bca"])
def test_the_open_attempt_ends_here_and_at_its_gateway(
    channel: str, hasan: Person, simulator: Simulator
) -> None:
    bill = stall_bill()
    payment = requested(bill, channel=channel)
    cancelled(bill, hasan)
    assert state_of(payment) == PaymentState.CANCELLED
    last = payment.events.latest("id")
    assert last.cause == f"bill {bill.kode_bayar} was cancelled"
    assert not payment.items.filter(is_open=True).exists()
    tell("payment_superseded")
    assert simulator.transaction(payment.code)["status"] == "cancel"


def test_a_replaced_bill_leaves_no_live_code_either(
    hasan: Person, simulator: Simulator
) -> None:
    bill = stall_bill()
    payment = requested(bill)
    LevyObject.objects.filter(pk=bill.levy_object_id).update(size_dm2=400)
    new = replace_bill(kode=bill.kode_bayar, person=hasan, reason=WHY, now=clock.now())
    tell("bill_cancelled")
    assert state_of(payment) == PaymentState.CANCELLED
    assert requested(new).amount_idr == 12_000


def test_an_attempt_for_several_bills_ends_whole_and_the_others_can_be_paid(
    hasan: Person,
) -> None:
    stall, waste = stall_bill(), waste_skrd()
    payment = requested(stall, waste)
    cancelled(stall, hasan)
    assert state_of(payment) == PaymentState.CANCELLED
    anew = paid(requested(waste))
    assert anew.state == PaymentState.PAID
    assert fresh(waste).state == "paid_off"


def test_telling_it_twice_is_telling_it_once(hasan: Person) -> None:
    bill = stall_bill()
    payment = requested(bill)
    cancelled(bill, hasan)
    tell("bill_cancelled")
    assert events_of(payment).count("cancelled") == 1
    assert Event.objects.filter(name="payment_superseded").count() == 1


def test_cancelling_twice_is_told_once(hasan: Person) -> None:
    bill = stall_bill()
    for _ in range(2):
        cancel_bill(kode=bill.kode_bayar, person=hasan, reason=WHY, now=clock.now())
    assert Event.objects.filter(name="bill_cancelled").count() == 1


def test_a_bill_nobody_was_about_to_pay_changes_no_payment(hasan: Person) -> None:
    bill, other = stall_bill(), stall_bill(owner="Joko")
    payment = requested(other)
    cancelled(bill, hasan)
    assert state_of(payment) == PaymentState.AWAITING_PAYER


def test_money_that_was_faster_is_owed_to_the_payer(
    hasan: Person, simulator: Simulator
) -> None:
    """Paid at the gateway, and nobody had told us when the bill was cancelled."""
    bill = stall_bill()
    payment = requested(bill)
    simulator.control("pay", order_id=payment.code)
    cancelled(bill, hasan)
    tell("payment_superseded")
    assert state_of(payment) == PaymentState.PAID
    owed = UnappliedMoney.objects.get()
    assert (owed.reason, owed.payer_id, owed.amount_idr) == (
        "bill_closed",
        bill.payer_id,
        18_000,
    )
    assert fresh(bill).paid_idr == 0
    assert money_in_the_books() == (18_000, 0, 18_000)
    assert balance_of(AccountKind.LIABILITY_TO_PAYER) == -18_000


def test_an_attempt_whose_charge_nobody_answered_is_withdrawn_too(
    hasan: Person, simulator: Simulator
) -> None:
    """The order may exist at the gateway, and its payer may see its QR there."""
    simulator.control("faults", hang=1, hang_seconds=2, after=True)
    bill = stall_bill()
    payment = requested(bill)
    assert payment.state == PaymentState.CREATED
    cancelled(bill, hasan)
    tell("payment_superseded")
    assert state_of(payment) == PaymentState.CANCELLED
    assert simulator.transaction(payment.code)["status"] == "cancel"


def test_withdrawing_asks_the_same_few_questions_for_many_bills(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    bills = [stall_bill(owner=f"Pedagang {number}") for number in range(10)]
    requested(*bills)
    with django_assert_max_num_queries(11):
        withdraw_payment(bill_id=bills[0].pk, now=clock.now())
