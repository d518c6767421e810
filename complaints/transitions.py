"""The states of a citizen's report and the edges between them. Pure: no table."""

from collections.abc import Mapping
from enum import StrEnum

from kernel.errors import Conflict


class ReportState(StrEnum):
    """Where a report stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    CLOSED = "closed"


SUBMITTED = ReportState.SUBMITTED
ACCEPTED = ReportState.ACCEPTED
REJECTED = ReportState.REJECTED
IN_PROGRESS = ReportState.IN_PROGRESS
ANSWERED = ReportState.ANSWERED
CONFIRMED = ReportState.CONFIRMED
REOPENED = ReportState.REOPENED
CLOSED = ReportState.CLOSED

# The office has to do something, within its days.
OPEN = frozenset({SUBMITTED, ACCEPTED, IN_PROGRESS, REOPENED})
# The office has shown that it was done.
DONE = frozenset({ANSWERED, CONFIRMED, CLOSED})
TERMINAL = frozenset({REJECTED, CONFIRMED, CLOSED})

# (source, target) → the event that justifies the edge. The diagram is drawn from it.
# Only the reporter confirms or reopens; silence closes, and closes nothing else.
TRANSITIONS: Mapping[tuple[ReportState, ReportState], str] = {
    (SUBMITTED, SUBMITTED): "forwarded",
    (SUBMITTED, ACCEPTED): "accepted",
    (SUBMITTED, REJECTED): "rejected",
    (ACCEPTED, IN_PROGRESS): "work_started",
    (IN_PROGRESS, ANSWERED): "answered",
    (ANSWERED, CONFIRMED): "confirmed",
    (ANSWERED, REOPENED): "reopened",
    (ANSWERED, CLOSED): "closed_without_reply",
    (REOPENED, IN_PROGRESS): "work_started",
}


class ReportMovedOn(Conflict):
    """The report is not where this step begins: somebody was faster."""

    code = "report_moved_on"


def require_transition(*, source: ReportState, target: ReportState) -> str:
    """The name of the event that leads from source to target.

    Raises:
        ReportMovedOn: there is no such edge.
    """
    event = TRANSITIONS.get((source, target))
    if event is None:
        raise ReportMovedOn(source=source.value, target=target.value)
    return event
