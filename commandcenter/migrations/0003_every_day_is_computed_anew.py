from django.db import migrations

# Only a day that is computed anew knows its payers; what was billed is, each hour.
MARK_EVERY_DAY = """
    INSERT INTO commandcenter_dirtyday (day, marked_at)
    SELECT DISTINCT day, now() FROM commandcenter_revenueday
    ON CONFLICT (day) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("commandcenter", "0002_some_payers_behind_each_figure")]

    operations = [migrations.RunSQL(MARK_EVERY_DAY, migrations.RunSQL.noop)]
