"""GET /api/v1/bills/<kode>/: what a machine is told of a bill."""

from datetime import date

import pytest
from django.urls import include, path
from rest_framework.test import APIClient

from kernel import clock
from kernel.identifiers import kode_bayar
from kernel.money import Rupiah
from levies.services import apply_payment
from tests.levies import samples
from tests.levies.samples import DAY, NOON

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("empty_cache"),
    pytest.mark.urls("tests.levies.test_bill_api"),
]

urlpatterns = [path("api/v1/", include("levies.api_urls"))]


def get(kode: str) -> tuple[int, dict[str, object]]:
    response = APIClient().get(f"/api/v1/bills/{kode}/")
    return response.status_code, response.json()


def test_a_bill_is_told_with_its_trace_and_a_shortened_payer() -> None:
    bill = samples.stall_bill()
    status, told = get(bill.kode_bayar)
    assert status == 200
    assert told == {
        "kode_bayar": bill.kode_bayar,
        "state": "expected",
        "levy": "Retribusi Pelayanan Pasar",
        "levy_object": "Los Siti Aminah",
        "opd": "Dinas Perindustrian dan Perdagangan",
        "payer": "Si. Am.",
        "period_from": "2026-03-02",
        "period_until": "2026-03-02",
        "due_on": "2026-03-02",
        "calculation": {
            "lines": [
                {
                    "what": "Retribusi Pelayanan Pasar",
                    "factors": ["6 m²", "Rp 3.000", "1 hari"],
                    "amount_idr": 18_000,
                }
            ],
            "amount_idr": 18_000,
            "basis": "Perda PDRD Kota Uji, pasal belum diverifikasi",
            "verified": False,
        },
        "amount_idr": 18_000,
        "paid_idr": 0,
        "principal_due_idr": 18_000,
        "late_interest_idr": 0,
        "due_idr": 18_000,
        "interest_grows_on": None,
        "successor": None,
    }


def test_late_interest_of_today_is_in_what_is_due() -> None:
    today = clock.now().date()
    month = date(today.year - 3, 1, 1)
    status, told = get(samples.waste_skrd(month=month).kode_bayar)
    assert (status, told["late_interest_idr"], told["due_idr"]) == (200, 2_400, 12_400)


def test_nothing_is_due_on_a_paid_bill() -> None:
    bill = samples.stall_bill()
    apply_payment(
        bill=bill, principal=Rupiah(18_000), paid_on=DAY, cause="uji", now=NOON
    )
    _, told = get(bill.kode_bayar)
    assert (told["state"], told["paid_idr"], told["due_idr"]) == ("paid_off", 18_000, 0)


@pytest.mark.parametrize(
    ("kode", "code"),
    [
        (kode_bayar(10**11), "bill_unknown"),
        ("12345678901234", "kode_bayar_mistyped"),
        ("abc", "kode_bayar_mistyped"),
        ("1" * 400, "kode_bayar_mistyped"),
    ],
)
def test_no_bill_is_a_problem_with_a_code(kode: str, code: str) -> None:
    samples.small_city()
    status, told = get(kode)
    assert (status, told["code"]) == (404, code)
