"""Whose role ends during a shift takes no more money, and can still end the shift."""

import pytest
from django.test import Client

from accounts.models import Assignment
from accounts.services import end_assignment
from kernel import clock
from payments.collection.models import CashTaken, Plate, Shift
from tests.collection.samples import (
    Market,
    cash_for,
    closed,
    handed_over,
    plates_of,
    repaid,
)
from tests.levies.samples import DAY, NOON, stall_bill


@pytest.fixture
def budi(
    market: Market, shift: Shift, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Client:
    """Budi on duty, the day after his role has ended."""
    assignment = Assignment.objects.get(person=market.budi)
    end_assignment(assignment=assignment, last_day=DAY, now=NOON)
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=3))
    client.force_login(market.budi)
    return client


def test_no_stall_opens_to_a_collector_whose_role_has_ended(
    budi: Client, market: Market
) -> None:
    bill = stall_bill()
    plates_of(market)
    code = Plate.objects.get(levy_object=bill.levy_object).code
    for path in ("pindai/", f"lapak/{code}/", f"lapak/{code}/tunai/"):
        assert budi.get(f"/petugas/{path}").headers["Location"] == "/petugas/"
    fields = {"kode": bill.kode_bayar, "jumlah": "18000", "kunci": "0" * 32}
    answer = budi.post(f"/petugas/lapak/{code}/tunai/terima/", fields, follow=True)
    assert "Penugasan Anda di pasar ini sudah berakhir" in answer.content.decode()
    assert not CashTaken.objects.exists()


def test_the_start_says_so_and_offers_no_way_to_take_money(budi: Client) -> None:
    page = budi.get("/petugas/").content.decode()
    assert "Jangan terima uang lagi" in page
    assert "/petugas/selesai/" in page
    assert "/petugas/pindai/" not in page
    assert "/petugas/mulai/" not in page
    assert budi.post("/petugas/mulai/", {"pasar": "pasar-contoh"}).status_code == 403


def test_the_shift_can_still_be_counted_and_ended(budi: Client, shift: Shift) -> None:
    assert budi.get("/petugas/selesai/").status_code == 200
    answer = budi.post("/petugas/selesai/", {"dihitung": "0"})
    assert answer.headers["Location"] == f"/petugas/tugas/{shift.pk}/"
    assert budi.get(f"/petugas/tugas/{shift.pk}/").status_code == 200


def test_the_way_to_the_hand_over_stays_open_until_nothing_is_owed(
    budi: Client, market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    page = budi.get("/petugas/").content.decode()
    assert "Penugasan Anda sudah berakhir" in page
    assert f"/petugas/serah/{hand_over.pk}/" in page
    assert 'href="/petugas/"' in budi.get("/akun/").content.decode()
    handed_over(market, hand_over, counted=15_000)
    page = budi.get("/petugas/").content.decode()
    assert "Kekurangan Rp 3.000" in " ".join(page.split())
    repaid(market, counted=3_000)
    assert budi.get("/petugas/").status_code == 403
