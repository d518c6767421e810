"""The demo's one clock: move it, and site and simulators live the next day."""

from datetime import datetime, timedelta

from city.selectors import business_date_of, zone
from config.demo.world import World
from kernel import clock
from levies.services import end_days, issue_bills
from payments.reconciliation.services import reconcile

# After the gateway's payout hour (10:00 WIB) in every zone of the country.
HOUR_OF_ARRIVAL = 14


def live_until(target: datetime) -> datetime:
    """Move site and simulators to `target` and run what fell due on the way.

    Raises:
        ClockIsFixed: this start has no movable clock.
    """
    first = business_date_of(clock.now()) + timedelta(days=1)
    clock.move(target)
    World().tell_time()
    now = clock.now()
    day = first
    while day <= business_date_of(now):
        issue_bills(day=day, now=now)
        day += timedelta(days=1)
    end_days(now=now)
    reconcile(now=now)
    return now


def next_day() -> datetime:
    """The instant at which the demo's next day is looked at, in the city's zone."""
    tomorrow = business_date_of(clock.now()) + timedelta(days=1)
    return clock.start_of_day(tomorrow, zone()) + timedelta(hours=HOUR_OF_ARRIVAL)
