"""A refund lessens realised revenue exactly when its payment was realised before it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection

from config.invariants import INVARIANTS, check
from kernel.money import Rupiah
from ledger import selectors as ledger
from payments.gateways.port import NoticeState, RefundNotice
from payments.reconciliation.services import import_statement, reconcile
from tests.invariants.conftest import asked, tell
from tests.levies.samples import NOON, small_city, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAID_AT,
    PAYOUT,
    Line,
    payout_credit,
    statement_csv,
)
from tests.reconciliation.steps import banked, told

pytestmark = pytest.mark.django_db
OF_MONEY = {"I02", "I10", "I17", "I17b", "I21", "I22", "I23", "I24"}
PAID = Line("sewa", "tx-sewa", 18_000, payout=PAYOUT)
BACK = Line(
    "sewa", "tx-sewa", 0, refund=5_000, status="refund", payout="WD2", settled_at=LATER
)
OTHER = Line("lain", "tx-lain", 10_000, payout="WD2")
ON = date(2026, 3, 12)


@pytest.fixture(autouse=True)
def two_payments() -> None:
    small_city()
    asked(stall_bill(), code="sewa")
    tell("sewa", 18_000)
    asked(waste_skrd(), code="lain")
    tell("lain", 10_000)


def refunded(told_at: datetime = NOON) -> None:
    refund = RefundNotice("r1", Rupiah(5_000), "uji", told_at, told_at)
    tell("sewa", 18_000, NoticeState.PART_REFUNDED, (refund,))


def second_payout() -> None:
    """It brings the other payment, less the refund."""
    told(BACK, OTHER, now=LATER)
    credit = replace(payout_credit([BACK, OTHER], payout="WD2"), on=ON)
    content = statement_csv([credit], days=(ON, ON))
    import_statement(name="b.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)


def realised() -> int:
    lines = ledger.realised_revenue(first_on=date.min, last_on=date.max)
    return sum(line.amount.amount for line in lines)


def broken() -> list[str]:
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=LATER) for one in INVARIANTS]
    of_money = [one for one in outcomes if one.invariant.code in OF_MONEY]
    return [one.invariant.name for one in of_money if not one.holds]


@pytest.mark.parametrize("moment", ["before", "matched", "posted"])
@pytest.mark.parametrize("told_at", [NOON, LATER], ids=["heard late", "heard at once"])
def test_whenever_it_was_made_and_heard_what_stays_is_realised(
    moment: str, told_at: datetime
) -> None:
    if moment == "before":
        refunded(told_at)
    told(PAID)
    reconcile(now=NOW)
    if moment == "matched":
        refunded(told_at)
    banked(payout_credit([PAID]))
    reconcile(now=NOW)
    assert broken() == []
    if moment == "posted":
        assert realised() == 18_000
        refunded(told_at)
    else:
        assert realised() == 13_000
    second_payout()
    assert realised() == 13_000 + 10_000
    assert broken() == []


def test_a_payout_that_is_posted_twice_remembers_what_came_first() -> None:
    stranger = Line("baru", "tx-baru", 7_000, payout=PAYOUT, settled_at=PAID_AT)
    told(PAID, stranger)
    banked(payout_credit([PAID, stranger]))
    reconcile(now=NOW)
    refunded()
    tell("baru", 7_000)
    reconcile(now=NOW)
    second_payout()
    assert realised() == 13_000 + 10_000
    assert broken() == []


def test_suspense_that_is_refunded_lessens_no_revenue() -> None:
    tell("asing", 7_000)
    refund = RefundNotice("r2", Rupiah(7_000), "uji", NOON, NOON)
    tell("asing", 7_000, NoticeState.REFUNDED, (refund,))
    lines = [
        PAID,
        Line("asing", "tx-asing", 7_000, payout=PAYOUT),
        Line("asing", "tx-asing", 0, refund=7_000, status="refund", payout=PAYOUT),
    ]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)
    assert realised() == 18_000
    assert broken() == []
