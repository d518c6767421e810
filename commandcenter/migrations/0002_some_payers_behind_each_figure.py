from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

PAYERS = {
    "revenueday": ["some_payers"],
    "revenuemonth": ["some_payers"],
    "billedmonth": ["assessed_payers", "expected_payers"],
}


class Migration(migrations.Migration):
    dependencies = [("commandcenter", "0001_roll_ups")]

    operations = [
        *(migrations.RemoveField(name, "payers") for name in PAYERS),
        *(
            migrations.AddField(
                name, field, ArrayField(models.BigIntegerField(), default=list)
            )
            for name, fields in PAYERS.items()
            for field in fields
        ),
    ]
