"""A ticket is voided in its open shift, by two people; only so is cash reversed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kernel.sql import APP_ROLE, append_only, undo_append_only

# Asked for by who took the cash, before it was counted; decided once. The shift is
# locked, so that it cannot be closed between this look and the commit.
IN_ITS_SHIFT = """
    CREATE FUNCTION collection_void_belongs_to_its_shift() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.state <> 'asked'
            OR (OLD.cash_id, OLD.reason, OLD.asked_by_id)
                IS DISTINCT FROM (NEW.cash_id, NEW.reason, NEW.asked_by_id)) THEN
            RAISE EXCEPTION 'void % is decided once, as it was asked', OLD.id
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'ticket_void_is_decided_once';
        END IF;
        PERFORM FROM public.collection_shift AS shift
        JOIN public.collection_cashtaken AS cash ON cash.shift_id = shift.id
        WHERE cash.id = NEW.cash_id AND shift.state = 'open'
            AND shift.collector_id = NEW.asked_by_id
        FOR SHARE OF shift;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'void %: not asked by the collector of an open shift',
                NEW.id
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'ticket_void_belongs_to_its_open_shift';
        END IF;
        RETURN NEW;
    END $body$;
    CREATE TRIGGER ticket_void_belongs_to_its_shift
        BEFORE INSERT OR UPDATE ON collection_ticketvoid
        FOR EACH ROW EXECUTE FUNCTION collection_void_belongs_to_its_shift();
"""
UNDO_IN_ITS_SHIFT = """
    DROP TRIGGER ticket_void_belongs_to_its_shift ON collection_ticketvoid;
    DROP FUNCTION collection_void_belongs_to_its_shift();
"""
# At commit: cash is reversed when, and only when, two people agreed on it.
REVERSED = """
    CREATE FUNCTION payments_cash_is_reversed_by_two() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.collection_ticketvoid AS void
            JOIN public.collection_cashtaken AS cash ON cash.id = void.cash_id
            WHERE cash.payment_id = NEW.id AND void.state = 'approved'
        ) THEN
            RAISE EXCEPTION 'payment %: cash is reversed, its ticket is not void',
                NEW.code
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'cash_is_reversed_by_two_people';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE CONSTRAINT TRIGGER cash_is_reversed_by_two_people
        AFTER INSERT OR UPDATE ON payments_payment
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.channel = 'cash' AND NEW.state = 'reversed')
        EXECUTE FUNCTION payments_cash_is_reversed_by_two();

    CREATE FUNCTION collection_void_reverses_its_cash() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.collection_cashtaken AS cash
            JOIN public.payments_payment AS payment ON payment.id = cash.payment_id
            JOIN public.papers_paper AS ticket ON ticket.id = cash.ticket_id
            WHERE cash.id = NEW.cash_id AND payment.state = 'reversed'
                AND ticket.voided_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'void %: its ticket or its payment still stands', NEW.id
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'ticket_void_reverses_its_cash';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE CONSTRAINT TRIGGER ticket_void_reverses_its_cash
        AFTER INSERT OR UPDATE ON collection_ticketvoid
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.state = 'approved')
        EXECUTE FUNCTION collection_void_reverses_its_cash();
"""
UNDO_REVERSED = """
    DROP TRIGGER ticket_void_reverses_its_cash ON collection_ticketvoid;
    DROP FUNCTION collection_void_reverses_its_cash();
    DROP TRIGGER cash_is_reversed_by_two_people ON payments_payment;
    DROP FUNCTION payments_cash_is_reversed_by_two();
"""
EVENTS = "collection_ticketvoidevent"


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0003_a_wrong_slip_is_cancelled_by_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketVoid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("lapsed", "lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cash",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voids",
                        to="collection.cashtaken",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketVoidEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=10)),
                ("target", models.CharField(max_length=10)),
                ("cause", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket_void",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.ticketvoid",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="ticketvoid",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "approved"])),
                fields=("cash",),
                name="ticket_void_is_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketvoid",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="ticket_void_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketvoid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_by__isnull", True),
                        ("state", "asked"),
                        ("decided_at__isnull", True),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", True),
                        ("state", "lapsed"),
                    ),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("state__in", ["approved", "refused"]),
                        ("decided_at__isnull", False),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ticket_void_is_decided_by_another_person",
            ),
        ),
        migrations.RunSQL(IN_ITS_SHIFT, UNDO_IN_ITS_SHIFT),
        migrations.RunSQL(REVERSED, UNDO_REVERSED),
        migrations.RunSQL(append_only(EVENTS), undo_append_only(EVENTS)),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON collection_ticketvoid FROM {APP_ROLE}",
            f"GRANT DELETE ON collection_ticketvoid TO {APP_ROLE}",
        ),
    ]
