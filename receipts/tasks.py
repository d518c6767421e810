"""Entry points of the outbox and the beat: one service call each, safe to repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import shared_task

from kernel import clock
from receipts import services


def issue_receipts_of_payment(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`payment_paid`: within a reversal window nothing happens; the sweep does it."""
    services.issue_receipts(payment_id=payload["payment_id"], now=now)


def void_receipts_of_payment(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`payment_reversed`."""
    services.void_receipts_of(payment_id=payload["payment_id"], now=now)


@shared_task(name="receipts.tasks.issue_missing_receipts")
def issue_missing_receipts() -> None:
    """Receipts whose window has passed, and whatever the bell lost."""
    services.issue_missing_receipts(now=clock.now())
