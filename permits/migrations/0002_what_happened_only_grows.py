"""Events and versions of types only grow; applications and parts are never deleted."""

from django.db import migrations

from kernel.sql import APP_ROLE, append_only, undo_append_only

KEPT = f"""
    REVOKE DELETE, TRUNCATE ON permits_application, permits_part FROM {APP_ROLE};
    CREATE SEQUENCE permits_application_serial MINVALUE 1 START 1 NO CYCLE;
"""
UNDO_KEPT = f"""
    DROP SEQUENCE permits_application_serial;
    GRANT DELETE ON permits_application, permits_part TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("permits", "0001_initial")]

    operations = [
        migrations.RunSQL(
            append_only("permits_applicationevent"),
            undo_append_only("permits_applicationevent"),
        ),
        migrations.RunSQL(
            append_only("permits_permittype"), undo_append_only("permits_permittype")
        ),
        migrations.RunSQL(KEPT, UNDO_KEPT),
    ]
