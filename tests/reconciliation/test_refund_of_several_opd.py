"""A refund after the payout is taken from the OPD and accounts that had the money."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from config.invariants import INVARIANTS, check
from kernel.money import Rupiah
from ledger import selectors as ledger
from ledger.services import AccountKind
from payments.gateways.port import NoticeState, RefundNotice
from payments.reconciliation.services import import_statement, reconcile
from tests.invariants.conftest import asked, tell
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAYOUT,
    Line,
    line_of,
    payout_credit,
    statement_csv,
)
from tests.reconciliation.steps import banked, told

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 12)


def test_each_opd_gives_back_what_was_its_own() -> None:
    city = small_city()
    payment = asked(stall_bill(), waste_skrd(), code="dua-opd", interest=180)
    tell("dua-opd", 28_180)
    payment.refresh_from_db()
    line = line_of(payment, payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))
    reconcile(now=NOW)

    # Waste gives all its 10.000 back, the market its interest and 820 of its principal;
    # then another 11.000 of the market.
    refunds = tuple(
        RefundNotice(f"r{number}", Rupiah(11_000), "uji", LATER, LATER)
        for number in (1, 2)
    )
    tell("dua-opd", 28_180, NoticeState.PART_REFUNDED, refunds)
    lines = [
        replace(back, settled_at=back.settled_at.replace(second=second))
        for second, back in enumerate([refund_line(line)] * 2)
    ]
    asked(stall_bill(owner="Joko"), waste_skrd(owner="Joko"), code="lain")
    other = tell("lain", 28_000)
    assert other is not None
    bank(*lines, line_of(other, payout="WD2"))

    market, waste = city.market_opd.pk, city.waste_opd.pk
    for opd_id, kept in ((market, 24_180), (waste, 10_000)):
        rkud = ledger.balance(kind=AccountKind.RKUD, opd_id=opd_id)
        clearing = ledger.balance(kind=AccountKind.GATEWAY_CLEARING, opd_id=opd_id)
        assert (rkud, clearing) == (Rupiah(kept), Rupiah(0))
    realised = {
        (one.opd_id, one.revenue_account_id): one.amount.amount
        for one in ledger.realised_revenue(first_on=date.min, last_on=date.max)
        if one.amount
    }
    assert realised == {
        (market, city.stall_levy.revenue_account_id): 24_180,
        (waste, city.waste_levy.revenue_account_id): 10_000,
    }


def refund_line(line: Line) -> Line:
    return replace(
        line, gross=0, refund=11_000, status="refund", settled_at=LATER, payout="WD2"
    )


def bank(*lines: Line) -> None:
    """The second payout is reported, and the bank shows it."""
    told(*lines, now=LATER)
    credit = replace(payout_credit(lines, payout="WD2"), on=ON)
    content = statement_csv([credit], days=(ON, ON))
    import_statement(name="b.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=LATER) for one in INVARIANTS]
    of_money = {"I17", "I21", "I22", "I23", "I24"}
    assert [o for o in outcomes if o.invariant.code in of_money and not o.holds] == []
