"""What an officer does with a report. Lock, re-read, decide; two at once, one wins.

`seen` is the last event the officer's page showed: whoever decided on an older page is
told what happened meanwhile, and nothing is changed.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from complaints.access import require_officer
from complaints.models import Report, ReportCategory
from complaints.services.states import (
    Step,
    lock_report,
    move_report,
    working_days_after,
)
from complaints.transitions import (
    ACCEPTED,
    ANSWERED,
    IN_PROGRESS,
    REJECTED,
    SUBMITTED,
)
from kernel.reasons import stated_reason
from uploads.services import CleanFile, keep_file

# SP4N-LAPOR: an answer nobody replies to in ten working days closes the report.
REPLY_DAYS = 10


@transaction.atomic
def accept_report(
    *, number: str, person: Person, seen: int | None = None, now: datetime
) -> Report:
    """The office takes the report on.

    Raises:
        Forbidden: not an officer of its office.
        ReportMovedOn: somebody was faster.
    """
    report = _locked(number, person, seen, now)
    move_report(report=report, target=ACCEPTED, step=Step(person), now=now)
    return report


@transaction.atomic
def reject_report(
    *, number: str, person: Person, reason: str, seen: int | None = None, now: datetime
) -> Report:
    """The office does not take it on, and says why.

    Raises:
        Forbidden, ReportMovedOn, ReasonMissing, ReasonTooLong: nothing was changed.
    """
    step = Step(person, stated_reason(reason))
    report = _locked(number, person, seen, now)
    move_report(report=report, target=REJECTED, step=step, now=now)
    return report


@transaction.atomic
def forward_report(
    *,
    number: str,
    person: Person,
    category: ReportCategory,
    reason: str,
    seen: int | None = None,
    now: datetime,
) -> Report:
    """Send it on to whom it concerns: no wrong door. The deadline stays as it was.

    Raises:
        Forbidden, ReportMovedOn, ReasonMissing, ReasonTooLong: nothing was changed.
    """
    step = Step(person, stated_reason(reason))
    report = _locked(number, person, seen, now)
    report.category = category
    report.opd = category.opd
    move_report(report=report, target=SUBMITTED, step=step, now=now)
    return report


@transaction.atomic
def start_report(
    *, number: str, person: Person, seen: int | None = None, now: datetime
) -> Report:
    """Somebody is on the way.

    Raises:
        Forbidden, ReportMovedOn: nothing was changed.
    """
    report = _locked(number, person, seen, now)
    move_report(report=report, target=IN_PROGRESS, step=Step(person), now=now)
    return report


@transaction.atomic
def answer_report(
    *,
    number: str,
    person: Person,
    text: str,
    photo: CleanFile,
    seen: int | None = None,
    now: datetime,
) -> Report:
    """It was done: in words, and on a picture. The reporter has ten working days.

    Raises:
        Forbidden, ReportMovedOn, ReasonMissing, ReasonTooLong: nothing was changed.
    """
    words = stated_reason(text)
    report = _locked(number, person, seen, now)
    proof = keep_file(file=photo, now=now)
    report.proof = proof
    report.answered_at = now
    report.reply_until = working_days_after(now, REPLY_DAYS)
    step = Step(person, words, proof)
    move_report(report=report, target=ANSWERED, step=step, now=now)
    return report


def _locked(number: str, person: Person, seen: int | None, now: datetime) -> Report:
    report = lock_report(number, seen=seen)
    require_officer(report=report, person=person, now=now)
    return report
