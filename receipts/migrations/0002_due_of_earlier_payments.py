"""Payments of before that lack a receipt say so, as later ones do by themselves."""

from django.db import migrations

MARK = """
    UPDATE payments_payment AS payment SET receipt_due_at = payment.final_after
    WHERE payment.state IN ('paid', 'part_refunded')
        AND EXISTS (
            SELECT FROM payments_paymentitem AS item
            WHERE item.payment_id = payment.id
                AND item.booked_principal_idr + item.booked_interest_idr > 0
                AND NOT EXISTS (
                    SELECT FROM receipts_receipt AS receipt
                    WHERE receipt.payment_id = payment.id
                        AND receipt.opd_id = item.opd_id)
        )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("receipts", "0001_initial"),
        ("payments", "0004_receipt_due_at"),
    ]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
