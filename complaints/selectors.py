"""Questions about reports: one by number, counts per kelurahan, the city's edges."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q

from city.models import Kelurahan
from city.selectors import zone
from complaints.models import Report, ReportCategory, ReportEvent
from complaints.transitions import DONE, OPEN
from kernel.clock import start_of_day
from kernel.errors import NotFound
from kernel.identifiers import parse_report_number
from uploads.models import Upload

# Centroids lie inside their areas; the coast lies about so far outside of them.
BOUNDS_MARGIN = Decimal("0.06")


class ReportUnknown(NotFound):
    """There is no report of this number."""

    code = "report_unknown"


class Bounds(NamedTuple):
    """A rectangle of degrees."""

    south: Decimal
    north: Decimal
    west: Decimal
    east: Decimal

    def hold(self, latitude: Decimal, longitude: Decimal) -> bool:
        """Whether the point lies inside."""
        return (
            self.south <= latitude <= self.north and self.west <= longitude <= self.east
        )


class KelurahanReports(NamedTuple):
    """How the reports of one kelurahan stand."""

    kelurahan: str
    open: int
    answered: int
    overdue: int


def report_by_number(number: str) -> Report:
    """The report of a number as people write it, with all that its pages name.

    Raises:
        MistypedReportNumber: the check digits do not fit.
        ReportUnknown: there is no such report.
    """
    found = Report.objects.filter(number=parse_report_number(number))
    report = found.select_related("category", "opd", "kelurahan__kecamatan").first()
    if report is None:
        raise ReportUnknown
    return report


def events_of(report: Report) -> Sequence[ReportEvent]:
    """The steps of a report, newest first. Photos by their id only, not their bytes."""
    events = report.events.select_related("opd", "person").order_by("-id")
    return list(events)


def last_event_id(report: Report) -> int:
    """What an officer's page remembers, to notice that somebody was faster."""
    newest: int | None = report.events.aggregate(newest=Max("id"))["newest"]
    return newest or 0


def photo_codes(report: Report) -> dict[int, str]:
    """Upload id → code, of all its steps: the report's own, and each proof."""
    shown = report.events.filter(photo__isnull=False)
    return dict(shown.values_list("photo_id", "photo__code"))


def photo_of(*, report: Report, code: str) -> Upload:
    """One photo of this report, bytes included.

    Raises:
        ReportUnknown: the report has no such photo.
    """
    if code not in photo_codes(report).values():
        raise ReportUnknown
    return Upload.objects.get(code=code)


def categories_offered() -> Sequence[ReportCategory]:
    """What one can report here, in the order of the city's file."""
    offered = ReportCategory.objects.filter(is_offered=True)
    return list(offered.select_related("opd").order_by("position"))


def city_bounds() -> Bounds | None:
    """The rectangle that holds the city, a coast's breadth more; None if not known."""
    edges = Kelurahan.objects.aggregate(
        south=Min("latitude"),
        north=Max("latitude"),
        west=Min("longitude"),
        east=Max("longitude"),
    )
    if edges["south"] is None:
        return None
    return Bounds(
        edges["south"] - BOUNDS_MARGIN,
        edges["north"] + BOUNDS_MARGIN,
        edges["west"] - BOUNDS_MARGIN,
        edges["east"] + BOUNDS_MARGIN,
    )


def reports_by_kelurahan(
    *, since: date, until: date, on: date
) -> Sequence[KelurahanReports]:
    """How the reports submitted in these days stand on the day, per kelurahan.

    Answered ones were shown to be done; overdue ones are open past their deadline. A
    kelurahan without reports is not in the list: nothing known is not zero. One query.
    """
    is_open = Q(state__in=sorted(OPEN))
    counted = (
        Report.objects.filter(
            submitted_at__gte=start_of_day(since, zone()),
            submitted_at__lt=start_of_day(until + timedelta(days=1), zone()),
        )
        .values_list("kelurahan__code")
        .annotate(
            open_count=Count("id", filter=is_open),
            answered_count=Count("id", filter=Q(state__in=sorted(DONE))),
            overdue_count=Count("id", filter=is_open & Q(due_on__lt=on)),
        )
        .order_by("kelurahan__code")
    )
    return [KelurahanReports(*row) for row in counted]
