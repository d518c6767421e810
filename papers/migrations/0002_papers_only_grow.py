"""Numbers without gaps, papers that are voided once and never edited, files for ever."""

from django.db import migrations

from kernel.sql import append_only, undo_append_only

# At commit, every number a transaction took belongs to a paper. Counts only the numbers
# between the old and the new end of the series, so a commit costs one short index scan.
# Tables by their schema: a session's temporary table of the same name comes before.
SERIES = """
    CREATE FUNCTION papers_series_has_no_gap() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    DECLARE before bigint := CASE TG_OP WHEN 'UPDATE' THEN OLD.last_serial ELSE 0 END;
    BEGIN
        IF NEW.last_serial < before OR NEW.last_serial - before <> (
            SELECT count(*) FROM public.papers_paper
            WHERE opd_id = NEW.opd_id AND kind = NEW.kind AND year = NEW.year
              AND serial > before AND serial <= NEW.last_serial
        ) THEN
            RAISE EXCEPTION 'series % % %: a number was taken and not used',
                NEW.opd_id, NEW.kind, NEW.year
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'numbers_taken_are_used';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE CONSTRAINT TRIGGER numbers_taken_are_used
        AFTER INSERT OR UPDATE ON papers_series
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION papers_series_has_no_gap();
    REVOKE DELETE, TRUNCATE ON papers_series FROM rempah_app;
    REVOKE UPDATE ON papers_series FROM rempah_app;
    GRANT UPDATE (last_serial) ON papers_series TO rempah_app;

    CREATE FUNCTION papers_paper_takes_its_number() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF EXISTS (
            SELECT FROM issued
            LEFT JOIN public.papers_series AS series USING (opd_id, kind, year)
            WHERE series.last_serial IS NULL OR issued.serial > series.last_serial
        ) THEN
            RAISE EXCEPTION 'a paper has a number that its series has not given out'
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'paper_number_was_taken_from_its_series';
        END IF;
        RETURN NULL;
    END $body$;
    CREATE TRIGGER paper_number_was_taken_from_its_series
        AFTER INSERT ON papers_paper
        REFERENCING NEW TABLE AS issued
        FOR EACH STATEMENT EXECUTE FUNCTION papers_paper_takes_its_number();
"""

UNDO_SERIES = """
    DROP TRIGGER paper_number_was_taken_from_its_series ON papers_paper;
    DROP FUNCTION papers_paper_takes_its_number();
    GRANT UPDATE, DELETE ON papers_series TO rempah_app;
    DROP TRIGGER numbers_taken_are_used ON papers_series;
    DROP FUNCTION papers_series_has_no_gap();
"""

PAPER = """
    CREATE FUNCTION papers_paper_keeps_what_it_says() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    DECLARE voiding text[] := ARRAY['voided_at', 'voided_by_id', 'void_reason'];
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF OLD.voided_at IS NULL
               AND to_jsonb(NEW) - voiding = to_jsonb(OLD) - voiding THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'paper % is issued: it can be voided once, nothing else', OLD.number
            USING ERRCODE = 'restrict_violation',
                  CONSTRAINT = 'paper_is_voided_never_edited';
    END $body$;
    CREATE TRIGGER paper_is_voided_never_edited
        BEFORE UPDATE OR DELETE ON papers_paper
        FOR EACH ROW EXECUTE FUNCTION papers_paper_keeps_what_it_says();
    REVOKE UPDATE, DELETE, TRUNCATE ON papers_paper FROM rempah_app;
    GRANT UPDATE (voided_at, voided_by_id, void_reason) ON papers_paper TO rempah_app;
"""

UNDO_PAPER = """
    GRANT UPDATE, DELETE ON papers_paper TO rempah_app;
    DROP TRIGGER paper_is_voided_never_edited ON papers_paper;
    DROP FUNCTION papers_paper_keeps_what_it_says();
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [
        migrations.RunSQL(SERIES, UNDO_SERIES),
        migrations.RunSQL(PAPER, UNDO_PAPER),
        migrations.RunSQL(
            append_only("papers_paperfile"), undo_append_only("papers_paperfile")
        ),
    ]
