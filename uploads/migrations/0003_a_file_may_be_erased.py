"""A kept file may be erased whole, by one function; still no edit and no removal."""

from django.db import migrations, models

from kernel.sql import APP_ROLE

TABLE = "uploads_upload"
ERASING = f"""
    DROP TRIGGER {TABLE}_only_grows ON {TABLE};
    CREATE TRIGGER {TABLE}_only_grows
        BEFORE DELETE OR TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuses_change();
    CREATE FUNCTION {TABLE}_refuses_edit() RETURNS trigger
    LANGUAGE plpgsql AS $body$
    BEGIN
        IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
            AND NEW.content = '' AND NEW.size = 0 AND NEW.sha256 = '' AND NEW.name = ''
            AND (NEW.id, NEW.code, NEW.media_type, NEW.uploaded_at, NEW.width,
                NEW.height, NEW.page_count) IS NOT DISTINCT FROM
                (OLD.id, OLD.code, OLD.media_type, OLD.uploaded_at, OLD.width,
                OLD.height, OLD.page_count)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a kept file is erased whole, never edited'
            USING ERRCODE = 'restrict_violation',
                CONSTRAINT = 'upload_is_erased_never_edited';
    END $body$;
    CREATE TRIGGER upload_is_erased_never_edited
        BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuses_edit();
    CREATE FUNCTION uploads_erase(ids bigint[], instant timestamptz) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $body$
        WITH erased AS (
            UPDATE public.{TABLE}
            SET content = '', size = 0, sha256 = '', name = '', erased_at = instant
            WHERE id = ANY (ids) AND erased_at IS NULL
            RETURNING id
        )
        SELECT count(*) FROM erased
    $body$;
    REVOKE ALL ON FUNCTION uploads_erase(bigint[], timestamptz) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION uploads_erase(bigint[], timestamptz) TO {APP_ROLE};
"""  # noqa: S608 (names of ours)
UNDO = f"""
    DROP FUNCTION uploads_erase(bigint[], timestamptz);
    DROP TRIGGER upload_is_erased_never_edited ON {TABLE};
    DROP FUNCTION {TABLE}_refuses_edit();
    DROP TRIGGER {TABLE}_only_grows ON {TABLE};
    CREATE TRIGGER {TABLE}_only_grows
        BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuses_change();
"""
IS_WHOLE_OR_ERASED = models.Q(
    erased_at__isnull=True, size__gt=0, size__lte=5 * 1024 * 1024
) | models.Q(erased_at__isnull=False, size=0, sha256="", name="")


class Migration(migrations.Migration):
    dependencies = [("uploads", "0002_only_grows")]

    operations = [
        migrations.AddField("upload", "erased_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("upload", "upload_is_neither_empty_nor_too_large"),
        migrations.AddConstraint(
            "upload",
            models.CheckConstraint(
                name="upload_is_neither_empty_nor_too_large",
                condition=IS_WHOLE_OR_ERASED,
            ),
        ),
        migrations.RunSQL(ERASING, UNDO),
    ]
