"""What is being done about a finding stands beside it, and only grows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kernel.sql import append_only, undo_append_only

TABLE = "reconciliation_findingnote"


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0008_references_by_statement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingNote",
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
                ("text", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="reconciliation.finding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="finding_note_says_something",
                    )
                ],
            },
        ),
        migrations.RunSQL(append_only(TABLE), undo_append_only(TABLE)),
    ]
