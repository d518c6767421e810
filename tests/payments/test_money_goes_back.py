"""Reversals, refunds and chargebacks: what was booked is owed again."""

from datetime import datetime

import pytest

from kernel import clock
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.postings import receivable_written_off
from ledger.services import post
from levies.models import Bill
from levies.services.states import move_bill
from levies.transitions import BillState
from outbox.models import Event
from payments.gateways.port import NoticeState, RefundNotice
from payments.models import Refund, UnappliedMoney
from payments.services import NoticeContradictsHistory, apply_notice
from payments.transitions import PaymentState
from tests.levies.samples import DAY, stall_bill, waste_skrd
from tests.payments.samples import (
    applied,
    balance_of,
    fresh,
    money_in_the_books,
    paid,
    requested,
    told,
)

pytestmark = pytest.mark.usefixtures("city", "simulator")


def refund(
    reference: str, amount: int, confirmed_at: datetime | None = None
) -> RefundNotice:
    return RefundNotice(reference, Rupiah(amount), "dobel", clock.now(), confirmed_at)


def all_balances() -> list[int]:
    return [balance_of(kind) for kind in AccountKind]


def test_a_reversal_makes_the_bills_owed_again() -> None:
    stall, waste = stall_bill(), waste_skrd()
    before = all_balances()
    payment = paid(requested(stall, waste, channel="va_permata"))
    payment = applied(told(payment, NoticeState.DENIED))
    assert payment.state == PaymentState.REVERSED
    assert (fresh(stall).state, fresh(waste).state) == ("expected", "assessed")
    assert all_balances() == before
    published = Event.objects.get(name="payment_reversed")
    assert published.payload == {"payment_id": payment.pk}
    assert requested(stall) != payment


def test_a_reversal_after_a_refund_in_part_takes_the_rest() -> None:
    bill = stall_bill()
    before = all_balances()
    payment = paid(requested(bill))
    notice = told(payment, NoticeState.PART_REFUNDED, refunds=[refund("1", 5_000)])
    payment = applied(told(applied(notice), NoticeState.DENIED))
    assert payment.state == PaymentState.REVERSED
    assert fresh(bill).state == "expected"
    assert all_balances() == before
    assert money_in_the_books() == (0, 0, 0)


def test_a_reversal_takes_the_payers_own_money_back_too() -> None:
    bill = stall_bill()
    payment = paid(requested(bill, channel="va_permata"), received=20_000)
    applied(told(payment, NoticeState.DENIED))
    assert all_balances() == [0] * len(AccountKind)
    assert UnappliedMoney.objects.get().returned_idr == 2_000


def test_a_repeated_or_stale_notice_after_a_reversal_changes_nothing() -> None:
    bill = stall_bill()
    payment = paid(requested(bill, channel="va_permata"))
    settled = told(payment)
    denied = told(payment, NoticeState.DENIED)
    for notice in (denied, settled, denied):
        assert applied(notice).state == PaymentState.REVERSED
    assert fresh(bill).paid_idr == 0
    assert all_balances() == [0] * len(AccountKind)


def test_what_is_taken_back_from_a_lapsed_bill_is_a_receivable_again() -> None:
    bill = waste_skrd()
    before = all_balances()
    payment = paid(requested(bill, channel="va_permata"), received=4_000)
    move_bill(bill=fresh(bill), target=BillState.LAPSED, cause="uji", now=clock.now())
    applied(told(payment, NoticeState.DENIED))
    assert (fresh(bill).state, fresh(bill).paid_idr) == ("lapsed", 0)
    assert all_balances() == before


def test_what_is_taken_back_from_a_written_off_bill_undoes_the_write_off() -> None:
    bill = waste_skrd()
    before = all_balances()
    payment = paid(requested(bill, channel="va_permata"), received=4_000)
    write_off(fresh(bill))
    assert balance_of(AccountKind.RECEIVABLE) == 0
    applied(told(payment, NoticeState.DENIED))
    assert fresh(bill).state == "lapsed"
    assert all_balances() == before


