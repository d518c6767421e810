"""A kept file is never changed and never taken away, by any role."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only

UPLOADS = "uploads_upload"


class Migration(migrations.Migration):
    dependencies = [("uploads", "0001_kept_files")]

    operations = [migrations.RunSQL(append_only(UPLOADS), undo_append_only(UPLOADS))]
