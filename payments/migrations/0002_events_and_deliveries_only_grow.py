"""Triggers: events of payments only grow; a delivery's body and verdict never change."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only

DELIVERY_KEEPS = """
    CREATE FUNCTION payments_delivery_keeps_what_came() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF TG_OP = 'UPDATE' AND (NEW.gateway, NEW.body, NEW.sha256, NEW.is_genuine,
                NEW.received_at)
            IS NOT DISTINCT FROM (OLD.gateway, OLD.body, OLD.sha256, OLD.is_genuine,
                OLD.received_at) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'payments_delivery keeps what came: % is refused', TG_OP
            USING ERRCODE = 'restrict_violation',
                  CONSTRAINT = 'delivery_keeps_what_came';
    END $body$;
    CREATE TRIGGER delivery_keeps_what_came BEFORE UPDATE OR DELETE ON payments_delivery
        FOR EACH ROW EXECUTE FUNCTION payments_delivery_keeps_what_came();
    CREATE TRIGGER delivery_is_not_emptied BEFORE TRUNCATE ON payments_delivery
        FOR EACH STATEMENT EXECUTE FUNCTION payments_delivery_keeps_what_came();
    REVOKE DELETE, TRUNCATE ON payments_delivery FROM rempah_app;
"""

UNDO_DELIVERY_KEEPS = """
    GRANT DELETE ON payments_delivery TO rempah_app;
    DROP TRIGGER delivery_is_not_emptied ON payments_delivery;
    DROP TRIGGER delivery_keeps_what_came ON payments_delivery;
    DROP FUNCTION payments_delivery_keeps_what_came();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        migrations.RunSQL(
            append_only("payments_paymentevent"),
            undo_append_only("payments_paymentevent"),
        ),
        migrations.RunSQL(DELIVERY_KEEPS, UNDO_DELIVERY_KEEPS),
    ]
