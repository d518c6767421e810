"""Moving one report along the table of states. The only writer of Report.state."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Person
from city.selectors import business_date_of, holidays
from complaints.models import Report, ReportEvent
from complaints.selectors import ReportUnknown
from complaints.transitions import (
    ANSWERED,
    TERMINAL,
    ReportMovedOn,
    ReportState,
    require_transition,
)
from kernel.identifiers import parse_report_number
from kernel.working_days import add_working_days
from outbox.services import publish
from uploads.models import Upload

# What a move may set besides the state; the caller has set it on the report.
CARRIED = [
    "state",
    "category",
    "opd",
    "proof",
    "due_on",
    "answered_at",
    "reply_until",
    "contact",
]


@dataclass(frozen=True, slots=True)
class Step:
    """Who takes a step (nobody: reporter or calendar), and what they say and show."""

    person: Person | None = None
    note: str = ""
    photo: Upload | None = None


NO_WORDS = Step()


def lock_report(number: str, *, seen: int | None = None) -> Report:
    """Lock a report of this number, and re-read it.

    `seen` is the last event its page showed; None asks for nothing.

    Raises:
        ReportUnknown: there is none.
        ReportMovedOn: something has happened to it since.
    """
    found = Report.objects.filter(number=parse_report_number(number))
    locked = found.select_for_update(of=("self",))
    report = locked.select_related("category", "opd", "kelurahan").first()
    if report is None:
        raise ReportUnknown
    if seen is not None and report.events.filter(pk__gt=seen).exists():
        raise ReportMovedOn(source=report.state)
    return report


def move_report(
    *, report: Report, target: ReportState, step: Step = NO_WORDS, now: datetime
) -> None:
    """Move a locked report along an edge; write its event and tell the other apps.

    Saves what the caller has set on it for this state. A report that is over keeps no
    way to reach its reporter.

    Raises:
        ReportMovedOn: the table has no such edge.
    """
    source = ReportState(report.state)
    name = require_transition(source=source, target=target)
    report.state = target.value
    if target in TERMINAL:
        report.contact = ""
    report.save(update_fields=CARRIED)
    write_event(report=report, name=name, source=source, step=step, now=now)
    payload = payload_of(report)
    if target is ANSWERED:
        publish(name="report_answered", payload=payload, now=now)
    elif target in TERMINAL:
        publish(name="report_closed", payload=payload, now=now)
    elif target is ReportState.REOPENED:
        publish(name="report_reopened", payload=payload, now=now)


def write_event(
    *, report: Report, name: str, source: str, step: Step, now: datetime
) -> None:
    """Add one row to the report's history."""
    ReportEvent.objects.create(
        report=report,
        name=name,
        source=source,
        target=report.state,
        opd_id=report.opd_id,
        person=step.person,
        note=step.note,
        photo=step.photo,
        at=now,
    )


def payload_of(report: Report) -> dict[str, object]:
    """What an event tells of a report: its id and its kelurahan's code."""
    return {"report_id": report.pk, "kelurahan": report.kelurahan.code}


def working_days_after(now: datetime, days: int) -> date:
    """The city's date so many working days from now."""
    return add_working_days(business_date_of(now), days, holidays())
