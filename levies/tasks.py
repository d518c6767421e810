"""Celery's way in: a city's day begins and ends, asked for every hour by the beat."""

from celery import shared_task
from django.db import close_old_connections

from city.selectors import business_date_of
from kernel import clock
from levies import services


@shared_task(name="levies.tasks.issue_bills")
def issue_bills() -> None:
    """Issue today's bills, then what a week's missed beats left out.

    The first hour of a day does the work, the others find it done.
    """
    close_old_connections()
    now = clock.now()
    services.issue_bills(day=business_date_of(now), now=now)
    services.issue_missed_days(now=now)


@shared_task(name="levies.tasks.end_days")
def end_days() -> None:
    """What was expected on a day that is over, and is unpaid, becomes uncollected."""
    close_old_connections()
    services.end_days(now=clock.now())
