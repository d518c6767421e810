"""The running role may ask for fresh statistics of the settlement lines.

A report is reconciled at once, and a planner that has not heard of its lines yet looks
up each of a million by an index. ANALYZE is the owner's alone (before PostgreSQL 17).
"""

from django.db import migrations

from kernel.sql import APP_ROLE

ANALYZE = f"""
    CREATE FUNCTION reconciliation_analyze_lines() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $body$
    BEGIN
        ANALYZE public.reconciliation_settlementline;
    END $body$;
    REVOKE EXECUTE ON FUNCTION reconciliation_analyze_lines() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION reconciliation_analyze_lines() TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0005_cash_deposits")]

    operations = [
        migrations.RunSQL(ANALYZE, "DROP FUNCTION reconciliation_analyze_lines();")
    ]
