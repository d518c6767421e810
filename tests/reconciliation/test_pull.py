"""Pulling reports from the real simulators, after a payment through the adapter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from kernel import clock
from kernel.money import Rupiah
from ledger import selectors as ledger
from ledger.services import AccountKind
from payments.gateways import registry
from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from payments.models import Payment
from payments.reconciliation.models import BankLine, Finding, SettlementLine
from payments.reconciliation.services import (
    ReportUnreachable,
    pull_settlement,
    pull_statement,
    reconcile,
)
from payments.services import poll_payments, request_payment
from tests.levies.samples import small_city, stall_bill
from tests.reconciliation.samples import RKUD
from tests.simulator_processes import (
    SERVER_KEY,
    Simulator,
    bank_simulator,
    midtrans_simulator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside(settings: Settings) -> Iterator[tuple[Simulator, Simulator]]:
    """A gateway and a bank of this test's own, wired as the demo wires them."""
    before = registry.gateway("midtrans")
    with (
        bank_simulator(accounts=f"{RKUD}:RKUD UJI:0") as bank,
        midtrans_simulator(bank=bank.url) as gateway,
    ):
        config = MidtransConfig(
            server_key=SERVER_KEY, url=gateway.url, connect_seconds=1, read_seconds=2
        )
        registry.register(MidtransGateway(config))
        settings.MIDTRANS = settings.MIDTRANS | {"url": gateway.url}
        settings.BANK_URL = bank.url
        yield gateway, bank
    registry.register(before)


def _paid_through(gateway: Simulator) -> Payment:
    small_city()
    now = clock.now()
    payment = request_payment(kodes=[stall_bill().kode_bayar], channel="qris", now=now)
    gateway.control("pay", order_id=payment.code)
    poll_payments(now=now + timedelta(minutes=10))
    payment.refresh_from_db()
    assert payment.state == "paid"
    return payment


def _later(simulators: tuple[Simulator, Simulator], days: int) -> datetime:
    """Move both clocks, the bank's first, and tell the time it is then."""
    gateway, bank = simulators
    for simulator in (bank, gateway):
        simulator.control("clock", offset_seconds=days * 86_400)
    return clock.now() + timedelta(days=days)


def test_what_is_pulled_is_matched_up_to_the_bank(
    outside: tuple[Simulator, Simulator],
) -> None:
    gateway, bank = outside
    payment = _paid_through(gateway)
    now = clock.now()
    assert sum(file.new_line_count for file in pull_settlement(person=None, now=now))
    pull_statement(person=None, now=now)
    assert reconcile(now=now).lines_matched == 1

    later = _later(outside, days=5)
    pull_settlement(person=None, now=later)
    pull_statement(person=None, now=later)
    result = reconcile(now=later)

    assert (result.payouts_found, result.entries_posted) == (1, 1)
    assert not Finding.objects.filter(resolved_at=None).exists()
    assert SettlementLine.objects.get().order_id == payment.code
    banked = bank.truth()["accounts"][0]["closing"]
    assert BankLine.objects.get().amount_idr == banked
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(banked)
    assert ledger.balance(kind=AccountKind.GATEWAY_CLEARING) == Rupiah(0)


def test_a_payout_the_bank_lost_is_named(outside: tuple[Simulator, Simulator]) -> None:
    gateway, bank = outside
    bank.control("faults", drop_payouts=True)
    _paid_through(gateway)
    later = _later(outside, days=12)
    pull_settlement(person=None, now=later)
    pull_statement(person=None, now=later)
    reconcile(now=later)

    (finding,) = Finding.objects.filter(resolved_at=None)
    assert finding.cause == "payout_not_in_bank"


def test_days_without_a_payment_leave_no_file(
    outside: tuple[Simulator, Simulator],
) -> None:
    small_city()
    assert pull_settlement(person=None, now=clock.now()) == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", ""])
def test_a_gateway_that_is_away_is_said_so(settings: Settings, address: str) -> None:
    small_city()
    settings.MIDTRANS = settings.MIDTRANS | {"url": address}
    settings.BANK_URL = address
    with pytest.raises(ReportUnreachable):
        pull_settlement(person=None, now=clock.now())
    with pytest.raises(ReportUnreachable):
        pull_statement(person=None, now=clock.now())
