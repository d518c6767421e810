"""A payment says when its receipt is due, so that the sweep reads no other payment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_cash")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="receipt_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receipt_due_at__isnull", True),
                    models.Q(
                        ("state__in", ["paid", "part_refunded"]),
                        ("receipt_due_at", models.F("final_after")),
                    ),
                    _connector="OR",
                ),
                name="payment_is_due_a_receipt_once_final_if_its_money_is_kept",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("receipt_due_at__isnull", False)),
                fields=["receipt_due_at"],
                name="payment_due_a_receipt",
            ),
        ),
    ]
