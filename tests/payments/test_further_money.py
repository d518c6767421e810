"""A second deposit on one order is the payer's own money, booked once."""

import pytest

from accounts.models import AuditEvent
from kernel import clock
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Entry
from payments.gateways.port import NoticeState, RefundNotice
from payments.models import Payment, UnappliedMoney
from payments.services import NoticeContradictsHistory
from payments.transitions import PaymentState
from receipts.services import issue_receipts
from tests.levies.samples import stall_bill, waste_skrd
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


def test_a_further_deposit_is_owed_to_the_payer_and_changes_no_receipt() -> None:
    bill = waste_skrd()
    payment = paid(requested(bill, channel="va_bni"))
    issued = issue_receipts(payment_id=payment.pk, now=clock.now())
    asked = payment.amount_idr
    for _ in range(2):
        payment = applied(told(payment, received=2 * asked))
    owed = UnappliedMoney.objects.get()
    assert (owed.reason, owed.amount_idr, owed.payer) == (
        "too_much",
        asked,
        bill.payer,
    )
    assert (payment.state, payment.received_idr) == ("paid", 2 * asked)
    assert fresh(bill).state == "paid_off"
    assert balance_of(AccountKind.LIABILITY_TO_PAYER) == -asked
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 2 * asked
    assert issue_receipts(payment_id=payment.pk, now=clock.now()) == issued
    assert AuditEvent.objects.filter(action="further_money_booked").count() == 1


def test_it_adds_to_what_was_too_much_from_the_start() -> None:
    payment = paid(requested(stall_bill(), channel="va_bni"), received=20_000)
    applied(told(payment, received=38_000))
    applied(told(payment, received=56_000))
    assert UnappliedMoney.objects.get().amount_idr == 38_000
    assert Entry.objects.filter(event="payment_increased").count() == 2
    assert money_in_the_books() == (56_000, 18_000, 38_000)


def test_one_that_went_back_at_once_is_booked_and_given_back() -> None:
    payment = paid(requested(stall_bill()))
    back = RefundNotice("1", Rupiah(18_000), "dobel", clock.now(), None)
    notice = told(payment, NoticeState.PART_REFUNDED, received=36_000, refunds=[back])
    assert applied(notice).state == PaymentState.PART_REFUNDED
    assert fresh(payment.items.get().bill).state == "paid_off"
    assert balance_of(AccountKind.LIABILITY_TO_PAYER) == 0


def test_a_deposit_after_all_was_refunded_is_owed_to_the_payer() -> None:
    bill = stall_bill()
    payment = paid(requested(bill, channel="va_bni"))
    back = [RefundNotice("1", Rupiah(18_000), "dobel", clock.now(), None)]
    applied(told(payment, NoticeState.REFUNDED, refunds=back))
    notice = told(payment, NoticeState.PART_REFUNDED, received=36_000, refunds=back)
    for _ in range(2):
        payment = applied(notice)
    assert payment.state == PaymentState.PART_REFUNDED
    assert fresh(bill).state == "expected"
    assert money_in_the_books() == (18_000, 0, 18_000)
    assert balance_of(AccountKind.LIABILITY_TO_PAYER) == -18_000
    assert issue_receipts(payment_id=payment.pk, now=clock.now()) == []


@pytest.mark.parametrize("received", [17_999, 36_000])
def test_less_money_or_more_after_the_bank_took_it_back_contradicts(
    received: int,
) -> None:
    payment = paid(requested(stall_bill(), channel="va_permata"))
    if received > 18_000:
        payment = applied(told(payment, NoticeState.DENIED))
    with pytest.raises(NoticeContradictsHistory):
        applied(told(payment, received=received))
    assert Payment.objects.get().received_idr == 18_000