def write_off(bill: Bill) -> None:
    """Close the bill with its rest, as a decision to write off does."""
    for state in (BillState.LAPSED, BillState.WRITTEN_OFF):
        move_bill(bill=bill, target=state, cause="uji", now=clock.now())
    post(
        event="written_off",
        reference=f"bill:{bill.pk}",
        legs=receivable_written_off(
            opd_id=bill.opd_id,
            revenue_account_id=bill.levy_type.revenue_account_id,
            amount=Rupiah(bill.amount_idr - bill.paid_idr),
        ),
        business_date=DAY,
        now=clock.now(),
    )


def test_a_bill_paid_again_after_a_reversal_is_paid_once() -> None:
    bill = stall_bill()
    payment = paid(requested(bill, channel="va_permata"))
    applied(told(payment, NoticeState.DENIED))
    paid(requested(bill))
    assert fresh(bill).state == "paid_off"
    assert balance_of(AccountKind.REVENUE_LO) == -18_000


def test_a_refund_gives_the_payers_own_money_back_first() -> None:
    bill = stall_bill()
    payment = paid(requested(bill), received=20_000)
    notice = told(
        payment,
        NoticeState.PART_REFUNDED,
        received=20_000,
        refunds=[refund("1", 2_000)],
    )
    payment = applied(notice)
    assert payment.state == PaymentState.PART_REFUNDED
    assert fresh(bill).state == "paid_off"
    assert balance_of(AccountKind.LIABILITY_TO_PAYER) == 0
    assert not Event.objects.filter(name="payment_reversed").exists()


def test_a_refund_is_told_twice_and_booked_once() -> None:
    payment = paid(requested(stall_bill()))
    first = [refund("1", 18_000)]
    confirmed = [refund("1", 18_000, confirmed_at=clock.now())]
    for refunds in (first, confirmed, first, confirmed):
        notice = told(payment, NoticeState.REFUNDED, refunds=refunds)
        assert applied(notice).state == PaymentState.REFUNDED
    assert Refund.objects.get().confirmed_at is not None
    assert all_balances() == [0] * len(AccountKind)
    assert Event.objects.filter(name="payment_reversed").count() == 1


def test_refunds_in_parts_take_interest_before_principal() -> None:
    bill = waste_skrd()
    before = all_balances()
    payment = paid(requested(bill))
    interest = payment.items.get().booked_interest_idr
    parts = [refund("1", interest)]
    applied(told(payment, NoticeState.PART_REFUNDED, refunds=parts))
    assert fresh(bill).state == "paid_off"
    parts.append(refund("2", 4_000))
    applied(told(payment, NoticeState.PART_REFUNDED, refunds=parts))
    assert fresh(bill).paid_idr == 6_000
    parts.append(refund("3", 6_000))
    assert applied(told(payment, NoticeState.REFUNDED, refunds=parts)).state == (
        PaymentState.REFUNDED
    )
    assert all_balances() == before
    assert money_in_the_books() == (0, 0, 0)


def test_a_payment_first_heard_of_by_its_refund_is_booked_and_refunded() -> None:
    payment = requested(stall_bill())
    notice = told(payment, NoticeState.REFUNDED, refunds=[refund("1", 18_000)])
    assert applied(notice).state == PaymentState.REFUNDED
    assert all_balances() == [0] * len(AccountKind)


def test_a_refund_of_more_than_came_in_is_refused() -> None:
    payment = paid(requested(stall_bill()))
    notice = told(payment, NoticeState.REFUNDED, refunds=[refund("1", 18_001)])
    with pytest.raises(NoticeContradictsHistory):
        apply_notice(notice=notice, cause="uji", now=clock.now())
    assert not Refund.objects.exists()


def test_a_chargeback_takes_all_of_it_back() -> None:
    bill = stall_bill()
    payment = paid(requested(bill))
    assert applied(told(payment, NoticeState.DISPUTED)).state == PaymentState.DISPUTED
    assert fresh(bill).state == "expected"
    assert all_balances() == [0] * len(AccountKind)
