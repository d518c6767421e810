"""The running role `rempah_app` can add to the books, and cannot touch what stands."""

import pytest
from django.db import Error, ProgrammingError, connection, connections, transaction
from django.db.utils import IntegrityError

ONLY_GROW = [
    "ledger_account",
    "ledger_entry",
    "ledger_leg",
    "ledger_lraline",
    "ledger_seal",
    "levies_billevent",
    "payments_paymentevent",
    "accounts_auditevent",
]
REFUSED = [
    "CREATE TABLE own (id int)",
    "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE ledger_leg ADD COLUMN own int",
    "ALTER TABLE ledger_leg DISABLE TRIGGER ALL",
    "ALTER TABLE ledger_leg DISABLE TRIGGER ledger_leg_only_grows",
    "DROP TRIGGER ledger_leg_only_grows ON ledger_leg",
    "DROP TABLE ledger_leg",
    "CREATE OR REPLACE FUNCTION ledger_entry_balances() RETURNS trigger "
    "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SET session_replication_role = replica",
    "SET ROLE rempah_owner",
    "ALTER ROLE rempah_app SUPERUSER",
]
VERBS = [
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
]
# The session's own "ledger_leg" balances, the real one does not.
UNBALANCED_BEHIND_A_TEMPORARY_TABLE = """
    INSERT INTO city_opd (code, name, letter_code) VALUES ('1', 'Uji', 'UJI');
    INSERT INTO ledger_account (kind, opd_id) SELECT kind, id
        FROM city_opd, unnest(ARRAY['rkud', 'suspense']) AS kind;
    INSERT INTO ledger_entry (event, reference, business_date, posted_at)
        VALUES ('uji', '1', '2027-03-01', now());
    INSERT INTO ledger_leg (entry_id, account_id, debit_idr, credit_idr)
        SELECT entry.id, account.id, 1000, 0 FROM ledger_entry AS entry, ledger_account
            AS account;
    CREATE TEMPORARY TABLE ledger_leg ON COMMIT DROP AS
        SELECT entry_id, account_id, sign * debit_idr AS debit_idr, 0 AS credit_idr
        FROM public.ledger_leg, unnest(ARRAY[1, -1]) AS sign;
    SET CONSTRAINTS ALL IMMEDIATE
"""


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("table", ONLY_GROW)
def test_the_app_cannot_change_what_only_grows(table: str, verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table=table))


@pytest.mark.django_db
@pytest.mark.parametrize("statement", REFUSED)
def test_the_app_cannot_switch_its_own_limits_off(statement: str) -> None:
    with (
        pytest.raises(Error, match=r"permission denied|must be owner|only roles with"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(databases=["owner"])
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("table", ONLY_GROW)
def test_the_trigger_stops_even_the_owner(table: str, verb: str) -> None:
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(verb.format(table=table))


@pytest.mark.django_db
def test_a_table_of_the_session_does_not_stand_in_for_the_books() -> None:
    """Temporary tables come first on the search path; the trigger names a schema."""
    with (
        pytest.raises(IntegrityError, match="does not balance"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(UNBALANCED_BEHIND_A_TEMPORARY_TABLE)
