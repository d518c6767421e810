"""A second deposit, or a reversal of an order not ours, ends the same whenever told."""

import pytest
from django.db import connection

from config.invariants import INVARIANTS, check
from ledger import selectors as ledger
from ledger.kinds import AccountKind
from payments.gateways.port import NoticeState
from payments.models import Payment
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.payouts import payout_breakdown
from payments.reconciliation.services import reconcile
from tests.invariants.conftest import asked, tell
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAID_AT,
    PAYOUT,
    Line,
    payout_credit,
)
from tests.reconciliation.steps import banked, open_findings, told

pytestmark = pytest.mark.django_db
OF_MONEY = {"I02", "I10", "I17b", "I21", "I22", "I23", "I24"}
MOMENTS = ["before", "matched", "posted"]


def in_the_treasury() -> tuple[int, int]:
    """RKUD, and what the gateway still owes us."""
    kinds = AccountKind.RKUD, AccountKind.GATEWAY_CLEARING
    rkud, clearing = (ledger.balance(kind=kind).amount for kind in kinds)
    return rkud, clearing


def broken() -> list[str]:
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=LATER) for one in INVARIANTS]
    of_money = [one for one in outcomes if one.invariant.code in OF_MONEY]
    return [one.invariant.name for one in of_money if not one.holds]


def settled(line: Line, code: str, total: int, moment: str) -> None:
    """The line's money is reported and banked; the second deposit comes meanwhile."""
    if moment == "before":
        tell(code, total)
    told(line)
    reconcile(now=NOW)
    if moment == "matched":
        tell(code, total)
    banked(payout_credit([line]))
    reconcile(now=NOW)
    if moment == "posted":
        tell(code, total)
    reconcile(now=LATER)


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_the_line_brought_is_posted_and_the_rest_is_named(moment: str) -> None:
    small_city()
    payment = asked(stall_bill(), waste_skrd(), code="dua-kali", interest=180)
    tell("dua-kali", 28_180)
    line = Line("dua-kali", "tx-dua-kali", 28_180, 1_000, 111, PAYOUT)
    settled(line, "dua-kali", 56_360, moment)
    assert in_the_treasury() == (28_180 - 1_111, 28_180)
    assert broken() == []
    assert open_findings() == {("amounts_differ", "tx-dua-kali")}
    breakdown = payout_breakdown(PAYOUT)
    assert (breakdown.known.amount, breakdown.unknown.amount) == (28_180, 0)
    assert Payment.objects.get(pk=payment.pk).received_idr == 56_360


@pytest.mark.parametrize("moment", MOMENTS)
def test_so_is_that_of_an_order_that_is_not_ours(moment: str) -> None:
    small_city()
    tell("asing", 7_000)
    line = Line("asing", "tx-asing", 7_000, 100, 11, PAYOUT, settled_at=PAID_AT)
    settled(line, "asing", 9_500, moment)
    assert in_the_treasury() == (7_000 - 111, 2_500)
    assert broken() == []
    assert open_findings() == {("paid_at_gateway_unknown_here", "tx-asing")}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_dispute_of_all_takes_back_what_the_line_brought(moment: str) -> None:
    small_city()
    asked(stall_bill(), waste_skrd(), code="dua-kali", interest=180)
    tell("dua-kali", 28_180)
    line = Line("dua-kali", "tx-dua-kali", 28_180, 1_000, 111, PAYOUT)
    settled(line, "dua-kali", 56_360, moment)
    tell("dua-kali", 56_360, NoticeState.DISPUTED)
    reconcile(now=LATER)
    assert in_the_treasury() == (0, 0)
    assert broken() == []


@pytest.mark.parametrize("state", [NoticeState.DENIED, NoticeState.DISPUTED])
@pytest.mark.parametrize("moment", MOMENTS)
def test_what_the_bank_took_back_of_an_order_not_ours_is_in_no_entry(
    state: NoticeState, moment: str
) -> None:
    small_city()
    tell("asing", 7_000)
    line = Line("asing", "tx-asing", 7_000, 100, 11, PAYOUT, settled_at=PAID_AT)
    if moment == "before":
        tell("asing", 7_000, state)
    told(line)
    reconcile(now=NOW)
    if moment == "matched":
        tell("asing", 7_000, state)
    banked(payout_credit([line]))
    reconcile(now=NOW)
    if moment == "posted":
        tell("asing", 7_000, state)
    for _ in range(2):
        reconcile(now=LATER)
    assert in_the_treasury() == (0, 0)
    assert broken() == []
    finding = Finding.objects.get(resolved_at=None)
    assert (finding.cause, finding.reference, finding.ours_idr, finding.theirs_idr) == (
        "paid_at_gateway_unknown_here",
        "tx-asing",
        None,
        7_000,
    )
