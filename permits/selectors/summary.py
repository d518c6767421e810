"""Applications in figures, for the command centre."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median_low

from django.db.models import Count

from permits.models import Application
from permits.selectors.applications import past_deadline
from permits.transitions import IN_PROCESS, ApplicationState

WITHOUT_KELURAHAN = ""


@dataclass(frozen=True, slots=True)
class ApplicationsSummary:
    """How many stand where, by state and by kelurahan code; drafts are private.

    `median_working_days` is of the decisions in the window; None: there was none.
    """

    by_state: dict[str, int]
    by_kelurahan: dict[str, int]
    in_process: int
    overdue: int
    issued: int
    median_working_days: int | None


def applications_summary(
    *, on: date, decided_from: datetime, decided_until: datetime
) -> ApplicationsSummary:
    """Where applications stand now, and how long those decided in the window took.

    `by_kelurahan` counts what is in process where the applicant lives; an application
    without a known kelurahan is counted under "".
    """
    handed_in = Application.objects.exclude(state=ApplicationState.DRAFT)
    by_state = dict(
        handed_in.order_by("state").values_list("state").annotate(count=Count("pk"))
    )
    in_process = Application.objects.filter(state__in=[s.value for s in IN_PROCESS])
    by_kelurahan: Counter[str] = Counter()
    for code, count in (
        in_process.order_by("kelurahan__code")
        .values_list("kelurahan__code")
        .annotate(count=Count("pk"))
    ):
        by_kelurahan[code or WITHOUT_KELURAHAN] += count
    decided = Application.objects.filter(
        decided_at__gte=decided_from, decided_at__lt=decided_until
    )
    days = [
        int(limit) - (left or 0)
        for limit, left in decided.filter(days_left__isnull=False).values_list(
            "permit_type__content__sla_working_days", "days_left"
        )
    ]
    return ApplicationsSummary(
        by_state=by_state,
        by_kelurahan=dict(by_kelurahan),
        in_process=sum(by_kelurahan.values()),
        overdue=past_deadline(on=on).count(),
        issued=decided.filter(decision__isnull=False).count(),
        median_working_days=median_low(days) if days else None,
    )
