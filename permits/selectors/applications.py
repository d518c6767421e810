"""Applications by link, by number and by deadline; their clock and their history."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from city.models import Opd
from city.selectors import holidays
from kernel.errors import NotFound
from kernel.working_days import count_working_days
from permits.models import Application, ApplicationEvent, ApplicationQuerySet
from permits.transitions import (
    CLOCK_PAUSES,
    CLOCK_RUNS,
    IN_PROCESS,
    UNDECIDED,
    ApplicationState,
)

# Anything may stand in an address; only what can be one asks the database.
TOKEN = re.compile(r"[0-9a-z]{24}")
NUMBER = re.compile(r"[A-Z]{2,8}-\d{4}-\d{5,}")


class ApplicationUnknown(NotFound):
    """No such application, or not one that this person may see: one and the same."""

    code = "application_unknown"


@dataclass(frozen=True, slots=True)
class Clock:
    """The office's working days: used of how many, and whether they stand still."""

    limit: int
    left: int
    deadline_on: date | None
    paused_since: datetime | None

    @property
    def used(self) -> int:
        return self.limit - self.left

    @property
    def shown(self) -> int:
        """How much of a bar as long as the limit is used."""
        return min(max(self.used, 0), self.limit)

    @property
    def is_overdue(self) -> bool:
        return self.left < 0

    @property
    def runs(self) -> bool:
        return self.deadline_on is not None


def application_by_token(token: str) -> Application:
    """The application of a secret link.

    Raises:
        ApplicationUnknown: there is none.
    """
    return _one(Application.objects.filter(token=token), bool(TOKEN.fullmatch(token)))


def application_by_number(number: str) -> Application:
    """The application of a number, for the office; who may see it, access asks.

    Raises:
        ApplicationUnknown: there is none.
    """
    is_number = bool(NUMBER.fullmatch(number))
    return _one(Application.objects.filter(number=number), is_number)


def applications_in_queue(
    *, opds: Collection[Opd], states: Collection[ApplicationState] = IN_PROCESS
) -> QuerySet[Application]:
    """Those of these offices in these states, by deadline left, then by age."""
    moves = ApplicationEvent.objects.filter(application=OuterRef("pk"))
    since = moves.exclude(source=F("target")).order_by("-id").values("at")[:1]
    found = (
        Application.objects.with_details()
        .filter(permit_type__opd__in=opds, state__in=[state.value for state in states])
        .annotate(standing_since=Subquery(since))
    )
    return found.order_by(F("deadline_on").asc(nulls_last=True), "days_left", "pk")


def past_deadline(*, on: date) -> ApplicationQuerySet:
    """Those whose time has run out while the office had them."""
    return Application.objects.filter(deadline_on__lt=on)


def near_silence(*, until: date) -> ApplicationQuerySet:
    """Those that nobody has decided, with a last day up to this one, or behind."""
    undecided = [state.value for state in UNDECIDED]
    return Application.objects.filter(state__in=undecided, deadline_on__lte=until)


def abandoned_before(instant: datetime) -> ApplicationQuerySet:
    """Those withdrawn or lapsed before it whose personal data is still there.

    Never one with a bill or a decision.
    """
    moved = ApplicationEvent.objects.filter(application=OuterRef("pk"))
    kept = moved.filter(name="personal_data_erased")
    return Application.objects.filter(
        ~Exists(kept),
        ~Exists(moved.filter(at__gte=instant)),
        state__in=[ApplicationState.WITHDRAWN, ApplicationState.LAPSED],
        bill__isnull=True,
        decision__isnull=True,
    )


def clock_of(
    application: Application,
    *,
    on: date,
    rest_days: Collection[date] | None = None,
) -> Clock | None:
    """The clock of an application that was handed in; None for a draft.

    `rest_days` spares a question where many are told: the city's holidays.
    """
    if application.submitted_at is None:
        return None
    limit = int(application.permit_type.content["sla_working_days"])
    state = ApplicationState(application.state)
    if state in CLOCK_RUNS and application.deadline_on:
        rest_days = holidays() if rest_days is None else rest_days
        left = count_working_days(on, application.deadline_on, rest_days)
        return Clock(limit, left, application.deadline_on, None)
    since = _standing_since(application) if state in CLOCK_PAUSES else None
    left = limit if application.days_left is None else application.days_left
    return Clock(limit, left, None, since)


def events_of(application: Application) -> list[ApplicationEvent]:
    """What happened to it, newest first."""
    return list(application.events.select_related("by").order_by("-id"))


def _standing_since(application: Application) -> datetime:
    """When it came to where it stands; a queue has asked for all at once."""
    known: datetime | None = getattr(application, "standing_since", None)
    if known is not None:
        return known
    moves = application.events.exclude(source=F("target"))
    return moves.order_by("-id")[0].at


def _one(found: ApplicationQuerySet, is_well_formed: bool) -> Application:
    application = found.with_details().first() if is_well_formed else None
    if application is None:
        raise ApplicationUnknown
    return application
