"""Money taken back from a bill that was closed meanwhile ends in a stated place."""

import pytest

from kernel.money import ZERO, Rupiah
from levies.models import Bill, BillEvent
from levies.services import apply_payment, take_back_payment
from levies.services.states import move_bill
from levies.transitions import BillState
from tests.levies.samples import DAY, NOON, stall_bill, waste_skrd

pytestmark = pytest.mark.django_db


def part_paid(bill: Bill, amount: int, *closed_as: BillState) -> Bill:
    """The bill after a part was paid and it was closed with the rest open."""
    apply_payment(
        bill=bill, principal=Rupiah(amount), paid_on=DAY, cause="payment:1", now=NOON
    )
    for state in closed_as:
        move_bill(bill=bill, target=state, cause="uji", now=NOON)
    return bill


def take_back(bill: Bill, amount: int) -> Rupiah:
    return take_back_payment(
        bill=bill, principal=Rupiah(amount), cause="payment:1", now=NOON
    )


@pytest.mark.parametrize("amount", [4_000, 1_000])
def test_a_lapsed_bill_stays_lapsed_and_got_less(amount: int) -> None:
    bill = part_paid(waste_skrd(), 4_000, BillState.LAPSED)
    assert take_back(bill, amount) == ZERO
    bill.refresh_from_db()
    assert (bill.state, bill.paid_idr) == ("lapsed", 4_000 - amount)
    event = BillEvent.objects.filter(bill=bill).latest("id")
    assert (event.name, event.source, event.target) == (
        "payment_taken_back",
        "lapsed",
        "lapsed",
    )


def test_a_written_off_bill_is_lapsed_again_with_all_that_was_written_off() -> None:
    closed = (BillState.LAPSED, BillState.WRITTEN_OFF)
    bill = part_paid(waste_skrd(), 4_000, *closed)
    assert take_back(bill, 1_000) == Rupiah(6_000)
    bill.refresh_from_db()
    assert (bill.state, bill.paid_idr) == ("lapsed", 3_000)
    assert take_back(bill, 3_000) == ZERO


def test_a_write_off_of_a_bill_without_a_paper_took_nothing_off_a_receivable() -> None:
    closed = (BillState.LAPSED, BillState.WRITTEN_OFF)
    bill = part_paid(stall_bill(), 4_000, *closed)
    assert take_back(bill, 4_000) == ZERO
    assert bill.state == BillState.LAPSED
