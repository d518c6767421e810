"""Which payments the sweep looks at: those that lack a receipt, and no other."""

import json
from importlib import import_module

import pytest
from django.db import connection, transaction

from payments.models import Payment
from receipts.selectors import payments_due_a_receipt
from receipts.services import issue_missing_receipts, issue_receipts
from tests.levies.samples import stall_bill, waste_skrd
from tests.receipts.samples import AFTER, PAID_AT, WINDOW, paid_payment, take_back

EARLIER = 20_000
# Payments of before: paid, receipted, and of no interest to any sweep.
COPIES = """
    INSERT INTO payments_payment (code, channel, gateway, state, amount_idr,
        received_idr, refunded_idr, next_action, created_at, expires_at, paid_at,
        paid_on, final_after)
    SELECT code || '-' || n, channel, gateway, state, amount_idr, received_idr, 0, '{}',
        created_at, expires_at, paid_at, paid_on, final_after
    FROM payments_payment, generate_series(1, %s) AS n WHERE id = %s
"""

pytestmark = pytest.mark.usefixtures("db")


def due_at(payment: Payment) -> object:
    return Payment.objects.get(pk=payment.pk).receipt_due_at


def test_a_payment_is_due_until_all_its_receipts_are_issued() -> None:
    payment = paid_payment(stall_bill(), waste_skrd(), window=WINDOW)
    issue_receipts(payment_id=payment.pk, now=PAID_AT)
    assert due_at(payment) == PAID_AT + WINDOW
    assert len(issue_receipts(payment_id=payment.pk, now=AFTER)) == 2
    assert due_at(payment) is None
    assert payments_due_a_receipt(now=AFTER, limit=9) == []


def test_receipts_that_are_rolled_back_leave_their_payment_due() -> None:
    payment = paid_payment(stall_bill())
    with transaction.atomic():
        issue_receipts(payment_id=payment.pk, now=AFTER)
        transaction.set_rollback(True)
    assert due_at(payment) == PAID_AT
    assert issue_missing_receipts(now=AFTER) == 1


def test_the_sweep_reads_no_payment_but_those_that_are_due() -> None:
    """20,000 payments of before, two that lack a receipt: two rows are read."""
    done = paid_payment(stall_bill())
    issue_receipts(payment_id=done.pk, now=AFTER)
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [EARLIER, done.pk])
    due = [paid_payment(stall_bill(owner=owner)).pk for owner in ("Joko", "Budi")]
    paid_payment(stall_bill(owner="Wati"), window=WINDOW)

    assert payments_due_a_receipt(now=PAID_AT, limit=9) == due
    plan = plan_of_the_sweep()
    assert "payment_due_a_receipt" in json.dumps(plan)
    assert rows_read(plan) == len(due)


def plan_of_the_sweep() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT id FROM payments_payment "
            "WHERE receipt_due_at <= %s ORDER BY receipt_due_at LIMIT 200",
            [PAID_AT],
        )
        (plan,) = cursor.fetchone()[0]
    found: dict[str, object] = plan["Plan"]
    return found


def rows_read(plan: dict[str, object]) -> int:
    """Rows that the scans under a node gave or threw away."""
    below = plan.get("Plans", [])
    assert isinstance(below, list)
    if below:
        return sum(rows_read(one) for one in below)
    thrown = plan.get("Rows Removed by Filter", 0)
    return int(str(plan["Actual Rows"]).split(".")[0]) + int(str(thrown))


def test_payments_of_before_the_column_are_marked_by_the_migration() -> None:
    lacking = paid_payment(stall_bill(), waste_skrd(), window=WINDOW)
    done, gone = paid_payment(stall_bill(owner="Joko")), paid_payment(stall_bill())
    issue_receipts(payment_id=done.pk, now=AFTER)
    take_back(gone)
    Payment.objects.update(receipt_due_at=None)

    migration = import_module("receipts.migrations.0002_due_of_earlier_payments")
    with connection.cursor() as cursor:
        cursor.execute(migration.MARK)

    assert due_at(lacking) == PAID_AT + WINDOW
    assert (due_at(done), due_at(gone)) == (None, None)
