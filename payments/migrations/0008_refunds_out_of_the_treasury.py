"""After a payout BUD pays back out of the treasury, and a bank line shows it."""

import django.db.models.deletion
from django.db import migrations, models

GRANT = "GRANT UPDATE (bank_line_id) ON payments_refundrequest TO rempah_app"
REVOKE = "REVOKE UPDATE (bank_line_id) ON payments_refundrequest FROM rempah_app"


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_payments_stay"),
        ("reconciliation", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="refundrequest",
            name="refund_request_ends_as_far_as_it_came",
        ),
        migrations.AddField(
            model_name="refundrequest",
            name="bank_line",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reconciliation.bankline",
            ),
        ),
        migrations.AddField(
            model_name="refundrequest",
            name="route",
            field=models.CharField(
                choices=[("gateway", "Gateway"), ("treasury", "Treasury")],
                default="gateway",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="unappliedmoney",
            name="paid_back_idr",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="refundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("outcome", "")),
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
        migrations.AddConstraint(
            model_name="refundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bank_line__isnull", True), ("route", "gateway")),
                    models.Q(
                        ("route", "treasury"),
                        ("sent_at__isnull", True),
                        models.Q(
                            ("bank_line__isnull", True),
                            models.Q(
                                ("approved_by__isnull", False), ("outcome", "refunded")
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="refund_request_goes_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="unappliedmoney",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_back_idr__lte", models.F("amount_idr"))),
                name="unapplied_money_is_paid_back_at_most_once",
            ),
        ),
        migrations.RunSQL(GRANT, REVOKE),
    ]
