"""What the calendar does to an application stands in its history once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("permits", "0002_what_happened_only_grows")]

    operations = [
        migrations.AddConstraint(
            model_name="applicationevent",
            constraint=models.UniqueConstraint(
                name="application_event_of_time_is_written_once",
                fields=["application", "name", "note"],
                condition=models.Q(
                    name__in=[
                        "deadline_near",
                        "deadline_passed",
                        "personal_data_erased",
                    ]
                ),
            ),
        )
    ]
