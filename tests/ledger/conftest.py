"""Two offices, their accounts, and a day in March."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from city.models import Opd, RevenueAccount

NOON = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)
FIRST_OF_MARCH = date(2027, 3, 1)


@dataclass(frozen=True)
class Offices:
    """The ids that legs name."""

    market: int
    waste: int
    market_levy: int
    sanctions: int


def make_offices() -> Offices:
    """The market office (disperindag), the waste office, and two revenue accounts."""
    market = Opd.objects.create(code="3.30", name="Pasar", letter_code="DPP")
    waste = Opd.objects.create(code="2.11", name="Kebersihan", letter_code="DLH")
    market_levy = RevenueAccount.objects.create(
        code="4.1.02.02.01", name="Retribusi pasar", source="uji"
    )
    sanctions = RevenueAccount.objects.create(
        code="4.1.04.13", name="Sanksi retribusi", source="uji"
    )
    return Offices(market.pk, waste.pk, market_levy.pk, sanctions.pk)


@pytest.fixture
def offices(db: None) -> Offices:
    """Two OPD, in a transaction that is rolled back."""
    return make_offices()


@pytest.fixture
def committed_offices(committed_db: str) -> Offices:
    """Two OPD in a database of this test's own."""
    return make_offices()
