"""A bill is cancelled while its payer pays: whoever is first, money has an owner."""

from threading import Barrier

import pytest
from django.db import transaction

from kernel import clock
from ledger.kinds import AccountKind
from levies.models import Bill
from levies.services import move_bill
from levies.transitions import BillState
from payments.models import Payment, UnappliedMoney
from payments.services import apply_notice, move, withdraw_payment
from payments.transitions import PaymentState
from tests.levies.samples import small_city, stall_bill
from tests.payments.samples import balance_of, money_in_the_books, requested, told
from tests.payments.test_races import at_once
from tests.simulator_processes import Simulator


@pytest.fixture(autouse=True)
def committed(committed_db: str, simulator: Simulator) -> None:
    small_city()


def cancelled_with_an_open_attempt() -> tuple[Bill, Payment]:
    """A cancelled bill whose event no handler has heard of yet."""
    bill = stall_bill()
    payment = requested(bill)
    with transaction.atomic():
        target = BillState.CANCELLED
        move_bill(bill=bill, target=target, cause="Los kosong", now=clock.now())
    return bill, payment


def test_withdrawal_and_money_at_once_owe_the_money_to_the_payer() -> None:
    bill, payment = cancelled_with_an_open_attempt()
    notice, now = told(payment), clock.now()
    answers = at_once(
        *[
            lambda: withdraw_payment(bill_id=bill.pk, now=now),
            lambda: apply_notice(notice=notice, cause="uji", now=now),
        ]
        * 3
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID
    assert UnappliedMoney.objects.get().amount_idr == 18_000
    assert money_in_the_books() == (18_000, 0, 18_000)
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 18_000


def test_without_the_lock_the_same_race_forgets_that_money_came() -> None:
    """The twin: the withdrawal decides on what it read before the money was booked."""
    _, payment = cancelled_with_an_open_attempt()
    notice, now, both_read = told(payment), clock.now(), Barrier(2)
    money_is_booked = Barrier(2)

    def withdraw_unlocked() -> None:
        with transaction.atomic():
            read = Payment.objects.get(pk=payment.pk)
            both_read.wait(timeout=10)
            money_is_booked.wait(timeout=10)
            target = PaymentState.CANCELLED
            move(payment=read, target=target, cause="uji", now=now)

    def book() -> None:
        both_read.wait(timeout=10)
        apply_notice(notice=notice, cause="uji", now=now)
        money_is_booked.wait(timeout=10)

    answers = at_once(withdraw_unlocked, book)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    payment.refresh_from_db()
    assert (payment.state, payment.received_idr) == (PaymentState.CANCELLED, None)
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 18_000
