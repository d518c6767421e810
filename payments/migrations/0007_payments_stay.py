"""A payment is never deleted and keeps its id, whatever role asks."""

from django.db import migrations

from kernel.sql import keeps_its_rows, undo_keeps_its_rows

TABLES = ("payments_payment", "payments_unappliedmoney")


class Migration(migrations.Migration):
    dependencies = [("payments", "0006_refund_request")]

    operations = [
        migrations.RunSQL(keeps_its_rows(table), undo_keeps_its_rows(table))
        for table in TABLES
    ]
