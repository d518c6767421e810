"""The ledger's triggers: nothing changes, and every entry balances at its commit."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only

TABLES = [
    "ledger_account",
    "ledger_entry",
    "ledger_leg",
    "ledger_lraline",
    "ledger_seal",
]

# Deferred, because the legs come one by one; both tables, because an entry may come
# without legs and a leg may come to an old entry. SECURITY INVOKER: it only reads.
# Tables by their schema: a session's temporary table of the same name comes before.
BALANCES = """
    CREATE FUNCTION ledger_entry_balances() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    DECLARE
        checked bigint;
        legs bigint;
        unbalanced bigint;
    BEGIN
        IF TG_TABLE_NAME = 'ledger_leg' THEN
            checked := NEW.entry_id;
        ELSE
            checked := NEW.id;
        END IF;
        SELECT coalesce(sum(opd.legs), 0), count(*) FILTER (WHERE opd.difference <> 0)
        INTO legs, unbalanced
        FROM (
            SELECT count(*) AS legs, sum(leg.debit_idr - leg.credit_idr) AS difference
            FROM public.ledger_leg AS leg
            JOIN public.ledger_account AS account ON account.id = leg.account_id
            WHERE leg.entry_id = checked
            GROUP BY account.opd_id
        ) AS opd;
        IF legs < 2 THEN
            RAISE EXCEPTION 'entry % has % legs; an entry has two or more', checked, legs
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'entry_has_two_legs_or_more';
        ELSIF unbalanced > 0 THEN
            RAISE EXCEPTION 'entry % does not balance within each OPD', checked
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_balances';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON ledger_entry
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
    CREATE CONSTRAINT TRIGGER leg_keeps_its_entry_balanced AFTER INSERT ON ledger_leg
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
"""

UNDO_BALANCES = """
    DROP TRIGGER leg_keeps_its_entry_balanced ON ledger_leg;
    DROP TRIGGER entry_balances ON ledger_entry;
    DROP FUNCTION ledger_entry_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(BALANCES, UNDO_BALANCES),
        *(migrations.RunSQL(append_only(t), undo_append_only(t)) for t in TABLES),
    ]
