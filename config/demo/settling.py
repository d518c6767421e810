"""The demo's first hour: the clock, the people, what they owe for, the first bills."""

from datetime import timedelta

from city.selectors import business_date_of
from config.demo.history import month
from config.demo.objects import SINCE, make_objects
from config.demo.people import make_staff
from config.demo.world import World
from kernel import clock
from levies.services import end_days, issue_bills


def settle(days: int) -> None:
    """Make whatever is missing; with `days`, a fresh demo begins in the past.

    Safe to repeat: what is there is left as it is.
    """
    month.begin(days)
    if month.is_under_way():
        World().tell_time()
    now, today = clock.now(), business_date_of(clock.present())
    make_staff(now)
    since = today - timedelta(days=days) if month.is_under_way() else SINCE
    make_objects(today=today, stalls_since=since)
    end_days(now=now)
    issue_bills(day=business_date_of(now), now=now)
