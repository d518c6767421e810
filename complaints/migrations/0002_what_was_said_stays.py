"""History only grows; of a report the running role changes what a step may change."""

from django.db import migrations

from kernel.sql import APP_ROLE, append_only, undo_append_only

EVENTS = "complaints_reportevent"
MOVING = (
    "state, category_id, opd_id, proof_id, due_on, answered_at, reply_until, contact"
)
KEEPS = f"""
    REVOKE UPDATE, DELETE, TRUNCATE ON complaints_report FROM {APP_ROLE};
    GRANT UPDATE ({MOVING}) ON complaints_report TO {APP_ROLE};
"""
UNDO_KEEPS = f"GRANT UPDATE, DELETE ON complaints_report TO {APP_ROLE};"


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_reports")]

    operations = [
        migrations.RunSQL(append_only(EVENTS), undo_append_only(EVENTS)),
        migrations.RunSQL(KEEPS, UNDO_KEEPS),
    ]
