"""When a line was sealed, so that a sealer need not look at all that were."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_of_permits_and_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditseal",
            name="sealed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now()
            ),
        ),
        migrations.AddIndex(
            model_name="auditseal",
            index=models.Index(fields=["sealed_at"], name="audit_seal_by_time"),
        ),
    ]
