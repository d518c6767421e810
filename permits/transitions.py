"""The states of an application and the edges between them. Pure: no Django."""

from enum import StrEnum

from kernel.errors import Conflict


class ApplicationState(StrEnum):
    """Where an application stands (domain: alur permohonan izin)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CHECKED = "checked"
    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    ISSUED = "issued"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    EXPIRED = "expired"


DRAFT = ApplicationState.DRAFT
SUBMITTED = ApplicationState.SUBMITTED
RETURNED = ApplicationState.RETURNED
CHECKED = ApplicationState.CHECKED
AWAITING_PAYMENT = ApplicationState.AWAITING_PAYMENT
PAID = ApplicationState.PAID
ISSUED = ApplicationState.ISSUED
REJECTED = ApplicationState.REJECTED
WITHDRAWN = ApplicationState.WITHDRAWN
LAPSED = ApplicationState.LAPSED
EXPIRED = ApplicationState.EXPIRED

# Each edge carries the name of the event that justifies it. Money that a bank takes
# back before the decision is owed again; after it the decision stands and a person
# must look (services.following).
TRANSITIONS: dict[tuple[ApplicationState, ApplicationState], str] = {
    (DRAFT, SUBMITTED): "submitted",
    (DRAFT, WITHDRAWN): "withdrawn",
    (DRAFT, LAPSED): "draft_forgotten",
    (SUBMITTED, RETURNED): "returned",
    (SUBMITTED, CHECKED): "recommended",
    (SUBMITTED, WITHDRAWN): "withdrawn",
    (RETURNED, SUBMITTED): "corrected",
    (RETURNED, WITHDRAWN): "withdrawn",
    (RETURNED, LAPSED): "correction_time_passed",
    (CHECKED, SUBMITTED): "sent_back_to_checker",
    (CHECKED, AWAITING_PAYMENT): "approved",
    (CHECKED, ISSUED): "approved_and_issued",
    (CHECKED, REJECTED): "rejected",
    (CHECKED, WITHDRAWN): "withdrawn",
    (AWAITING_PAYMENT, PAID): "levy_paid",
    (AWAITING_PAYMENT, CHECKED): "bill_cancelled",
    (PAID, AWAITING_PAYMENT): "payment_taken_back",
    (PAID, ISSUED): "decision_issued",
    (ISSUED, EXPIRED): "validity_ended",
}

TERMINAL = frozenset({REJECTED, WITHDRAWN, LAPSED, EXPIRED})
# The office's working-day clock runs; in the others it stands or has stopped.
CLOCK_RUNS = frozenset({SUBMITTED, CHECKED, PAID})
CLOCK_PAUSES = frozenset({RETURNED, AWAITING_PAYMENT})
# What nobody has decided: the office's silence about it has consequences in law.
UNDECIDED = frozenset({SUBMITTED, CHECKED})
IN_PROCESS = CLOCK_RUNS | CLOCK_PAUSES
WITHDRAWABLE = frozenset({DRAFT, SUBMITTED, RETURNED, CHECKED})
# The place an application asks for is kept for it, or is already its own.
HOLDS_PLACE = frozenset({AWAITING_PAYMENT, PAID, ISSUED})


class IllegalApplicationTransition(Conflict):
    """The table of transitions has no such edge."""

    code = "application_transition_illegal"


def require_transition(*, source: ApplicationState, target: ApplicationState) -> str:
    """The name of the event that leads from source to target.

    Raises:
        IllegalApplicationTransition: there is no such edge.
    """
    event = TRANSITIONS.get((source, target))
    if event is None:
        raise IllegalApplicationTransition(source=source.value, target=target.value)
    return event
