"""The reporter's last word on an answer, and what silence means."""

from datetime import datetime

from django.db import transaction

from city.selectors import business_date_of
from complaints.access import require_reporter
from complaints.models import Report
from complaints.services.states import (
    Step,
    lock_report,
    move_report,
    working_days_after,
)
from complaints.transitions import ANSWERED, CLOSED, CONFIRMED, REOPENED
from kernel.reasons import stated_reason
from uploads.services import CleanFile, keep_file

BATCH = 200


@transaction.atomic
def confirm_report(*, number: str, key: str, now: datetime) -> Report:
    """It is done, says who reported it. Said twice is said once.

    Raises:
        ReporterUnknown: this is not the reporter.
        ReportMovedOn: there is no answer to confirm.
    """
    require_reporter(number=number, key=key)
    report = lock_report(number)
    if report.state != CONFIRMED:
        move_report(report=report, target=CONFIRMED, now=now)
    return report


@transaction.atomic
def reopen_report(
    *,
    number: str,
    key: str,
    reason: str,
    photo: CleanFile | None = None,
    now: datetime,
) -> Report:
    """It is not done, says who reported it, and why. The days begin anew.

    Raises:
        ReporterUnknown: this is not the reporter.
        ReportMovedOn: there is no answer to contradict.
        ReasonMissing, ReasonTooLong: nothing was changed.
    """
    require_reporter(number=number, key=key)
    words = stated_reason(reason)
    report = lock_report(number)
    report.due_on = working_days_after(now, report.category.deadline_days)
    kept = keep_file(file=photo, now=now) if photo else None
    step = Step(note=words, photo=kept)
    move_report(report=report, target=REOPENED, step=step, now=now)
    return report


@transaction.atomic
def close_silent_reports(*, now: datetime) -> int:
    """Close a batch of answered reports whose days of reply are over; how many.

    Safe to repeat and to run twice at once: what another run holds is passed over.
    """
    silent = (
        Report.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=ANSWERED.value, reply_until__lt=business_date_of(now))
        .select_related("kelurahan")
        .order_by("reply_until", "id")[:BATCH]
    )
    reports = list(silent)
    for report in reports:
        move_report(report=report, target=CLOSED, now=now)
    return len(reports)
