"""A stall of another market: the same answer everywhere, which names nobody."""

import pytest
from django.test import Client

from city.models import Market as CityMarket
from kernel import clock
from payments.collection.models import Plate, Shift
from tests.collection.samples import Market, plates_of
from tests.levies.samples import NOON, household, stall_bill

STALL = "/petugas/lapak/{code}/"


@pytest.fixture
def budi(
    market: Market, shift: Shift, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Client:
    """Budi's telephone, on duty at the small city's market."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    client.force_login(market.budi)
    return client


@pytest.mark.parametrize("path", ["", "tunai/", "qris/x/"])
def test_no_page_of_a_stall_elsewhere_names_its_payer(
    budi: Client, market: Market, path: str
) -> None:
    answer = budi.get(STALL.format(code=plate_elsewhere(market).code) + path)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "BUKAN LAPAK ANDA" in page
    assert "Jauh" not in page
    assert "Rp" not in page


@pytest.mark.parametrize("path", ["tunai/terima/", "qris/", "qris/x/periksa/"])
def test_nothing_is_done_for_a_stall_elsewhere(
    budi: Client, market: Market, path: str
) -> None:
    answer = budi.post(STALL.format(code=plate_elsewhere(market).code) + path)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "BUKAN LAPAK ANDA" in page
    assert "Jauh" not in page


def test_a_qris_page_left_open_names_nobody_from_another_market(
    budi: Client, market: Market, shift: Shift
) -> None:
    """Budi may collect at both markets; his phone still asks about the first."""
    stall = stall_bill().levy_object
    plates_of(market)
    here = market.city.market
    shift.market = CityMarket.objects.create(
        code="pasar-lain",
        name="Pasar Lain",
        opd=here.opd,
        kelurahan=here.kelurahan,
        trader_count=1,
        source="uji",
    )
    shift.save()
    code = Plate.objects.get(levy_object=stall).code
    answer = budi.get(STALL.format(code=code) + "qris/x/status/")
    page = answer.content.decode()
    assert "BUKAN LAPAK ANDA" in page
    assert "Lapak di Pasar Contoh" in page
    assert stall.payer.name not in page


def plate_elsewhere(market: Market) -> Plate:
    """A plate of what lies at no market; its label names its owner, Jauh."""
    elsewhere = household(market.city, owner="Jauh")
    return Plate.objects.create(
        levy_object=elsewhere, code="abcdefgh2345", made_at=NOON
    )
