"""Entry points of the outbox and the beat: one service call each, safe to repeat."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from celery import shared_task
from django.db import close_old_connections

from city.selectors import CityNotLoaded, business_date_of
from commandcenter import services
from kernel import clock
from outbox.services import ring, take_down
from payments.selectors import (
    day_of_payment,
    day_of_unapplied_money,
    months_paid_since,
)

REFRESH = "commandcenter.tasks.refresh_money"


def money_of_payment_moved(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`payment_paid`, `payment_refunded`, `payment_reversed`."""
    day = day_of_payment(payload["payment_id"])
    if day:
        services.mark_day(day=day, now=now)
        ring(REFRESH)


def money_without_a_bill_moved(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`unknown_payment_received`."""
    services.mark_day(day=day_of_unapplied_money(payload["money_id"]), now=now)
    ring(REFRESH)


@shared_task(name=REFRESH)
def refresh_money() -> None:
    """Days that were marked; every five seconds also what no bell announced."""
    take_down(REFRESH)
    close_old_connections()
    services.refresh_money(now=clock.now())


@shared_task(name="commandcenter.tasks.refresh_billed")
def refresh_billed() -> None:
    """What was billed for this month and the next, and for those paid for lately.

    The next: an approved permit is billed from it on.
    """
    close_old_connections()
    today = _today()
    if today:
        lately = months_paid_since(today - timedelta(days=1))
        this = today.replace(day=1)
        for month in {this, (this + timedelta(days=31)).replace(day=1), *lately}:
            services.refresh_billed(first_on=month, last_on=month, now=clock.now())


@shared_task(name="commandcenter.tasks.refresh_billed_year")
def refresh_billed_year() -> None:
    """What was billed for every month of the year: cancelled, relieved, taken back."""
    close_old_connections()
    today = _today()
    if today:
        first_on, last_on = date(today.year, 1, 1), date(today.year, 12, 31)
        services.refresh_billed(first_on=first_on, last_on=last_on, now=clock.now())


@shared_task(name="commandcenter.tasks.check_year")
def check_year() -> None:
    """The year's roll-up against the ledger's own legs."""
    close_old_connections()
    today = _today()
    if today:
        services.check_year(today=today, now=clock.now())
        ring(REFRESH)


def _today() -> date | None:
    try:
        return business_date_of(clock.now())
    except CityNotLoaded:
        return None
