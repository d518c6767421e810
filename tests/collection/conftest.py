"""The market with its collectors and treasurer."""

import pytest
from django.test import Client

from kernel import clock
from payments.collection.models import Shift
from tests.collection.samples import Market, on_duty, people_of_cash
from tests.levies.samples import NOON


@pytest.fixture
def market(db: None) -> Market:
    return people_of_cash()


@pytest.fixture
def shift(market: Market) -> Shift:
    """Budi's open shift."""
    return on_duty(market)


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages look at the clock themselves."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def budi(market: Market, client: Client) -> Client:
    """Budi's telephone, signed in."""
    client.force_login(market.budi)
    return client


@pytest.fixture
def sari(market: Market) -> Client:
    """Sari's desk."""
    desk = Client()
    desk.force_login(market.sari)
    return desk
