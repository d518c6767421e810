"""SQL texts that several apps' migrations share. Strings in, strings out; no Django."""

APP_ROLE = "rempah_app"


def append_only(table: str) -> str:
    """SQL that lets a table only grow: no UPDATE, DELETE or TRUNCATE for anyone.

    A trigger refuses all three to every role, and the running role loses the grants
    as well, so that a dropped trigger alone opens nothing.
    """
    return f"""
        CREATE FUNCTION {table}_refuses_change() RETURNS trigger
        LANGUAGE plpgsql AS $body$
        BEGIN
            RAISE EXCEPTION '{table} only grows: % is refused', TG_OP
                USING ERRCODE = 'restrict_violation', CONSTRAINT = '{table}_only_grows';
        END $body$;
        CREATE TRIGGER {table}_only_grows
            BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses_change();
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
    """


def undo_append_only(table: str) -> str:
    """SQL that takes `append_only` back."""
    return f"""
        GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};
        DROP TRIGGER {table}_only_grows ON {table};
        DROP FUNCTION {table}_refuses_change();
    """
