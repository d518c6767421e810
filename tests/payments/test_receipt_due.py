"""A payment says when its receipts are due, as long as one of them lacks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from kernel import clock
from kernel.money import Rupiah
from payments.gateways.port import NoticeState, RefundNotice
from payments.models import Payment
from payments.selectors import paid_payments_without_receipt
from payments.services import note_receipts_issued
from tests.levies.samples import stall_bill, waste_skrd
from tests.payments.samples import applied, paid, requested, told

pytestmark = pytest.mark.usefixtures("city", "simulator")


def refunded(payment: Payment, amount_idr: int) -> Payment:
    refund = RefundNotice(f"r{amount_idr}", Rupiah(amount_idr), "", clock.now(), None)
    return applied(told(payment, NoticeState.REFUNDED, refunds=(refund,)))


def test_due_is_the_end_of_the_reversal_window() -> None:
    asked = requested(stall_bill(), channel="va_permata")
    assert asked.receipt_due_at is None
    payment = paid(asked)
    assert payment.paid_at
    assert payment.receipt_due_at == payment.final_after
    assert payment.receipt_due_at == payment.paid_at + timedelta(minutes=10)


def test_money_that_no_bill_took_is_due_no_receipt() -> None:
    bill = stall_bill()
    first = requested(bill)
    paid(requested(bill, channel="va_bca"))
    assert paid(first).receipt_due_at is None


def test_money_taken_back_is_due_no_receipt() -> None:
    payment = paid(requested(stall_bill(), channel="va_permata"))
    payment = applied(told(payment, NoticeState.DENIED))
    assert payment.receipt_due_at is None
    assert payment.final_after


def test_the_rest_after_a_refund_in_part_goes_on_being_due() -> None:
    payment = paid(requested(waste_skrd()))
    assert refunded(payment, 4_000).receipt_due_at == payment.final_after
    assert refunded(payment, payment.amount_idr - 4_000).receipt_due_at is None


def test_a_refund_after_the_receipt_makes_none_due_again() -> None:
    payment = paid(requested(waste_skrd()))
    note_receipts_issued(payment=payment)
    assert refunded(payment, 4_000).receipt_due_at is None
    assert not paid_payments_without_receipt(clock.now()).exists()


def test_the_database_refuses_a_due_receipt_of_money_that_is_not_kept() -> None:
    payment = requested(stall_bill())
    row = Payment.objects.filter(pk=payment.pk)
    with pytest.raises(IntegrityError, match="payment_is_due_a_receipt_once_final"):
        row.update(receipt_due_at=clock.now(), final_after=clock.now())
