"""Loading what can be reported from a city's folder: report_categories.csv."""

from pathlib import Path

from django.db import transaction

from city.models import Opd
from city.services import Change, read_rows, require_known, upsert
from complaints.models import ReportCategory

FIELDS = (
    "code",
    "name",
    "name_en",
    "opd",
    "deadline_days",
    "deadline_basis",
    "needs_photo",
    "is_confidential",
)


@transaction.atomic
def load_report_categories(folder: Path) -> list[Change]:
    """Bring the categories to what the city's file says; tells what changed.

    Needs the city's places first. Safe to repeat. Their order is that of the file; one
    that left the file is offered no more, and its reports keep it.

    Raises:
        BadCityFile: a record cannot be loaded; nothing was changed.
    """
    offices = {opd.code: opd for opd in Opd.objects.all()}
    changes: list[Change] = []
    codes = []
    rows = read_rows(folder, "report_categories.csv", fields=FIELDS, unique=("code",))
    for position, row in enumerate(rows, start=1):
        deadline_days = row.whole("deadline_days")
        if deadline_days == 0:
            raise row.bad("deadline_days", "must be more than zero")
        values = {
            "name": row.text("name", longest=80),
            "name_en": row.optional_text("name_en", longest=80),
            "opd": require_known(row, "opd", offices),
            "position": position,
            "deadline_days": deadline_days,
            "deadline_basis": row.text("deadline_basis"),
            "needs_photo": row.yes_no("needs_photo"),
            "is_confidential": row.yes_no("is_confidential"),
            "is_offered": True,
        }
        codes.append(row.text("code", longest=40))
        changes += upsert(ReportCategory, key={"code": codes[-1]}, values=values)[1]
    for gone in ReportCategory.objects.filter(is_offered=True).exclude(code__in=codes):
        changes += upsert(
            ReportCategory, key={"code": gone.code}, values={"is_offered": False}
        )[1]
    return changes
