"""SQL that several apps share: texts of migrations, and what runs SQL. No Django."""

from collections.abc import Mapping
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


def keeps_its_rows(table: str) -> str:
    """SQL that lets a table change, but lose no row and no row its id, for anyone."""
    return f"""
        CREATE FUNCTION {table}_refuses_loss() RETURNS trigger
        LANGUAGE plpgsql AS $body$
        BEGIN
            RAISE EXCEPTION '{table} keeps its rows: % is refused', TG_OP
                USING ERRCODE = 'restrict_violation', CONSTRAINT = '{table}_keeps_rows';
        END $body$;
        CREATE TRIGGER {table}_keeps_rows
            BEFORE DELETE OR TRUNCATE OR UPDATE OF id ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses_loss();
        REVOKE DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
    """


def undo_keeps_its_rows(table: str) -> str:
    """SQL that takes `keeps_its_rows` back."""
    return f"""
        GRANT DELETE ON {table} TO {APP_ROLE};
        DROP TRIGGER {table}_keeps_rows ON {table};
        DROP FUNCTION {table}_refuses_loss();
    """


def refers_by_statement(table: str, targets: Mapping[str, str]) -> str:
    """SQL that proves the references of new rows when their statement ends.

    `targets` are tables by the column that names one of their ids, or nothing. A
    foreign key asks for every row by a query of its own, and locks what it found lest
    it be deleted: of a million rows that is most of the time. This asks for all in one
    query and locks nothing, so `table` must be `append_only` and every target must be
    that too, or `keeps_its_rows`.
    """
    proofs = "".join(
        f"""
            IF EXISTS (
                SELECT FROM added WHERE added.{column} IS NOT NULL AND (
                    SELECT id FROM public.{target} WHERE id = added.{column}) IS NULL
            ) THEN
                RAISE EXCEPTION '{table}.{column} names no row of {target}'
                    USING ERRCODE = 'foreign_key_violation',
                        CONSTRAINT = '{table}_refers';
            END IF;"""
        for column, target in targets.items()
    )
    return f"""
        CREATE FUNCTION {table}_proves_references() RETURNS trigger
        LANGUAGE plpgsql AS $body$
        BEGIN {proofs}
            RETURN NULL;
        END $body$;
        CREATE TRIGGER {table}_refers
            AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_proves_references();
    """


def undo_refers_by_statement(table: str) -> str:
    """SQL that takes `refers_by_statement` back."""
    return f"""
        DROP TRIGGER {table}_refers ON {table};
        DROP FUNCTION {table}_proves_references();
    """
