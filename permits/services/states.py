"""The one writer of Application.state: an edge of the table, its event, the clock."""

from datetime import date, datetime, timedelta

from accounts.models import Person
from city.selectors import business_date_of, holidays
from kernel.working_days import (
    add_working_days,
    count_working_days,
    is_working_day,
)
from permits.models import Application, ApplicationEvent
from permits.selectors import ApplicationUnknown
from permits.services.refusals import ApplicationMovedOn
from permits.transitions import CLOCK_RUNS, ApplicationState, require_transition

# What a move may set besides state, turn and clock; the caller has set it.
CARRIED = [
    "state",
    "turn",
    "deadline_on",
    "days_left",
    "answer_by",
    "number",
    "submitted_at",
    "decided_at",
    "checker",
    "findings",
    "is_favoured",
    "approver",
    "place",
    "bill",
    "decision",
    "valid_from",
    "valid_until",
    "attention",
]


def lock_application(application: Application, *, turn: int | None) -> Application:
    """The application as it is now, locked until the transaction ends.

    `turn` is what the caller's page has seen; None trusts what is read here.

    Raises:
        ApplicationMovedOn: somebody changed it since.
    """
    locked = (
        Application.objects.select_related("permit_type__opd", "market", "kelurahan")
        .select_for_update(of=("self",))
        .filter(pk=application.pk)
        .first()
    )
    if locked is None:
        raise ApplicationUnknown
    if turn is not None and locked.turn != turn:
        raise ApplicationMovedOn(number=locked.number)
    return locked


def move_application(
    *,
    application: Application,
    target: ApplicationState,
    now: datetime,
    by: Person | None = None,
    note: str = "",
) -> None:
    """Change the state of a locked application, and write the event that says why.

    Starts, stops and resumes the office's clock as the states demand.

    Raises:
        IllegalApplicationTransition: the table has no such edge.
    """
    source = ApplicationState(application.state)
    name = require_transition(source=source, target=target)
    application.state = target.value
    application.turn += 1
    _turn_clock(application, source, target, business_date_of(now))
    application.save(update_fields=CARRIED)
    ApplicationEvent.objects.create(
        application=application,
        name=name,
        source=source,
        target=target,
        by=by,
        note=note,
        at=now,
    )


def tell(
    *,
    application: Application,
    name: str,
    now: datetime,
    by: Person | None = None,
    note: str = "",
) -> None:
    """Write an event that moves nothing: a flag raised or taken down."""
    ApplicationEvent.objects.create(
        application=application,
        name=name,
        source=application.state,
        target=application.state,
        by=by,
        note=note,
        at=now,
    )


def touch(application: Application) -> None:
    """Count a change that moves no state: pages opened before it are stale."""
    application.turn += 1
    application.save(update_fields=["turn"])


def _turn_clock(
    application: Application,
    source: ApplicationState,
    target: ApplicationState,
    today: date,
) -> None:
    ran, runs = source in CLOCK_RUNS, target in CLOCK_RUNS
    if ran and not runs and application.deadline_on:
        application.days_left = count_working_days(
            today, application.deadline_on, holidays()
        )
        application.deadline_on = None
    elif runs and not ran:
        limit = int(application.permit_type.content["sla_working_days"])
        left = limit if application.days_left is None else application.days_left
        application.deadline_on = _day_after(today, left)
        application.days_left = None


def _day_after(day: date, working_days: int) -> date:
    """The working day that many ahead; behind, for a clock that had run out."""
    if working_days >= 0:
        return add_working_days(day, working_days, holidays())
    for _ in range(-working_days):
        day -= timedelta(days=1)
        while not is_working_day(day, holidays()):
            day -= timedelta(days=1)
    return day
