"""Money that pays a bill, and money that is taken back from it."""

import threading
from datetime import date

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.money import ZERO, Rupiah
from levies.models import Bill, BillEvent
from levies.selectors import lock_bills
from levies.services import TakesBackTooMuch, apply_payment, take_back_payment
from outbox.models import Event
from tests.levies import samples
from tests.levies.samples import DAY, NOON


def pay(bill: Bill, amount: int) -> int:
    return apply_payment(
        bill=bill, principal=Rupiah(amount), paid_on=DAY, cause="payment:1", now=NOON
    ).amount


def take_back(bill: Bill, amount: int) -> None:
    take_back_payment(bill=bill, principal=Rupiah(amount), cause="payment:1", now=NOON)


@pytest.mark.django_db
def test_a_bill_paid_in_full_is_paid_off_and_tells_it_once() -> None:
    bill = samples.stall_bill()
    assert pay(bill, 18_000) == 18_000
    bill.refresh_from_db()
    assert (bill.state, bill.paid_idr, bill.paid_off_on) == ("paid_off", 18_000, DAY)
    told = Event.objects.get(name="bill_paid")
    assert told.payload == {"bill_id": bill.pk}
    event = BillEvent.objects.get(bill=bill, name="paid_off")
    assert (event.source, event.target, event.cause) == (
        "expected",
        "paid_off",
        "payment:1",
    )


@pytest.mark.django_db
def test_a_bill_takes_at_most_what_is_open() -> None:
    bill = samples.stall_bill()
    assert pay(bill, 10_000) == 10_000
    assert (bill.state, bill.paid_off_on) == ("part_paid", None)
    assert not Event.objects.filter(name="bill_paid").exists()
    assert pay(bill, 10_000) == 8_000
    assert bill.state == "paid_off"


@pytest.mark.django_db
def test_a_closed_bill_takes_nothing() -> None:
    bill = samples.stall_bill()
    pay(bill, 18_000)
    assert pay(bill, 18_000) == 0
    cancelled = samples.stall_bill(day=date(2026, 3, 1))
    cancelled.state = "cancelled"
    assert pay(cancelled, 18_000) == 0
    assert pay(samples.waste_skrd(), 0) == 0


@pytest.mark.django_db
def test_money_taken_back_is_owed_again() -> None:
    expectation, skrd = samples.stall_bill(), samples.waste_skrd()
    pay(expectation, 18_000)
    pay(skrd, 10_000)
    take_back(expectation, 18_000)
    take_back(skrd, 4_000)
    assert (expectation.state, expectation.paid_idr) == ("expected", 0)
    assert (skrd.state, skrd.paid_idr, skrd.paid_off_on) == ("part_paid", 6_000, None)
    take_back(skrd, 6_000)
    assert skrd.state == "assessed"


@pytest.mark.django_db
@pytest.mark.parametrize("amount", [0, 18_001])
def test_no_more_is_taken_back_than_was_received(amount: int) -> None:
    bill = samples.stall_bill()
    pay(bill, 18_000)
    with pytest.raises(TakesBackTooMuch):
        take_back(bill, amount)


@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=st.lists(st.tuples(st.booleans(), st.integers(1, 25_000)), max_size=6))
def test_any_sequence_keeps_what_was_taken_equal_to_what_is_paid(
    moves: list[tuple[bool, int]],
) -> None:
    with transaction.atomic():
        bill = samples.stall_bill()
        held = 0
        for is_payment, amount in moves:
            if is_payment:
                held += pay(bill, amount)
            elif amount <= held:
                take_back(bill, amount)
                held -= amount
            bill.refresh_from_db()
            assert bill.paid_idr == held <= bill.amount_idr
            assert (bill.state == "paid_off") == (held == bill.amount_idr)
        transaction.set_rollback(True)


def _pay_at_once(kode: str, *, with_lock: bool) -> list[Rupiah]:
    """Two payments that both looked before either wrote, if nothing holds them."""
    both_looked = threading.Barrier(2)
    taken: list[Rupiah] = []

    def run() -> None:
        with transaction.atomic():
            if with_lock:
                (bill,) = lock_bills([kode])
            else:
                bill = Bill.objects.get(kode_bayar=kode)
                both_looked.wait(timeout=10)
            taken.append(
                apply_payment(
                    bill=bill,
                    principal=Rupiah(18_000),
                    paid_on=DAY,
                    cause="uji",
                    now=NOON,
                )
            )
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(taken)


def test_two_payments_at_once_pay_a_locked_bill_once(committed_db: str) -> None:
    kode = samples.stall_bill().kode_bayar
    assert _pay_at_once(kode, with_lock=True) == [ZERO, Rupiah(18_000)]


def test_without_the_lock_both_payments_would_count(committed_db: str) -> None:
    """The twin of the test above: the race is real."""
    kode = samples.stall_bill().kode_bayar
    assert _pay_at_once(kode, with_lock=False) == [Rupiah(18_000)] * 2
