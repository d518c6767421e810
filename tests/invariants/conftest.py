"""A day of a small city's books, whole and healthy, made by the services themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from config.events import HANDLERS
from kernel.money import Rupiah
from ledger.chain import seal_entries
from levies.models import Bill
from outbox.models import Task
from outbox.services import relay_events
from payments.collection.models import Deposit
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.models import Payment, PaymentEvent, PaymentItem
from payments.reconciliation.services import (
    import_settlement,
    import_statement,
    reconcile,
)
from payments.services import apply_notice, process_deliveries, record_delivery
from receipts.services import issue_receipts
from tests.conftest import TEMPLATE
from tests.databases import Databases
from tests.invariants.market import live_a_market_day
from tests.levies.samples import NOON, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    PAYOUT,
    Movement,
    line_of,
    payout_credit,
    report,
    statement_csv,
)

SEEDED = "rempah_invariants"
LATER = NOON + timedelta(days=1, hours=3)


def asked(*bills: Bill, code: str, interest: int = 0) -> Payment:
    """An attempt to pay these bills, as `request_payment` records it."""
    asked_idr = sum(bill.amount_idr for bill in bills) + interest
    payment = Payment.objects.create(
        code=code,
        channel="qris",
        gateway="midtrans",
        state="created",
        amount_idr=asked_idr,
        created_at=NOON,
        expires_at=NOON + timedelta(minutes=15),
    )
    for bill in bills:
        PaymentItem.objects.create(
            payment=payment,
            bill=bill,
            opd=bill.opd,
            principal_idr=bill.amount_idr,
            late_interest_idr=interest,
        )
        interest = 0
    PaymentEvent.objects.create(
        payment=payment, name="requested", target="created", cause="asked", at=NOON
    )
    return payment


def tell(
    code: str,
    amount_idr: int,
    state: NoticeState = NoticeState.PAID,
    refunds: tuple[RefundNotice, ...] = (),
) -> Payment | None:
    """Apply what the gateway says of an order."""
    notice = Notice(
        gateway="midtrans",
        reference=code,
        gateway_reference=f"tx-{code}",
        state=state,
        amount=Rupiah(amount_idr),
        received=Rupiah(0 if state is NoticeState.DENIED else amount_idr),
        paid_at=None if state is NoticeState.DENIED else NOON,
        channel="qris",
        refunds=refunds,
    )
    return apply_notice(notice=notice, cause="test", now=NOON)


def live_a_day() -> None:
    """Bills, payments of every fate, receipts, a payout, and everything told."""
    stall, waste = stall_bill(), waste_skrd()
    paid = asked(stall, waste, code="two-opd", interest=180)
    tell("two-opd", paid.amount_idr)
    asked(stall, code="twice")
    tell("twice", stall.amount_idr)
    refund = RefundNotice("r1", Rupiah(stall.amount_idr), "twice", NOON, NOON)
    tell("twice", stall.amount_idr, NoticeState.REFUNDED, (refund,))
    asked(stall, code="thrice")
    tell("thrice", stall.amount_idr)
    tell("thrice", stall.amount_idr + 500)
    denied = asked(waste_skrd(owner="Joko Susilo"), code="denied")
    tell("denied", denied.amount_idr)
    tell("denied", denied.amount_idr, NoticeState.DENIED)
    tell("unknown", 7_000)
    tell("unknown", 9_000)
    part = RefundNotice("r2", Rupiah(2_500), "unknown", NOON, NOON)
    tell("unknown", 9_000, NoticeState.PART_REFUNDED, (part,))
    asked(waste_skrd(owner="Wati Lestari"), code="waiting")
    unsettled = asked(waste_skrd(owner="Rahma Yusuf"), code="unsettled")
    tell("unsettled", unsettled.amount_idr)
    deposit = live_a_market_day()
    for payment in Payment.objects.filter(state="paid"):
        issue_receipts(payment_id=payment.pk, now=NOON)
    settle("two-opd", "thrice", deposit=deposit)
    record_delivery(gateway="midtrans", body=b"forged", is_genuine=False, now=NOON)
    record_delivery(gateway="midtrans", body=b"unreadable", is_genuine=True, now=NOON)
    process_deliveries(now=NOON)
    relay_events(handlers=HANDLERS, now=NOON)
    Task.objects.update(done_at=NOON)
    seal_entries()


def settle(*codes: str, deposit: Deposit) -> None:
    """The gateway reports these payments and pays them out; the bank shows all."""
    lines = [
        line_of(Payment.objects.get(code=code), fee=100, vat=11, payout=PAYOUT)
        for code in codes
    ]
    content = report(lines)
    import_settlement(name="report.csv", content=content, person=None, now=LATER)
    slip = f"SETORAN TUNAI {deposit.paper.number}"
    cash = Movement(deposit.amount_idr, slip, "FT0009")
    content = statement_csv([payout_credit(lines), cash])
    import_statement(name="bank.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)


@pytest.fixture(scope="session")
def seeded(
    django_db_setup: None, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> str:
    """The name of a committed database in which all of that has happened."""
    databases.clone(TEMPLATE, SEEDED)
    with django_db_blocker.unblock(), pointed_at(databases, SEEDED):
        live_a_day()
    return SEEDED


@contextmanager
def pointed_at(databases: Databases, name: str) -> Iterator[None]:
    """Let Django's connections mean another database for a while."""
    before = str(connections["default"].settings_dict["NAME"])
    databases.point_django_at(name)
    try:
        yield
    finally:
        databases.point_django_at(before)


@pytest.fixture
def superuser(seeded: str, databases: Databases) -> Iterator[psycopg.Cursor]:
    """A cursor with all rights and no triggers, whose changes are rolled back."""
    sockets = str(databases.postgres.sockets)
    with psycopg.connect(dbname=seeded, host=sockets, user="postgres") as connection:
        cursor = connection.cursor()
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        connection.rollback()
