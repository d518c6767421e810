"""Celery entry points of payments: take the time, call one service, until all is done.

Redis may lose or repeat any message: the beat calls again, and the tables know.
"""

from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import close_old_connections

from kernel import clock
from outbox.services import take_down
from payments import services
from payments.models import Payment
from payments.services.deliveries import BATCH

PROCESS_DELIVERIES = "payments.tasks.process_deliveries"
ROUNDS_MAX = 20


@shared_task(name=PROCESS_DELIVERIES)
def process_deliveries() -> None:
    """Work through the deliveries that are due; the bell of the webhook wakes it."""
    take_down(PROCESS_DELIVERIES)
    close_old_connections()
    for _ in range(ROUNDS_MAX):
        if services.process_deliveries(now=clock.now()) < BATCH:
            return


@shared_task(name="payments.tasks.poll_payments")
def poll_payments() -> None:
    """Ask about one batch of silent payments."""
    close_old_connections()
    services.poll_payments(now=clock.now())


def withdraw_payment(*, payload: dict[str, Any], now: datetime) -> None:
    """Handler of `bill_cancelled`: nobody may pay it by a QR or number shown before."""
    services.withdraw_payment(bill_id=payload["bill_id"], now=now)


def cancel_at_gateway(*, payload: dict[str, Any], now: datetime) -> None:
    """Handler of `payment_superseded`: the gateway must not take its money any more."""
    payment = Payment.objects.get(pk=payload["payment_id"])
    services.cancel_at_gateway(payment=payment, now=now)
