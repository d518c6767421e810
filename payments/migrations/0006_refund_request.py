"""A wish to give money back: another person approves it; only its progress changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was asked for, by whom and why, stays as it was written down.
ONLY_PROGRESS_CHANGES = """
    REVOKE UPDATE, DELETE, TRUNCATE ON payments_refundrequest FROM rempah_app;
    GRANT UPDATE (approved_by_id, approved_at, sent_at, finished_at, outcome)
        ON payments_refundrequest TO rempah_app;
"""
UNDO_ONLY_PROGRESS_CHANGES = """
    GRANT UPDATE, DELETE ON payments_refundrequest TO rempah_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0005_refund_of_suspense"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("key", models.CharField(max_length=46, unique=True)),
                ("amount_idr", models.PositiveBigIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "Declined"),
                            ("paid_out", "Paid Out"),
                            ("refunded", "Refunded"),
                            ("refused_by_gateway", "Refused By Gateway"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_idr__gt", 0)),
                        name="refund_request_amount_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(
                                    ("approved_by", models.F("requested_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="refund_request_is_approved_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="refund_request_is_sent_only_when_approved",
                    ),
                    models.CheckConstraint(
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
                            _connector="OR",
                        ),
                        name="refund_request_ends_as_far_as_it_came",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("payment",),
                        name="refund_request_waits_alone_for_its_payment",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ONLY_PROGRESS_CHANGES, UNDO_ONLY_PROGRESS_CHANGES),
    ]
