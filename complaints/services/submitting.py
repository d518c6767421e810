"""A citizen reports something. Routed at once; nobody has to sort it first."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from city.models import Kelurahan
from complaints.models import Report, ReportCategory
from complaints.selectors import city_bounds
from complaints.services.states import (
    Step,
    payload_of,
    working_days_after,
    write_event,
)
from complaints.transitions import ReportState
from kernel.errors import RempahError
from kernel.identifiers import report_number
from outbox.services import publish
from uploads.services import CleanFile, keep_file


class PhotoMissing(RempahError):
    """Without a picture nobody can find what this category reports."""

    code = "report_photo_missing"


class PointOutsideCity(RempahError):
    """The point on the map lies outside the city."""

    code = "report_outside_city"


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees, five digits after the point (about a metre)."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a citizen says. `sending` names the form it was written on."""

    category: ReportCategory
    kelurahan: Kelurahan
    text: str
    point: Point | None = None
    photo: CleanFile | None = None
    contact: str = ""
    sending: uuid.UUID = field(default_factory=uuid.uuid4)


def submit_report(*, new: NewReport, now: datetime) -> Report:
    """Keep the report, route it to its office and set its deadline.

    The same form sent twice, even at once, is one report.

    Raises:
        PhotoMissing: the category wants one.
        PointOutsideCity: the point is not here.
    """
    if new.category.needs_photo and new.photo is None:
        raise PhotoMissing(category=str(new.category))
    require_in_city(new.point)
    sending = _content_of(new)
    known = Report.objects.filter(sending=sending).first()
    if known:
        return known
    try:
        return _kept(new, sending, now)
    except IntegrityError:
        # The second of two at once; any other collision stays an error.
        return Report.objects.get(sending=sending)


def require_in_city(point: Point | None) -> None:
    """Refuse a point outside the city; none, or a city without positions, passes.

    Raises:
        PointOutsideCity: the point is not here.
    """
    bounds = city_bounds() if point else None
    if point and bounds and not bounds.hold(point.latitude, point.longitude):
        raise PointOutsideCity


@transaction.atomic
def _kept(new: NewReport, sending: uuid.UUID, now: datetime) -> Report:
    photo = keep_file(file=new.photo, now=now) if new.photo else None
    report = Report.objects.create(
        number=report_number(),
        sending=sending,
        category=new.category,
        opd_id=new.category.opd_id,
        kelurahan=new.kelurahan,
        latitude=new.point.latitude if new.point else None,
        longitude=new.point.longitude if new.point else None,
        text=new.text,
        contact=new.contact,
        photo=photo,
        state=ReportState.SUBMITTED.value,
        submitted_at=now,
        due_on=working_days_after(now, new.category.deadline_days),
    )
    write_event(
        report=report, name="submitted", source="", step=Step(photo=photo), now=now
    )
    publish(name="report_submitted", payload=payload_of(report), now=now)
    return report


def _content_of(new: NewReport) -> uuid.UUID:
    """The form with what stands on it: changed and sent again, it is another report."""
    said = "\0".join([new.category.code, new.kelurahan.code, new.text])
    return uuid.uuid5(new.sending, said)
