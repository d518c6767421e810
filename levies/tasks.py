"""Celery's way in: the bills of the city's day, asked for every hour by the beat."""

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
