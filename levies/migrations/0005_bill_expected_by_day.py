from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levies", "0004_bill_by_period")]

    operations = [
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(
                condition=models.Q(("state", "expected")),
                fields=["period_until"],
                name="bill_expected_by_day",
            ),
        ),
    ]
