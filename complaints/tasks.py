"""Celery entry point of reports: what silence closes. The tables know; repeat it."""

from celery import shared_task
from django.db import close_old_connections

from complaints.services import close_silent_reports
from complaints.services.replying import BATCH
from kernel import clock

ROUNDS_MAX = 50


@shared_task(name="complaints.tasks.close_silent_reports")
def close_silent() -> None:
    """Close all answered reports whose reporter said nothing in ten working days."""
    close_old_connections()
    for _ in range(ROUNDS_MAX):
        if close_silent_reports(now=clock.now()) < BATCH:
            return
