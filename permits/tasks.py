"""Entry points of the outbox and the beat: one service call each, safe to repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import close_old_connections

from kernel import clock
from permits import services


def follow_bill(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`bill_paid`, `bill_owed_again`, `bill_cancelled`: most are of no application."""
    services.follow_bill(bill_id=payload["bill_id"], now=now)


@shared_task(name="permits.tasks.issue_due_decisions")
def issue_due_decisions() -> None:
    """Decisions whose money has become final, and whatever the bell lost."""
    close_old_connections()
    services.issue_due_decisions(now=clock.now())


@shared_task(name="permits.tasks.record_silence")
def record_silence() -> None:
    """The alarm before an office's last day, and the day it passed undecided."""
    close_old_connections()
    services.record_silence(now=clock.now())


@shared_task(name="permits.tasks.erase_abandoned")
def erase_abandoned() -> None:
    """Personal data of what was withdrawn or forgotten long ago."""
    close_old_connections()
    services.erase_abandoned(now=clock.now())


@shared_task(name="permits.tasks.end_what_time_ended")
def end_what_time_ended() -> None:
    """Forgotten drafts, corrections that never came, decisions past their validity."""
    close_old_connections()
    services.end_what_time_ended(now=clock.now())
