"""Whose role ends during a shift takes no more money, and can still end the shift."""

import pytest
from django.test import Client

from accounts.models import Assignment
from accounts.services import end_assignment
from kernel import clock
from payments.collection.models import Plate, Shift
from tests.collection.samples import Market, plates_of
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
        assert budi.get(f"/petugas/{path}").status_code == 403


def test_the_shift_can_still_be_counted_and_ended(budi: Client, shift: Shift) -> None:
    assert budi.get("/petugas/selesai/").status_code == 200
    answer = budi.post("/petugas/selesai/", {"dihitung": "0"})
    assert answer.headers["Location"] == f"/petugas/tugas/{shift.pk}/"
    assert budi.get(f"/petugas/tugas/{shift.pk}/").status_code == 200
