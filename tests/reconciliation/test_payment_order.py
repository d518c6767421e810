"""The demo's bank pays an approved refund, and the request leads there, there alone."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import requests
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.roles import Role
from payments.models import Payment, RefundRequest
from payments.reconciliation.models import Finding
from payments.reconciliation.services import import_statement, reconcile
from tests.levies.samples import stall_bill
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAYOUT,
    RKUD,
    line_of,
    paid,
    paid_again,
)
from tests.reconciliation.steps import told
from tests.reconciliation.test_pages import staff, text
from tests.reconciliation.test_refund_pages import LIST, ask, decide
from tests.simulator_processes import Simulator, bank_simulator

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(settings: Settings) -> Iterator[Simulator]:
    """Rp 20.000 in the treasury's account."""
    with bank_simulator(accounts=f"{RKUD}:RKUD:20000") as running:
        running.control("clock", now=LATER.isoformat())
        settings.TELLER_URL = f"{running.url}/teller"
        yield running


@pytest.fixture
def bud() -> Client:
    return staff(Role.CITY_TREASURY)


@pytest.fixture
def again() -> Payment:
    """A second payment of a bill of Rp 18.000, told as paid out."""
    bill = stall_bill()
    paid(bill)
    payment = paid_again(bill, number=2)
    told(line_of(payment, payout=PAYOUT))
    reconcile(now=NOW)
    return payment


def page(client: Client) -> str:
    return text(client.get(f"{LIST}{RefundRequest.objects.get().pk}/"))


def links(shown: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(http[^"]+/sp2d[^"]+)"', shown)]


def test_what_the_page_leads_to_pays_and_the_statement_ends_the_request(
    again: Payment, bank: Simulator, bud: Client
) -> None:
    ask(staff(Role.RECONCILER))
    assert links(page(bud)) == []
    decide(bud, "setujui")
    [link] = links(page(bud))
    shown = requests.get(link, timeout=5).text
    typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown))
    assert (typed["reference"], typed["amount"]) == (again.code, "18000")
    done = requests.post(link.partition("?")[0], data=typed, timeout=5)
    assert "Perintah bayar dilaksanakan" in done.text
    day = LATER.date().isoformat()
    statement = bank.read("/statement.csv", date=day).content
    import_statement(name="bank.csv", content=statement, person=None, now=LATER)
    reconcile(now=LATER)
    request = RefundRequest.objects.get()
    assert (request.outcome, request.bank_line is not None) == ("refunded", True)
    assert Finding.objects.get(cause="paid_twice").resolved_at == LATER
    assert links(page(bud)) == []


def test_a_city_that_is_no_demo_has_no_such_bank(again: Payment, bud: Client) -> None:
    ask(staff(Role.RECONCILER))
    decide(bud, "setujui")
    assert "menunggu SKRDLB dan perintah bayar BUD" in page(bud)
    assert "Hanya di demo" not in page(bud)
