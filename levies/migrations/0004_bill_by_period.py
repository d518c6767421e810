import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("levies", "0003_bill_events_only_grow")]

    operations = [
        migrations.AddIndex(
            model_name="bill",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["period_from"], name="bill_by_period"
            ),
        ),
    ]
