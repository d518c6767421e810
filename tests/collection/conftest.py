"""The market with its collectors and treasurer."""

import pytest

from payments.collection.models import Shift
from tests.collection.samples import Market, on_duty, people_of_cash


@pytest.fixture
def market(db: None) -> Market:
    return people_of_cash()


@pytest.fixture
def shift(market: Market) -> Shift:
    """Budi's open shift."""
    return on_duty(market)
