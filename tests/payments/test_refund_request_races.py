"""Two people at one refund at once, over connections of their own; and the twins."""

from contextlib import suppress
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from kernel import clock
from kernel.money import Rupiah
from outbox.models import Event
from outbox.services import publish
from payments.gateways.port import GatewayError
from payments.models import Payment, RefundRequest
from payments.reconciliation.services import refund_before_payout
from payments.services import (
    RefundRequestedAlready,
    RefundRequestMovedOn,
    approve_refund,
    decline_refund,
    request_refund,
)
from tests.levies.samples import small_city, stall_bill
from tests.payments.refunds import head, treasurer
from tests.payments.samples import paid, requested
from tests.payments.test_races import at_once
from tests.simulator_processes import Simulator

THREADS = 4


@pytest.fixture
def payment(committed_db: str, simulator: Simulator) -> Payment:
    small_city()
    payment = requested(stall_bill())
    simulator.control("pay", order_id=payment.code)
    return paid(payment)


def ask(payment: Payment) -> RefundRequest:
    return request_refund(
        code=payment.code,
        amount=Rupiah(18_000),
        reason="dobel",
        person=treasurer(),
        now=clock.now(),
    )


def test_of_requests_at_once_one_waits(payment: Payment) -> None:
    treasurer()
    answers = at_once(*[lambda: ask(payment)] * THREADS)
    refused = [one for one in answers if isinstance(one, RefundRequestedAlready)]
    assert len(refused) == THREADS - 1
    assert RefundRequest.objects.count() == 1


def test_without_the_lock_the_table_refuses_the_second(payment: Payment) -> None:
    """The twin: both see that nobody asked before."""
    halima, now, barrier = treasurer(), clock.now(), Barrier(2)

    def ask_unlocked(key: str) -> int:
        with transaction.atomic():
            known = RefundRequest.objects.filter(payment=payment).count()
            barrier.wait(timeout=10)
            try:
                RefundRequest.objects.create(
                    payment=payment,
                    key=key,
                    amount_idr=18_000,
                    reason="dobel",
                    requested_by=halima,
                    requested_at=now,
                )
            except IntegrityError:
                transaction.set_rollback(True)
                return -1
            return known

    answers = at_once(lambda: ask_unlocked("a"), lambda: ask_unlocked("b"))
    assert sorted(map(str, answers)) == ["-1", "0"]


def test_approved_and_declined_at_once_is_one_of_the_two(payment: Payment) -> None:
    request, hasan, now = ask(payment), head(), clock.now()
    answers = at_once(
        lambda: approve_refund(request_id=request.pk, person=hasan, now=now),
        lambda: decline_refund(
            request_id=request.pk, person=hasan, reason="tidak", now=now
        ),
    )
    refused = [one for one in answers if isinstance(one, RefundRequestMovedOn)]
    assert len(refused) == 1
    request.refresh_from_db()
    assert (request.approved_at is None) == (request.outcome == "declined")


def test_approved_several_times_at_once_is_carried_out_once(
    payment: Payment, simulator: Simulator
) -> None:
    request, hasan, now = ask(payment), head(), clock.now()
    at_once(
        *[lambda: approve_refund(request_id=request.pk, person=hasan, now=now)]
        * THREADS
    )
    assert Event.objects.filter(name="refund_approved").count() == 1
    at_once(*[lambda: carry_out(request)] * THREADS)
    assert len(simulator.transaction(payment.code)["refunds"]) == 1
    carry_out(request)
    assert RefundRequest.objects.get().outcome == "refunded"


def carry_out(request: RefundRequest) -> None:
    """As the outbox runs it: while a first call is under way there is no answer."""
    with suppress(GatewayError):
        refund_before_payout(request_id=request.pk, now=clock.now())


def test_without_the_lock_one_approval_is_told_several_times(payment: Payment) -> None:
    """The twin: all read that nobody approved yet."""
    request, hasan, now = ask(payment), head(), clock.now()
    barrier = Barrier(THREADS)

    def approve_unlocked() -> None:
        with transaction.atomic():
            read = RefundRequest.objects.get(pk=request.pk)
            barrier.wait(timeout=10)
            if read.approved_at is None:
                read.approved_by, read.approved_at = hasan, now
                read.save(update_fields=["approved_by", "approved_at"])
                publish(name="refund_approved", payload={}, now=now)

    at_once(*[approve_unlocked] * THREADS)
    assert Event.objects.filter(name="refund_approved").count() == THREADS
