"""Receipts of a payment: one for each OPD, once, and not before the money is final."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from kernel.identifiers import opaque_code
from outbox.models import Event
from papers.models import Paper, PaperKind, Series
from payments.models import Payment, UnappliedMoney
from receipts.models import Receipt
from receipts.services import (
    issue_missing_receipts,
    issue_receipts,
    void_receipts_of,
)
from tests.levies.samples import payer, stall_bill, waste_skrd
from tests.receipts.samples import AFTER, PAID_AT, WINDOW, paid_payment, take_back


def ssrd_papers() -> list[Paper]:
    return list(Paper.objects.filter(kind=PaperKind.SSRD).order_by("id"))


@pytest.mark.usefixtures("db")
def test_a_receipt_prints_the_values_of_its_payment() -> None:
    payment = paid_payment(stall_bill())
    (receipt,) = issue_receipts(payment_id=payment.pk, now=AFTER)
    values = receipt.paper.values
    assert receipt.amount_idr == values["total_idr"] == 18_000
    assert values["payer"] == "Siti Aminah"
    assert values["reference"] == payment.code
    assert values["paid_at"] == PAID_AT.isoformat()
    (line,) = values["lines"]
    assert line["factors"] == ["6 m²", "Rp 3.000", "1 hari"]
    assert line["levy_object"] == "Los Siti Aminah, Pasar Contoh"
    assert "remaining_idr" not in values
    assert Event.objects.filter(name="paper_issued").count() == 1


@pytest.mark.usefixtures("db")
def test_two_offices_get_two_receipts_of_two_series() -> None:
    payment = paid_payment(stall_bill(), waste_skrd(), stall_bill(owner="Joko"))
    receipts = issue_receipts(payment_id=payment.pk, now=AFTER)
    assert sorted(receipt.amount_idr for receipt in receipts) == [10_000, 36_000]
    assert {paper.serial for paper in ssrd_papers()} == {1}
    assert len({receipt.paper.opd_id for receipt in receipts}) == 2
    both = next(r for r in receipts if r.amount_idr == 36_000)
    assert both.paper.values["payer"] == "Siti Aminah; Joko"


@pytest.mark.usefixtures("db")
def test_a_second_call_issues_nothing_anew() -> None:
    payment = paid_payment(stall_bill())
    first = issue_receipts(payment_id=payment.pk, now=AFTER)
    assert issue_receipts(payment_id=payment.pk, now=AFTER) == first
    assert Series.objects.get(kind=PaperKind.SSRD).last_serial == 1


@pytest.mark.usefixtures("db")
def test_a_payment_taken_back_at_minute_four_uses_no_number() -> None:
    payment = paid_payment(stall_bill(), window=WINDOW, channel="va_permata")
    minute_four = PAID_AT + timedelta(minutes=4)
    assert issue_receipts(payment_id=payment.pk, now=minute_four) == []
    take_back(payment)
    assert void_receipts_of(payment_id=payment.pk, now=minute_four) == 0
    assert issue_receipts(payment_id=payment.pk, now=AFTER) == []
    assert issue_missing_receipts(now=AFTER) == 0
    assert not Series.objects.filter(kind=PaperKind.SSRD).exists()


@pytest.mark.usefixtures("db")
def test_the_sweep_issues_when_the_window_has_passed() -> None:
    payment = paid_payment(stall_bill(), window=WINDOW, channel="va_permata")
    before = PAID_AT + timedelta(minutes=4, seconds=59)
    assert issue_missing_receipts(now=before) == 0
    assert issue_missing_receipts(now=PAID_AT + WINDOW) == 1
    assert payment.receipts.count() == 1


@pytest.mark.usefixtures("db")
def test_a_faulty_payment_does_not_block_the_sweep() -> None:
    """The oldest one names a channel that no release knows; the other is served."""
    broken = paid_payment(stall_bill(), channel="pigeon")
    sound = paid_payment(stall_bill(owner="Joko"))
    assert issue_missing_receipts(now=AFTER) == 1
    assert (broken.receipts.count(), sound.receipts.count()) == (0, 1)


@pytest.mark.usefixtures("db")
def test_part_payment_interest_and_credit_are_told_apart() -> None:
    bill = waste_skrd()
    paid_payment(bill, principal_idr=4_000, paid_at=PAID_AT - timedelta(days=1))
    payment = paid_payment(bill, principal_idr=5_000, late_interest_idr=100)
    UnappliedMoney.objects.create(
        kind=UnappliedMoney.Kind.LIABILITY_TO_PAYER,
        reason=UnappliedMoney.Reason.TOO_MUCH,
        gateway="midtrans",
        gateway_reference=opaque_code(),
        payment=payment,
        bill=bill,
        payer=payer("Budi Santoso"),
        opd=bill.opd,
        amount_idr=2_500,
        received_at=PAID_AT,
    )
    (receipt,) = issue_receipts(payment_id=payment.pk, now=AFTER)
    values = receipt.paper.values
    assert values["lines"][0]["paid_before_idr"] == 4_000
    assert (values["principal_idr"], values["late_interest_idr"]) == (5_000, 100)
    assert values["total_idr"] == receipt.amount_idr == 5_100
    assert values["remaining_idr"] == 1_000
    assert values["credited_idr"] == 2_500


@pytest.mark.usefixtures("db")
def test_the_rest_after_a_refund_in_part_has_its_receipt() -> None:
    """The refund came within the window: what stayed on the bill is receipted."""
    bill = waste_skrd()
    payment = paid_payment(bill, window=WINDOW, channel="va_permata")
    payment.items.update(booked_principal_idr=6_000)
    Payment.objects.filter(pk=payment.pk).update(
        state="part_refunded", refunded_idr=4_000
    )
    assert issue_missing_receipts(now=PAID_AT) == 0
    assert issue_missing_receipts(now=AFTER) == 1
    values = payment.receipts.get().paper.values
    assert (values["total_idr"], values["remaining_idr"]) == (6_000, 4_000)

    later = paid_payment(bill, principal_idr=4_000, paid_at=AFTER)
    (receipt,) = issue_receipts(payment_id=later.pk, now=AFTER)
    assert receipt.paper.values["lines"][0]["paid_before_idr"] == 6_000
    assert "remaining_idr" not in receipt.paper.values


@pytest.mark.usefixtures("committed_db")
def test_eight_workers_make_one_receipt() -> None:
    payment = paid_payment(stall_bill(), waste_skrd())

    def work(_: int) -> int:
        try:
            return len(issue_receipts(payment_id=payment.pk, now=AFTER))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(8))) == {2}
    assert Receipt.objects.count() == 2
    assert {paper.serial for paper in ssrd_papers()} == {1}


@pytest.mark.usefixtures("db")
def test_the_database_refuses_a_second_receipt_of_payment_and_opd() -> None:
    payment = paid_payment(stall_bill())
    (receipt,) = issue_receipts(payment_id=payment.pk, now=AFTER)
    other = paid_payment(stall_bill(owner="Joko"))
    (second,) = issue_receipts(payment_id=other.pk, now=AFTER)
    with pytest.raises(IntegrityError, match="receipt_one_per_payment_and_opd"):
        Receipt.objects.filter(pk=second.pk).update(payment=receipt.payment)


@pytest.mark.usefixtures("db")
def test_a_payment_taken_back_later_voids_its_receipts_and_keeps_their_numbers() -> (
    None
):
    payment = paid_payment(stall_bill(), waste_skrd())
    issue_receipts(payment_id=payment.pk, now=AFTER)
    take_back(payment)
    assert void_receipts_of(payment_id=payment.pk, now=AFTER) == 2
    assert void_receipts_of(payment_id=payment.pk, now=AFTER) == 0
    papers = ssrd_papers()
    assert all(paper.void_reason.startswith("Pembayaran ditarik") for paper in papers)
    assert issue_receipts(payment_id=payment.pk, now=AFTER)[0].paper.is_voided
    fresh = paid_payment(stall_bill(owner="Joko"))
    (receipt,) = issue_receipts(payment_id=fresh.pk, now=AFTER)
    assert receipt.paper.serial == 2
    assert Payment.objects.count() == 2
