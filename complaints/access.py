"""Who may work on a report, and who is its reporter. One gate for each."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.access import authorize
from accounts.models import Person, Scope
from accounts.roles import Action, roles_allowed_to
from accounts.selectors import assignments_of
from city.selectors import business_date_of
from complaints.models import Report
from kernel.errors import NotFound

KEY_LENGTH = 24


class ReporterUnknown(NotFound):
    """The key of the reporter's page does not belong to this report."""

    code = "report_unknown"


def reporter_key(number: str) -> str:
    """The secret end of the reporter's link; nothing of it is stored.

    It follows from the number and the secret of this installation, so the same form
    sent twice leads to the same link.
    """
    digest = salted_hmac("complaints.reporter", number, algorithm="sha256").hexdigest()
    return digest[:KEY_LENGTH]


def require_reporter(*, number: str, key: str) -> None:
    """Let the reporter go on.

    Raises:
        ReporterUnknown: this is not the key.
    """
    if not constant_time_compare(key, reporter_key(number)):
        raise ReporterUnknown


def require_officer(*, report: Report, person: Person, now: datetime) -> None:
    """Let an officer of the report's office go on.

    Raises:
        Forbidden: the report is not this person's to work on, today.
    """
    authorize(
        person=person,
        action=Action.ANSWER_REPORTS,
        scope=Scope(opd=report.opd, kelurahan=report.kelurahan),
        on=business_date_of(now),
    )


def reports_of_officer(*, person: Person, on: date) -> QuerySet[Report]:
    """The reports that `require_officer` would let this person work on."""
    roles = roles_allowed_to(Action.ANSWER_REPORTS)
    held = assignments_of(person=person, on=on).filter(
        role__in=roles, market__isnull=True
    )
    theirs = Q(pk__in=[])
    for assignment in held:
        limits = {"opd": assignment.opd, "kelurahan": assignment.kelurahan}
        named = {name: limit for name, limit in limits.items() if limit is not None}
        theirs |= Q(**named) if named else Q(pk__isnull=False)
    return Report.objects.filter(theirs)
