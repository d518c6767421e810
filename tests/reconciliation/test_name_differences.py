"""Naming differences: each cause found, resolved when it is gone, never deleted."""

import pytest

from kernel.money import Rupiah
from ledger import selectors as ledger
from ledger.services import AccountKind
from payments.models import Payment, UnappliedMoney
from payments.reconciliation.models import Finding
from payments.reconciliation.services import reconcile
from payments.transitions import PaymentState
from tests.levies.samples import small_city, stall_bill
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAID_AT,
    PAID_ON,
    PAYOUT,
    Line,
    Movement,
    line_of,
    paid,
    paid_again,
)
from tests.reconciliation.steps import banked, open_findings, told

pytestmark = pytest.mark.django_db


def test_paid_at_the_gateway_and_not_with_us() -> None:
    paid(stall_bill(), state=PaymentState.EXPIRED)
    told(Line("uji-000001", "00000000-0000-4000-8000-000000000001", 18_000))
    reconcile(now=NOW)

    (finding,) = Finding.objects.all()
    assert finding.cause == "paid_at_gateway_unknown_here"
    assert finding.theirs_idr == 18_000
    assert finding.opd == small_city().market_opd
    assert finding.facts["state"] == "expired"


def test_with_us_and_not_settled_after_two_working_days() -> None:
    payment = paid(stall_bill())
    reconcile(now=NOW)
    assert open_findings() == set()

    reconcile(now=LATER)

    assert open_findings() == {("paid_here_not_settled", payment.code)}


@pytest.mark.parametrize("returned_idr", [0, 7_000])
def test_money_of_an_unknown_order_that_is_never_settled(returned_idr: int) -> None:
    UnappliedMoney.objects.create(
        kind=UnappliedMoney.Kind.SUSPENSE,
        reason=UnappliedMoney.Reason.UNKNOWN_ORDER,
        gateway="midtrans",
        gateway_reference="asing-1-t",
        opd=small_city().suspense_opd,
        amount_idr=7_000,
        returned_idr=returned_idr,
        received_at=PAID_AT,
    )
    reconcile(now=NOW)
    assert open_findings() == set()
    reconcile(now=LATER)
    is_kept = returned_idr < 7_000
    assert open_findings() == (
        {("paid_here_not_settled", "asing-1-t")} if is_kept else set()
    )


def test_amounts_that_differ() -> None:
    payment = paid(stall_bill())
    told(Line(payment.code, payment.gateway_reference or "", 17_000))
    reconcile(now=NOW)

    (finding,) = Finding.objects.all()
    assert finding.cause == "amounts_differ"
    assert (finding.ours_idr, finding.theirs_idr) == (18_000, 17_000)


def test_a_refund_that_we_do_not_know_of() -> None:
    payment = paid(stall_bill())
    reference = payment.gateway_reference or ""
    told(
        line_of(payment),
        Line(payment.code, reference, 0, refund=8_000, status="refund"),
    )
    reconcile(now=NOW)

    (finding,) = Finding.objects.all()
    assert finding.cause == "amounts_differ"
    assert (finding.ours_idr, finding.theirs_idr) == (18_000, 10_000)


def test_paid_twice_with_us() -> None:
    bill = stall_bill()
    first, second = paid(bill), paid_again(bill, number=2)
    told(line_of(first), line_of(second))
    reconcile(now=NOW)

    (finding,) = Finding.objects.all()
    assert finding.cause == "paid_twice"
    assert (finding.ours_idr, finding.theirs_idr) == (18_000, 36_000)
    assert finding.facts["kode_bayar"] == bill.kode_bayar


def test_paid_twice_on_one_order_at_the_gateway() -> None:
    payment = paid(stall_bill())
    told(line_of(payment), Line(payment.code, "ganda-1", 18_000))
    reconcile(now=NOW)

    assert open_findings() == {("paid_twice", "ganda-1")}


def test_a_payout_that_the_bank_does_not_show() -> None:
    told(line_of(paid(stall_bill()), payout=PAYOUT))
    reconcile(now=NOW)
    assert open_findings() == set()

    reconcile(now=LATER)

    assert open_findings() == {("payout_not_in_bank", PAYOUT)}


def test_a_payout_with_another_amount_in_the_bank() -> None:
    told(line_of(paid(stall_bill()), payout=PAYOUT))
    banked(Movement(17_999, f"MIDTRANS PAYOUT {PAYOUT}"))
    reconcile(now=LATER)

    (finding,) = Finding.objects.all()
    assert finding.cause == "payout_amount_differs"
    assert (finding.ours_idr, finding.theirs_idr) == (18_000, 17_999)
    assert ledger.balance(kind=AccountKind.RKUD) == Rupiah(0)


def test_a_bank_credit_that_nobody_knows() -> None:
    small_city()
    banked(Movement(50_000, "TRF DARI NN"), Movement(-5_000, "BIAYA", "FT2"))
    reconcile(now=NOW)

    (finding,) = Finding.objects.all()
    assert finding.cause == "bank_credit_unidentified"
    assert finding.theirs_idr == 50_000


def test_a_finding_that_vanished_is_resolved_and_may_come_back() -> None:
    payment = paid(stall_bill(), state=PaymentState.EXPIRED)
    reference = payment.gateway_reference or ""
    told(Line(payment.code, reference, 18_000).paid_out())
    reconcile(now=NOW)
    _become(payment, PaymentState.PAID)
    assert reconcile(now=NOW).findings_resolved == 1
    (finding,) = Finding.objects.all()
    assert (finding.resolved_at, finding.resolution) == (NOW, "evidence_agrees")

    _become(payment, PaymentState.REVERSED)
    assert reconcile(now=NOW).findings_new == 0

    finding.refresh_from_db()
    assert (finding.resolved_at, finding.resolution) == (None, "")
    assert finding.found_at == NOW


def _become(payment: Payment, state: PaymentState) -> None:
    Payment.objects.filter(pk=payment.pk).update(
        state=state, paid_at=PAID_AT, paid_on=PAID_ON, received_idr=18_000
    )


def test_a_payment_taken_back_is_not_expected_but_named_when_paid_out() -> None:
    payment = paid(stall_bill(), state=PaymentState.REVERSED)
    line = line_of(payment)
    told(line)
    reconcile(now=LATER)
    assert open_findings() == set()

    told(line.paid_out())
    reconcile(now=NOW)

    assert ("paid_at_gateway_unknown_here", line.transaction_id) in open_findings()
