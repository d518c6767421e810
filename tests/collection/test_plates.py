"""Plates: one code for good per stall, drawn by the worker, readable by any scanner."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client, override_settings
from PIL import Image

from city.models import Market as CityMarket
from kernel import clock
from kernel.errors import Forbidden
from levies.selectors import UnknownBill
from outbox.models import Event
from payments.collection.models import Plate, PlateSheet
from payments.collection.selectors.stalls import plate_read
from payments.collection.services import (
    draw_plates,
    make_plates,
    order_plates,
    plate_of,
)
from payments.collection.services.refusals import MarketHasNoStalls
from payments.collection.tasks import draw_ordered_plates
from tests.collection.samples import Market
from tests.levies.samples import DAY, NOON, stall, stall_bill, waste_skrd

STALLS = 7
A_DAY = timedelta(days=1)


@pytest.fixture
def sheet(market: Market) -> PlateSheet:
    """What Sari ordered for the market's seven stalls."""
    for number in range(STALLS):
        stall(market.city, owner=f"Pedagang {number}")
    return order_plates(market=market.city.market, person=market.sari, now=NOON)


def test_a_stall_keeps_its_code(market: Market, sheet: PlateSheet) -> None:
    codes = set(Plate.objects.values_list("code", flat=True))
    stall(market.city, owner="Baru")
    again = {plate.code for plate in make_plates(market=market.city.market, now=NOON)}
    assert codes < again
    assert len(again) == STALLS + 1


def test_an_order_is_drawn_once_by_the_worker(sheet: PlateSheet) -> None:
    event = Event.objects.get(name="plates_ordered")
    draw_ordered_plates(payload=event.payload, now=NOON)
    sheet.refresh_from_db()
    assert sheet.pdf is not None
    first = bytes(sheet.pdf)
    draw_plates(sheet_id=sheet.pk, now=NOON)
    sheet.refresh_from_db()
    assert bytes(sheet.pdf) == first
    assert first.startswith(b"%PDF-")


def test_every_qr_on_the_sheet_leads_to_its_stall(
    sheet: PlateSheet, tmp_path: Path
) -> None:
    draw_plates(sheet_id=sheet.pk, now=NOON)
    sheet.refresh_from_db()
    pdf = tmp_path / "plates.pdf"
    pdf.write_bytes(bytes(sheet.pdf or b""))
    command = ["pdftoppm", "-r", "110", "-png", str(pdf), str(tmp_path / "page")]
    subprocess.run(command, check=True)
    read = [
        code.text
        for page in sorted(tmp_path.glob("page*.png"))
        for code in zxingcpp.read_barcodes(Image.open(page))
    ]
    assert len(read) == STALLS
    assert {plate_read(text) for text in read} == set(Plate.objects.all())


def test_a_kode_bayar_finds_a_stall_that_was_never_plated(market: Market) -> None:
    bill = stall_bill(owner="Baru")
    plate = plate_of(text=bill.kode_bayar, now=NOON)
    assert plate.levy_object == bill.levy_object
    assert plate_of(text=plate.code, now=NOON) == plate
    assert plate in make_plates(market=market.city.market, now=NOON)


@pytest.mark.usefixtures("market")
def test_a_households_kode_bayar_is_no_stall() -> None:
    bill = waste_skrd(owner="Rumah")
    with pytest.raises(UnknownBill):
        plate_of(text=bill.kode_bayar, now=NOON)
    assert not Plate.objects.filter(levy_object=bill.levy_object).exists()


def test_who_may_not_print_orders_nothing(market: Market, sheet: PlateSheet) -> None:
    with pytest.raises(Forbidden):
        order_plates(market=market.city.market, person=market.budi, now=NOON)


def test_a_market_without_stalls_has_no_plates(market: Market) -> None:
    empty = CityMarket.objects.create(
        code="pasar-kosong",
        name="Pasar Kosong",
        opd=market.city.market_opd,
        trader_count=0,
        source="uji",
    )
    with pytest.raises(MarketHasNoStalls):
        order_plates(market=empty, person=market.sari, now=NOON)


def test_the_page_waits_for_the_worker_and_then_gives_the_file(
    market: Market, sheet: PlateSheet, client: Client
) -> None:
    client.force_login(market.sari)
    page = f"/kantor/plat/{sheet.pk}/"
    assert "sedang digambar" in client.get(page).content.decode()
    assert client.get(f"/kantor/plat/{sheet.pk}.pdf").status_code == 404
    etag = client.get(f"{page}status/").headers["ETag"]
    waiting = client.get(f"{page}status/", headers={"If-None-Match": etag})
    assert waiting.status_code == 304
    draw_plates(sheet_id=sheet.pk, now=NOON)
    drawn = client.get(f"{page}status/", headers={"If-None-Match": etag})
    assert drawn.status_code == 200
    assert "Unduh PDF" in client.get(page).content.decode()
    file = client.get(f"/kantor/plat/{sheet.pk}.pdf")
    assert file.headers["Content-Type"] == "application/pdf"


def test_nobody_else_sees_the_sheet(
    market: Market, sheet: PlateSheet, client: Client
) -> None:
    client.force_login(market.budi)
    assert client.get(f"/kantor/plat/{sheet.pk}/").status_code == 403


def test_as_many_stalls_are_counted_as_are_printed(
    market: Market, sheet: PlateSheet, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trader left yesterday, another begins tomorrow: the page says who lacks."""
    left, coming = (stall(market.city, owner=owner) for owner in ("Lama", "Nanti"))
    left.valid_from, left.valid_until = DAY - 2 * A_DAY, DAY - A_DAY
    coming.valid_from = DAY + A_DAY
    for one in (left, coming):
        one.save()
    monkeypatch.setattr(clock, "now", lambda: NOON)
    client.force_login(market.sari)
    page = client.get("/kantor/plat/").content.decode()
    assert f"{STALLS} lapak dipakai hari ini. 2 lapak lain" in page
    printed = order_plates(market=market.city.market, person=market.sari, now=NOON)
    assert printed.plate_count == STALLS


@override_settings(SITE_URL="https://retribusi.kota-contoh.go.id")
def test_a_plate_says_where_its_code_is_typed(
    sheet: PlateSheet, tmp_path: Path
) -> None:
    draw_plates(sheet_id=sheet.pk, now=NOON)
    sheet.refresh_from_db()
    pdf = tmp_path / "plates.pdf"
    pdf.write_bytes(bytes(sheet.pdf or b""))
    command = ["pdftotext", "-raw", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    said = " ".join(text.split())
    assert said.count("ketik kode lapak ini di retribusi.kota-contoh.go.id:") == STALLS
    for plate in Plate.objects.all():
        code = plate.code
        assert f"{code[:4]} {code[4:8]} {code[8:]}" in said
