"""What happened to a bill is never edited."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only


class Migration(migrations.Migration):
    dependencies = [("levies", "0002_kode_bayar")]

    operations = [
        migrations.RunSQL(
            append_only("levies_billevent"), undo_append_only("levies_billevent")
        )
    ]
