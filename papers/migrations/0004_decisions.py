"""Decisions on permits (surat keputusan) are numbered papers too."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0001_initial"),
        ("papers", "0003_tickets_and_deposits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="paper",
            name="paper_kind_is_known",
        ),
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("SKRD", "Skrd"),
                    ("STRD", "Strd"),
                    ("SSRD", "Ssrd"),
                    ("KARCIS", "Ticket"),
                    ("STS", "Deposit"),
                    ("SK", "Decision"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="series",
            name="kind",
            field=models.CharField(
                choices=[
                    ("SKRD", "Skrd"),
                    ("STRD", "Strd"),
                    ("SSRD", "Ssrd"),
                    ("KARCIS", "Ticket"),
                    ("STS", "Deposit"),
                    ("SK", "Decision"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["KARCIS", "SK", "SKRD", "SSRD", "STRD", "STS"])
                ),
                name="paper_kind_is_known",
            ),
        ),
    ]
