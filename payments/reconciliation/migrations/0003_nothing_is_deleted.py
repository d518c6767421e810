"""A file of evidence and a finding are resolved or superseded, never deleted."""

from django.db import migrations

from kernel.sql import APP_ROLE

TABLES = "reconciliation_importedfile, reconciliation_finding, reconciliation_payout"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0002_evidence_only_grows")]

    operations = [
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM {APP_ROLE}",
            f"GRANT DELETE ON {TABLES} TO {APP_ROLE}",
        )
    ]
