"""A slip is cancelled before the bank shows it; its cash lies under no slip again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# Cash goes under a slip that is on its way, and leaves it only when it is cancelled:
# so it never lies under two. The slip is locked against both at once.
UNDER_A_SLIP = """
    CREATE FUNCTION collection_cash_lies_under_one_slip() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.deposit_id IS NOT DISTINCT FROM NEW.deposit_id THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.deposit_id IS NOT NULL THEN
            PERFORM FROM public.collection_deposit
            WHERE id = OLD.deposit_id AND state = 'cancelled';
            IF NOT FOUND THEN
                RAISE EXCEPTION '% %: slip % is not cancelled',
                    TG_TABLE_NAME, NEW.id, OLD.deposit_id
                    USING ERRCODE = 'check_violation',
                          CONSTRAINT = 'cash_leaves_only_a_cancelled_slip';
            END IF;
        END IF;
        IF NEW.deposit_id IS NOT NULL THEN
            PERFORM FROM public.collection_deposit
            WHERE id = NEW.deposit_id AND state = 'made' FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION '% %: slip % is banked or cancelled',
                    TG_TABLE_NAME, NEW.id, NEW.deposit_id
                    USING ERRCODE = 'check_violation',
                          CONSTRAINT = 'cash_goes_under_a_slip_on_its_way';
            END IF;
        END IF;
        RETURN NEW;
    END $body$;
    CREATE TRIGGER cash_lies_under_one_slip
        BEFORE INSERT OR UPDATE ON collection_handover
        FOR EACH ROW EXECUTE FUNCTION collection_cash_lies_under_one_slip();
    CREATE TRIGGER cash_lies_under_one_slip
        BEFORE INSERT OR UPDATE ON collection_shortage
        FOR EACH ROW EXECUTE FUNCTION collection_cash_lies_under_one_slip();
"""
UNDO_UNDER_A_SLIP = """
    DROP TRIGGER cash_lies_under_one_slip ON collection_shortage;
    DROP TRIGGER cash_lies_under_one_slip ON collection_handover;
    DROP FUNCTION collection_cash_lies_under_one_slip();
"""
FINAL = """
    CREATE FUNCTION collection_cancelled_slip_is_final() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION 'slip % is cancelled for good', OLD.id
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'cancelled_slip_is_final';
    END $body$;
    CREATE TRIGGER cancelled_slip_is_final
        BEFORE UPDATE ON collection_deposit
        FOR EACH ROW WHEN (OLD.state = 'cancelled')
        EXECUTE FUNCTION collection_cancelled_slip_is_final();
"""
UNDO_FINAL = """
    DROP TRIGGER cancelled_slip_is_final ON collection_deposit;
    DROP FUNCTION collection_cancelled_slip_is_final();
"""
# At commit: the cash of a cancelled slip waits for another one, and its paper is void.
EMPTY = """
    CREATE FUNCTION collection_cancelled_slip_is_empty() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF EXISTS (SELECT FROM public.collection_handover WHERE deposit_id = NEW.id)
           OR EXISTS (SELECT FROM public.collection_shortage WHERE deposit_id = NEW.id)
           OR EXISTS (SELECT FROM public.papers_paper
                      WHERE id = NEW.paper_id AND voided_at IS NULL) THEN
            RAISE EXCEPTION 'slip % is cancelled, but holds cash or a valid paper',
                NEW.id
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'cancelled_slip_is_empty';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE CONSTRAINT TRIGGER cancelled_slip_is_empty
        AFTER UPDATE ON collection_deposit
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.state = 'cancelled')
        EXECUTE FUNCTION collection_cancelled_slip_is_empty();
"""
UNDO_EMPTY = """
    DROP TRIGGER cancelled_slip_is_empty ON collection_deposit;
    DROP FUNCTION collection_cancelled_slip_is_empty();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0002_cash_has_a_hand_and_only_grows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("deposit", "deposit_is_banked_by_a_bank_line"),
        migrations.AddField(
            "deposit", "cancel_asked_at", models.DateTimeField(null=True)
        ),
        migrations.AddField(
            "deposit",
            "cancel_asked_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "deposit",
            "cancel_reason",
            models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AddField("deposit", "cancelled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "deposit",
            "cancelled_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "deposit",
            "state",
            models.CharField(
                choices=[
                    ("made", "made"),
                    ("banked", "banked"),
                    ("cancelled", "cancelled"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "deposit",
            models.CheckConstraint(
                name="deposit_is_banked_by_a_bank_line",
                condition=Q(state="banked", bank_line__isnull=False)
                & Q(banked_on__isnull=False)
                | ~Q(state="banked")
                & Q(bank_line__isnull=True, banked_on__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            "deposit",
            models.CheckConstraint(
                name="deposit_cancellation_is_asked_with_a_reason",
                condition=Q(cancel_asked_by__isnull=True, cancel_asked_at__isnull=True)
                & Q(cancel_reason="")
                | Q(cancel_asked_by__isnull=False, cancel_asked_at__isnull=False)
                & ~Q(cancel_reason=""),
            ),
        ),
        migrations.AddConstraint(
            "deposit",
            models.CheckConstraint(
                name="deposit_is_cancelled_by_another_person",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                & Q(cancelled_by__isnull=False, cancel_asked_by__isnull=False)
                & ~Q(cancelled_by=F("cancel_asked_by"))
                & ~Q(cancelled_by=F("made_by"))
                | ~Q(state="cancelled")
                & Q(cancelled_by__isnull=True, cancelled_at__isnull=True),
            ),
        ),
        migrations.RunSQL(UNDER_A_SLIP, UNDO_UNDER_A_SLIP),
        migrations.RunSQL(FINAL, UNDO_FINAL),
        migrations.RunSQL(EMPTY, UNDO_EMPTY),
    ]
