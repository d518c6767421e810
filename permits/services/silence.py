"""The office's silence: an alarm before the last day, and the day it passed.

An application that nobody decides within the working days of its type counts as granted
by law (fiktif positif, UU 6/2023). What follows is for people: the head is called, the
books say since when, and nothing is issued by itself.
"""

from datetime import date, datetime

from django.db import transaction

from city.selectors import business_date_of, holidays
from kernel.working_days import add_working_days, count_working_days
from permits.models import Application
from permits.selectors import near_silence
from permits.services.states import lock_application, tell
from permits.transitions import UNDECIDED

WARNED_WORKING_DAYS = 3
NEAR, PASSED = "deadline_near", "deadline_passed"


def record_silence(*, now: datetime) -> int:
    """Write `deadline_near` and `deadline_passed` once for each last day; how many.

    Each in its own transaction, looked at again under its lock. Safe to repeat: the
    table of events refuses a second one.
    """
    today, rest_days = business_date_of(now), holidays()
    until = add_working_days(today, WARNED_WORKING_DAYS, rest_days)
    written = 0
    for found in near_silence(until=until).order_by("deadline_on", "pk"):
        with transaction.atomic():
            locked = lock_application(found, turn=None)
            written += _record(locked, until, today, now)
    return written


def _record(locked: Application, until: date, today: date, now: datetime) -> int:
    last = locked.deadline_on
    if last is None or last > until or locked.state not in UNDECIDED:
        return 0
    has_passed = count_working_days(today, last, holidays()) < 0
    name = PASSED if has_passed else NEAR
    # A clock that stood meanwhile has another last day, which is warned of anew.
    note = last.isoformat()
    if locked.events.filter(name=name, note=note).exists():
        return 0
    tell(application=locked, name=name, now=now, note=note)
    return 1
