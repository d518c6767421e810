"""A city, an OPD that issues papers, and a receipt of it."""

import pytest

from city.models import Opd
from papers.models import Paper
from tests.levies.samples import SmallCity, small_city
from tests.papers.samples import receipt_paper


@pytest.fixture
def city(db: None) -> SmallCity:
    """The small city, rolled back after the test."""
    return small_city()


@pytest.fixture
def opd(city: SmallCity) -> Opd:
    """The office of the markets."""
    return city.market_opd


@pytest.fixture
def paper(opd: Opd) -> Paper:
    """An issued receipt, not drawn yet."""
    return receipt_paper(opd)
