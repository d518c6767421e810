"""The audit log and its seals only grow, for every role."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only

EVENTS = "accounts_auditevent"
SEALS = "accounts_auditseal"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(append_only(EVENTS), undo_append_only(EVENTS)),
        migrations.RunSQL(append_only(SEALS), undo_append_only(SEALS)),
    ]
