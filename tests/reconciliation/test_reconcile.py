"""Reconciling: what fits is matched and posted once, what differs is named."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import ProgrammingError, connection

from accounts.models import AuditEvent
from kernel.money import Rupiah
from ledger import selectors as ledger
from ledger.postings import expectation_paid, taken_back
from ledger.services import AccountKind, post
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.models import Payment, UnappliedMoney
from payments.reconciliation.models import Finding, Payout, SettlementMatch
from payments.reconciliation.services import (
    ReconcileResult,
    import_statement,
    reconcile,
)
from payments.services import record_unknown_payment
from payments.transitions import PaymentState
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAID_AT,
    PAYOUT,
    PAYOUT_ON,
    Line,
    Movement,
    line_of,
    paid,
    paid_again,
    payout_credit,
    statement_csv,
)
from tests.reconciliation.steps import banked, open_findings, told

pytestmark = pytest.mark.django_db
NOTHING_NEW = ReconcileResult(0, 0, 0, 0, 0)


@pytest.fixture
def payment_of_two_opd(db: None) -> Payment:
    """Siti's stall (Rp 18.000 + Rp 180 late interest) and Budi's waste (Rp 10.000)."""
    return paid(stall_bill(), waste_skrd(), interest=[180, 0])


def test_a_payment_is_matched_up_to_the_bank_and_posted_per_opd(
    payment_of_two_opd: Payment,
) -> None:
    city = small_city()
    line = line_of(payment_of_two_opd, fee=4_000, vat=440, payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))

    result = reconcile(now=NOW)

    assert result == ReconcileResult(1, 1, 1, 0, 0)
    # 28.180 gross: 18.180 of the market, 10.000 of waste; 4.440 cost by their weight.
    market, waste = city.market_opd.pk, city.waste_opd.pk
    assert ledger.balance(kind=AccountKind.RKUD, opd_id=market) == Rupiah(15_316)
    assert ledger.balance(kind=AccountKind.RKUD, opd_id=waste) == Rupiah(8_424)
    assert ledger.balance(kind=AccountKind.CHANNEL_COST, opd_id=market) == Rupiah(2_864)
    assert ledger.balance(kind=AccountKind.CHANNEL_COST, opd_id=waste) == Rupiah(1_576)
    assert ledger.balance(kind=AccountKind.GATEWAY_CLEARING) == Rupiah(0)


def test_lra_is_gross_per_account_and_dated_by_the_bank(
    payment_of_two_opd: Payment,
) -> None:
    city = small_city()
    line = line_of(payment_of_two_opd, fee=4_000, vat=440, payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))
    reconcile(now=NOW)

    realised = {
        (one.opd_id, one.revenue_account_id): one.amount.amount
        for one in ledger.realised_revenue(first_on=PAYOUT_ON, last_on=PAYOUT_ON)
    }

    market, waste = city.market_opd.pk, city.waste_opd.pk
    assert realised == {
        (market, city.stall_levy.revenue_account_id): 18_000,
        (market, city.profile.sanctions_account_id): 180,
        (waste, city.waste_levy.revenue_account_id): 10_000,
    }


def test_running_again_changes_nothing(payment_of_two_opd: Payment) -> None:
    line = line_of(payment_of_two_opd, payout=PAYOUT)
    told(line)
    banked(payout_credit([line]), Movement(77_000, "TRF DARI NN", "FT9"))
    reconcile(now=NOW)
    balances = ledger.trial_balance()

    assert reconcile(now=LATER) == NOTHING_NEW
    assert ledger.trial_balance() == balances
    assert AuditEvent.objects.filter(action="reconciled").count() == 1


def test_money_that_no_bill_took_is_no_revenue() -> None:
    bill = stall_bill()
    line = line_of(paid_again(bill, number=7), payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))
    reconcile(now=NOW)

    assert ledger.realised_revenue(first_on=date.min, last_on=date.max) == []
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(18_000)


def test_a_line_without_a_payout_waits_for_it(payment_of_two_opd: Payment) -> None:
    line = line_of(payment_of_two_opd)
    told(line)
    banked(Movement(line.net, f"MIDTRANS PAYOUT {PAYOUT}"))
    assert reconcile(now=NOW).entries_posted == 0

    told(line.paid_out())

    assert reconcile(now=NOW).entries_posted == 1
    assert open_findings() == set()


def test_a_payment_known_later_is_posted_by_an_entry_of_its_own(
    payment_of_two_opd: Payment,
) -> None:
    first = line_of(payment_of_two_opd, payout=PAYOUT)
    second = Line("uji-000009", "00000000-0000-4000-8000-000000000009", 18_000)
    lines = [first, second.paid_out()]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)
    assert open_findings() == {("paid_at_gateway_unknown_here", second.transaction_id)}
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(first.net)

    paid(stall_bill(owner="Joko"), number=9)

    assert reconcile(now=LATER) == ReconcileResult(1, 0, 1, 0, 1)
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(first.net + second.net)
    assert ledger.balance(kind=AccountKind.GATEWAY_CLEARING) == Rupiah(0)


def _refunded(payment: Payment, amount_idr: int, *, told_at: datetime) -> Line:
    """What payments books for a refund: the item first, then the count of refunds."""
    refund = payment.refunds.create(
        reference="R1", amount_idr=amount_idr, told_at=told_at
    )
    payment.refunded_idr = amount_idr
    payment.state = PaymentState.PART_REFUNDED
    payment.save()
    item = payment.items.get()
    item.booked_principal_idr -= amount_idr
    item.save()
    booked = expectation_paid(
        opd_id=item.opd_id,
        revenue_account_id=item.bill.levy_type.revenue_account_id,
        amount=Rupiah(amount_idr),
    )
    post(
        event="payment_refunded",
        reference=f"{payment.code}/{refund.pk}",
        legs=taken_back(booked),
        business_date=told_at.date(),
        now=told_at,
    )
    return Line(
        payment.code,
        payment.gateway_reference or "",
        gross=0,
        refund=amount_idr,
        status="refund",
        settled_at=told_at,
    )


def test_a_refund_before_the_payout_lessens_what_is_realised() -> None:
    payment = paid(stall_bill(), number=3)
    line = line_of(payment, payout=PAYOUT)
    refund = _refunded(payment, 3_000, told_at=PAID_AT).paid_out()
    told(line, refund)
    banked(payout_credit([line, refund]))

    assert reconcile(now=NOW) == ReconcileResult(2, 1, 1, 0, 0)
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(15_000)
    (realised,) = ledger.realised_revenue(first_on=PAYOUT_ON, last_on=PAYOUT_ON)
    assert realised.amount == Rupiah(15_000)


def test_a_refund_after_the_payout_is_taken_from_what_was_realised() -> None:
    payment, other = paid(stall_bill(), number=3), paid(waste_skrd(), number=4)
    line = line_of(payment, payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))
    reconcile(now=NOW)

    refund = _refunded(payment, 3_000, told_at=LATER).paid_out("WD2")
    later = line_of(other, payout="WD2")
    told(refund, later, now=LATER)
    on = date(2026, 3, 12)
    credit = Movement(7_000, "MIDTRANS PAYOUT WD2", "FT2", on)
    content = statement_csv([credit], days=(on, on))
    import_statement(name="b.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)

    market = small_city().market_opd.pk
    assert ledger.balance(kind=AccountKind.RKUD, opd_id=market) == Rupiah(15_000)
    realised = {
        one.opd_id: one.amount.amount
        for one in ledger.realised_revenue(first_on=PAYOUT_ON, last_on=on)
    }
    assert realised == {market: 15_000, small_city().waste_opd.pk: 10_000}


def test_money_in_suspense_reaches_the_treasury_and_stays_named() -> None:
    city = small_city()
    line = Line("asing-1", "asing-1-t", 25_000).paid_out()
    UnappliedMoney.objects.create(
        kind=UnappliedMoney.Kind.SUSPENSE,
        reason=UnappliedMoney.Reason.UNKNOWN_ORDER,
        gateway="midtrans",
        gateway_reference=line.transaction_id,
        opd=city.suspense_opd,
        amount_idr=25_000,
        received_at=PAID_AT,
    )
    told(line)
    banked(payout_credit([line]))
    reconcile(now=NOW)

    opd_id = city.suspense_opd.pk
    assert ledger.balance(kind=AccountKind.RKUD, opd_id=opd_id) == Rupiah(25_000)
    assert ledger.realised_revenue(first_on=date.min, last_on=date.max) == []
    (finding,) = Finding.objects.all()
    assert finding.cause == "paid_at_gateway_unknown_here"
    assert (finding.ours_idr, finding.theirs_idr) == (25_000, 25_000)


@pytest.mark.parametrize("is_refunded_first", [True, False])
def test_a_refund_of_money_in_suspense_lessens_what_stays_there(
    *, is_refunded_first: bool
) -> None:
    opd_id = small_city().suspense_opd.pk
    line = Line("asing-1", "asing-1-t", 25_000).paid_out()
    part = RefundNotice("R1", Rupiah(5_000), "", PAID_AT, None)
    if not is_refunded_first:
        _told_by_a_stranger(line)
        told(line)
        banked(payout_credit([line]))
        reconcile(now=NOW)
    _told_by_a_stranger(line, part)
    back = replace(line, gross=0, refund=5_000, status="refund", settled_at=LATER)
    payout = PAYOUT if is_refunded_first else "WD2"
    other = line_of(paid(stall_bill(), number=4), payout=payout)
    lines = [*([line] if is_refunded_first else []), back.paid_out(payout), other]
    told(*lines, now=LATER)
    on = date(2026, 3, 12)
    credit = payout_credit(lines, payout=payout)
    content = statement_csv([replace(credit, on=on)], days=(on, on))
    import_statement(name="b.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)

    assert ledger.balance(kind=AccountKind.RKUD, opd_id=opd_id) == Rupiah(20_000)
    assert ledger.balance(kind=AccountKind.SUSPENSE, opd_id=opd_id) == Rupiah(-20_000)
    assert ledger.balance(kind=AccountKind.GATEWAY_CLEARING) == Rupiah(0)
    assert {cause for cause, _ in open_findings()} == {"paid_at_gateway_unknown_here"}


def _told_by_a_stranger(line: Line, *refunds: RefundNotice) -> None:
    notice = Notice(
        gateway="midtrans",
        reference=line.order_id,
        gateway_reference=line.transaction_id,
        state=NoticeState.PART_REFUNDED if refunds else NoticeState.PAID,
        amount=Rupiah(line.gross),
        received=Rupiah(line.gross),
        paid_at=line.settled_at,
        channel="qris",
        refunds=refunds,
    )
    record_unknown_payment(notice=notice, now=NOW)


def test_a_fee_above_the_amount_lessens_the_treasury() -> None:
    line = line_of(paid(waste_skrd()), fee=12_000, vat=1_320, payout=PAYOUT)
    other = line_of(paid(stall_bill(), number=2), payout=PAYOUT)
    told(line, other)
    banked(payout_credit([line, other]))
    reconcile(now=NOW)

    waste = small_city().waste_opd.pk
    assert ledger.balance(kind=AccountKind.RKUD, opd_id=waste) == Rupiah(-3_320)
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(14_680)


def test_nothing_is_matched_by_its_amount_alone() -> None:
    payment = paid(stall_bill())
    told(Line("lain-1", payment.gateway_reference or "", 18_000))
    banked(Movement(18_000, "TRF DARI NN"))

    assert reconcile(now=NOW).lines_matched == 0
    assert not SettlementMatch.objects.exists()
    assert not Payout.objects.exclude(bank_line=None).exists()


def test_a_payout_is_named_as_a_whole_word() -> None:
    line = line_of(paid(stall_bill()), payout="WD1")
    told(line)
    banked(Movement(18_000, "MIDTRANS PAYOUT WD10"))

    assert reconcile(now=NOW).payouts_found == 0


@pytest.mark.parametrize(
    "table", ["settlementline", "payoutline", "statement", "bankline"]
)
def test_evidence_only_grows(table: str) -> None:
    line = line_of(paid(stall_bill()), payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))

    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="denied"):
        cursor.execute(f"DELETE FROM reconciliation_{table}")  # noqa: S608
