"""Imported files, uploads that wait, and what of the evidence is still missing."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Min, QuerySet

from kernel.errors import NotFound
from payments.models import Payment
from payments.reconciliation.models import (
    ImportedFile,
    ImportJob,
    Statement,
)
from payments.reconciliation.selectors.calendar import GATEWAY_ZONE, gateway_date_of
from payments.reconciliation.selectors.parts import HELD

# A report is asked for again for so long; older gaps are findings by then.
LOOK_BACK_DAYS = 31

_UNBANKED_DAYS = """
    SELECT DISTINCT (payment.paid_at AT TIME ZONE %(zone)s)::date AS day
    FROM payments_payment payment
    WHERE payment.state = ANY(%(held)s) AND payment.paid_at >= %(since)s
        AND payment.gateway <> ''
        AND NOT EXISTS (
            SELECT FROM reconciliation_settlementmatch match
            JOIN reconciliation_payoutline payout_line
                ON payout_line.line_id = match.line_id
            JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
            WHERE match.payment_id = payment.id AND payout.bank_line_id IS NOT NULL)
    ORDER BY day
"""


def imported_files() -> QuerySet[ImportedFile]:
    """Every file that was imported, the latest first."""
    return ImportedFile.objects.select_related("imported_by").order_by("-id")


def imported_file(file_id: int) -> ImportedFile:
    """One imported file.

    Raises:
        NotFound: there is none.
    """
    file = imported_files().prefetch_related("statements").filter(pk=file_id).first()
    if file is None:
        raise NotFound
    return file


def import_job_by_id(job_id: int) -> ImportJob:
    """A big file, waiting or finished.

    Raises:
        NotFound: there is none.
    """
    job = ImportJob.objects.select_related("file").filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job


def report_days_missing(*, today: date) -> list[date]:
    """The gateway's dates whose payments have not reached the bank; today included.

    A report of such a day is worth asking for: it may have lines, or payouts for lines
    that are known.
    """
    values: dict[str, Any] = {
        "zone": GATEWAY_ZONE.key,
        "held": HELD,
        "since": today - timedelta(days=LOOK_BACK_DAYS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNBANKED_DAYS, values)
        days = {day for (day,) in cursor.fetchall()}
    return sorted(days | {today})


def statement_days_missing(*, account: str, today: date) -> tuple[date, date]:
    """From the last day a statement covers (it may have grown since) to today."""
    known: date | None = Statement.objects.filter(account=account).aggregate(
        last=Max("last_on")
    )["last"]
    if known is None:
        paid = Payment.objects.filter(paid_at__isnull=False)
        first = paid.aggregate(first=Min("paid_at"))["first"]
        known = gateway_date_of(first) if first else today
    return min(max(known, today - timedelta(days=LOOK_BACK_DAYS)), today), today
