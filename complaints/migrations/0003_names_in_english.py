"""What can be reported may be named in English too; without it Indonesian stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_what_was_said_stays")]

    operations = [
        migrations.AddField(
            "reportcategory",
            "name_en",
            models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        )
    ]
