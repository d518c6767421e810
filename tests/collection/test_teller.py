"""The demo's bank has a counter, and the treasurer's page leads to it, there alone."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import requests
from django.test import Client
from pytest_django.fixtures import Settings

from kernel import clock
from payments.collection.models import Deposit, Shift
from payments.reconciliation.services import import_statement, reconcile
from tests.collection.samples import (
    LATER,
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
)
from tests.levies.samples import DAY, NOON, stall_bill
from tests.reconciliation.samples import RKUD
from tests.simulator_processes import Simulator, bank_simulator


@pytest.fixture
def bank() -> Iterator[Simulator]:
    with bank_simulator(accounts=f"{RKUD}:RKUD:0") as running:
        running.control("clock", now=LATER.isoformat())
        yield running


@pytest.fixture
def deposit(market: Market, shift: Shift, monkeypatch: pytest.MonkeyPatch) -> Deposit:
    """Rp 18.000 of Sari's under a slip, on its way to the bank."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted=18_000)
    return deposited(market, 18_000)


@pytest.fixture
def sari(market: Market, client: Client) -> Client:
    client.force_login(market.sari)
    return client


def page(sari: Client) -> str:
    return sari.get("/kantor/kas/").content.decode()


def test_a_city_that_is_no_demo_has_no_teller(sari: Client, deposit: Deposit) -> None:
    assert "teller" not in page(sari)


def test_a_slip_is_banked_at_the_teller_that_the_page_leads_to(
    sari: Client, deposit: Deposit, settings: Settings, bank: Simulator
) -> None:
    settings.TELLER_URL = f"{bank.url}/teller"
    [link] = re.findall(rf'href="({settings.TELLER_URL}[^"]+)"', page(sari))
    shown = requests.get(unescape(link), timeout=5).text
    typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown))
    done = requests.post(settings.TELLER_URL, data=typed, timeout=5)
    assert "Setoran diterima" in done.text
    statement = bank.read("/statement.csv", date=DAY.isoformat()).content
    import_statement(name="bank.csv", content=statement, person=None, now=LATER)
    assert reconcile(now=LATER).deposits_found == 1
    deposit.refresh_from_db()
    assert (deposit.state, deposit.banked_on) == ("banked", DAY)
    assert settings.TELLER_URL not in page(sari)
