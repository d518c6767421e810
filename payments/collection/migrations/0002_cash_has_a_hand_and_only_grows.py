"""No cash without the open shift of a collector; cash, tickets and events only grow."""

from django.db import migrations

from kernel.sql import APP_ROLE, append_only, undo_append_only

ONLY_GROW = (
    "collection_cashtaken",
    "collection_qrisshown",
    "collection_shiftevent",
    "collection_handoverevent",
    "collection_depositevent",
)
NEVER_DELETED = (
    "collection_plate, collection_platesheet, collection_shift, collection_handover, "
    "collection_shortage, collection_deposit"
)

# The shift is locked, so that it cannot be closed between this look and the commit.
OPEN_SHIFT = """
    CREATE FUNCTION collection_cash_needs_an_open_shift() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        PERFORM FROM public.collection_shift
        WHERE id = NEW.shift_id AND state = 'open' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'shift % is not open: no cash is taken', NEW.shift_id
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'cash_is_taken_in_an_open_shift';
        END IF;
        RETURN NEW;
    END $body$;
    CREATE TRIGGER cash_is_taken_in_an_open_shift
        BEFORE INSERT ON collection_cashtaken
        FOR EACH ROW EXECUTE FUNCTION collection_cash_needs_an_open_shift();
"""
UNDO_OPEN_SHIFT = """
    DROP TRIGGER cash_is_taken_in_an_open_shift ON collection_cashtaken;
    DROP FUNCTION collection_cash_needs_an_open_shift();
"""
# At commit: money that was received in cash lies in the hand of a named collector.
IN_A_HAND = """
    CREATE FUNCTION payments_cash_lies_in_a_hand() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.collection_cashtaken
            WHERE payment_id = NEW.id AND amount_idr = NEW.received_idr
        ) THEN
            RAISE EXCEPTION 'payment %: cash without a collector', NEW.code
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'cash_lies_in_a_collectors_hand';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE CONSTRAINT TRIGGER cash_lies_in_a_collectors_hand
        AFTER INSERT OR UPDATE ON payments_payment
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.channel = 'cash' AND NEW.received_idr IS NOT NULL)
        EXECUTE FUNCTION payments_cash_lies_in_a_hand();
"""
UNDO_IN_A_HAND = """
    DROP TRIGGER cash_lies_in_a_collectors_hand ON payments_payment;
    DROP FUNCTION payments_cash_lies_in_a_hand();
"""


class Migration(migrations.Migration):
    dependencies = [("collection", "0001_initial")]

    operations = [
        migrations.RunSQL(OPEN_SHIFT, UNDO_OPEN_SHIFT),
        migrations.RunSQL(IN_A_HAND, UNDO_IN_A_HAND),
        *(
            migrations.RunSQL(append_only(table), undo_append_only(table))
            for table in ONLY_GROW
        ),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {NEVER_DELETED} FROM {APP_ROLE}",
            f"GRANT DELETE ON {NEVER_DELETED} TO {APP_ROLE}",
        ),
    ]
