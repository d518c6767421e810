"""What was approved and never paid can be called off, or ends by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_refund_request_names_its_money")]

    operations = [
        migrations.RemoveConstraint(
            model_name="refundrequest", name="refund_request_ends_as_far_as_it_came"
        ),
        migrations.AlterField(
            model_name="refundrequest",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("called_off", "Called Off"),
                    ("declined", "Declined"),
                    ("not_owed", "Not Owed"),
                    ("paid_out", "Paid Out"),
                    ("refunded", "Refunded"),
                    ("refused_by_gateway", "Refused By Gateway"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="refundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("route", "treasury"),
                        ("outcome__in", ["called_off", "not_owed"]),
                    ),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("sent_at__isnull", True),
                        ("outcome__in", ["declined", "paid_out"]),
                    ),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("sent_at__isnull", False),
                        ("outcome__in", ["refunded", "refused_by_gateway"]),
                    ),
                    models.Q(
                        ("bank_line__isnull", False),
                        ("route", "treasury"),
                        ("finished_at__isnull", False),
                        ("outcome", "refunded"),
                    ),
                    _connector="OR",
                ),
                name="refund_request_ends_as_far_as_it_came",
            ),
        ),
    ]
