"""Matches of payments whose money went back later are undone by a row, never edited."""

import django.db.models.deletion
from django.db import migrations, models

from kernel.sql import append_only, undo_append_only

TABLE = "reconciliation_undonematch"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0003_nothing_is_deleted")]

    operations = [
        migrations.CreateModel(
            name="UndoneMatch",
            fields=[
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="undone",
                        serialize=False,
                        to="reconciliation.settlementmatch",
                    ),
                ),
                ("undone_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(append_only(TABLE), undo_append_only(TABLE)),
    ]
