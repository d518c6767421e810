"""What a gateway or a bank told only grows, for every role."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only

TABLES = (
    "reconciliation_settlementline",
    "reconciliation_payoutline",
    "reconciliation_statement",
    "reconciliation_bankline",
    "reconciliation_settlementmatch",
)


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_initial")]

    operations = [
        migrations.RunSQL(append_only(table), undo_append_only(table))
        for table in TABLES
    ]
