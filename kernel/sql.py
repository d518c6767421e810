"""SQL that several apps share: texts of migrations, and what runs SQL. No Django."""

from typing import Any, Protocol

APP_ROLE = "rempah_app"


class Cursor(Protocol):
    """Whatever runs SQL: Django's cursor, or psycopg's of another role."""

    @property
    def description(self) -> Any:
        """The columns of the last statement."""

    def execute(self, sql: Any, params: Any = None, /) -> Any:
        """Run one statement."""

    def fetchall(self) -> list[Any]:
        """All rows of the last statement."""


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
