"""Plates of a market's stalls: each stall gets one code for good; a worker draws."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts import audit
from accounts.models import Person
from city.models import Market
from city.selectors import business_date_of
from city.selectors import profile as city_profile
from kernel.identifiers import opaque_code
from levies.models import LevyObject
from levies.selectors import UnknownBill, bill_by_kode
from outbox.services import publish
from papers.qr import qr_data_uri
from papers.rendering import draw_plates as print_plates
from payments.collection.access import require_printer
from payments.collection.models import Plate, PlateSheet
from payments.collection.selectors.stalls import (
    is_in_use,
    plate_by_code,
    plate_read,
    plate_url,
    stall_name,
)
from payments.collection.services.refusals import MarketHasNoStalls


@transaction.atomic
def make_plates(*, market: Market, now: datetime) -> list[Plate]:
    """The plates of all stalls of a market that are in use; new ones where one lacks.

    A stall keeps its code for good, also of two orders at once.
    """
    today = business_date_of(now)
    in_use = LevyObject.objects.filter(is_in_use(today), market=market)
    lacking = in_use.filter(plate__isnull=True).order_by("pk")
    Plate.objects.bulk_create(
        [
            Plate(levy_object=stall, code=opaque_code(), made_at=now)
            for stall in lacking
        ],
        ignore_conflicts=True,
    )
    plates = Plate.objects.filter(levy_object__in=in_use)
    return list(plates.select_related("levy_object").order_by("levy_object__code"))


def plate_of(*, text: str, now: datetime) -> Plate:
    """The plate that was scanned or typed; see `plate_read` for what can be.

    A stall that was never plated gets its code when its kode bayar is typed, so that
    no collector waits for a printer.

    Raises:
        UnknownPlate, ForeignQr, UnknownBill: nothing of ours, or no stall of a market.
    """
    try:
        return plate_read(text)
    except UnknownBill:
        stall = bill_by_kode(text).levy_object
        if stall.market_id is None:
            raise
        new = {"code": opaque_code(), "made_at": now}
        plate, _ = Plate.objects.get_or_create(levy_object=stall, defaults=new)
        return plate_by_code(plate.code)


@transaction.atomic
def order_plates(*, market: Market, person: Person, now: datetime) -> PlateSheet:
    """Want the plates of a market on paper; a worker draws the sheet soon after.

    Raises:
        Forbidden: the person may not print plates of this market.
        MarketHasNoStalls: no stall is registered there.
    """
    require_printer(person, market, now)
    plates = make_plates(market=market, now=now)
    if not plates:
        raise MarketHasNoStalls(market=market.name)
    sheet = PlateSheet.objects.create(
        market=market, wanted_by=person, wanted_at=now, plate_count=len(plates)
    )
    publish(name="plates_ordered", payload={"sheet_id": sheet.pk}, now=now)
    audit.record(
        actor=person,
        action="plates_ordered",
        subject=f"plate_sheet:{sheet.pk}",
        facts={"market": market.code, "plates": len(plates)},
        now=now,
    )
    return sheet


def draw_plates(*, sheet_id: int, now: datetime) -> None:
    """Draw a wanted sheet, outside any transaction. Safe to repeat: drawn once."""
    sheet = PlateSheet.objects.select_related("market__opd").get(pk=sheet_id)
    if sheet.made_at is not None:
        return
    plates = make_plates(market=sheet.market, now=now)
    context = {
        "city": city_profile(),
        "site": settings.SITE_URL.partition("://")[2],
        "market": sheet.market,
        "plates": [
            {
                "plate": plate,
                "stall": stall_name(plate.levy_object, sheet.market),
                "qr": qr_data_uri(plate_url(plate)),
            }
            for plate in plates
        ],
    }
    pdf = print_plates(context)
    PlateSheet.objects.filter(pk=sheet.pk, made_at__isnull=True).update(
        pdf=pdf, made_at=now, plate_count=len(plates)
    )
