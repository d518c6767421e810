"""Cash taken by hand: a channel without a gateway; more than was owed has an owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0001_initial"),
        ("levies", "0003_bill_events_only_grow"),
        ("payments", "0002_events_and_deliveries_only_grow"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unappliedmoney",
            name="unapplied_money_has_a_known_reason",
        ),
        migrations.AlterField(
            model_name="payment",
            name="channel",
            field=models.CharField(
                choices=[
                    ("qris", "QRIS"),
                    ("va_bca", "BCA Virtual Account"),
                    ("va_bni", "BNI Virtual Account"),
                    ("va_bri", "BRI Virtual Account"),
                    ("va_permata", "Permata Virtual Account"),
                    ("mandiri_bill", "Mandiri Bill Payment"),
                    ("cash", "Tunai"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="unappliedmoney",
            name="reason",
            field=models.CharField(
                choices=[
                    ("paid_twice", "Paid Twice"),
                    ("bill_closed", "Bill Closed"),
                    ("too_much", "Too Much"),
                    ("unknown_order", "Unknown Order"),
                    ("cash_over", "Cash Over"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="unappliedmoney",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "bill_closed",
                            "cash_over",
                            "paid_twice",
                            "too_much",
                            "unknown_order",
                        ],
                    )
                ),
                name="unapplied_money_has_a_known_reason",
            ),
        ),
    ]
