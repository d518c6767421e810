"""A small city, because every page shows its name and its help."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from city import selectors
from city.models import CityProfile, Opd
from tests.payments.conftest import city, simulator, simulator_process

__all__ = ["city", "simulator", "simulator_process", "small_city"]


@pytest.fixture(autouse=True)
def language_of_one_test() -> Iterator[None]:
    """A request leaves its language on the thread; the next test begins without."""
    yield
    translation.deactivate()


@pytest.fixture
def small_city(db: None) -> CityProfile:
    """A city in WIT; the row lives as long as the test."""
    selectors.forget()
    opd = Opd.objects.create(code="9.9", name="Dinas Contoh", letter_code="DINAS")
    return CityProfile.objects.create(
        id=1,
        slug="contoh",
        name="Contoh",
        full_name="Kota Contoh",
        timezone="Asia/Jayapura",
        timezone_label="WIT",
        revenue_office="BP2RD",
        letter_suffix="KC",
        levy_letter_class="973",
        legal_basis="Perda contoh",
        unverified_basis_text="Perda contoh, pasal belum diverifikasi",
        rkud_bank="Bank Contoh",
        rkud_account="0000000001",
        qris_merchant_name="KOTA CONTOH",
        qris_city="CONTOH",
        nmid="ID1000000000000",
        suspense_opd=opd,
        help_phone="(0921) 000 0000",
        help_whatsapp="0812-0000-0000",
        help_hours="Senin–Jumat, 08.00–16.00 WIT",
        help_address="Jalan Contoh 1",
    )
