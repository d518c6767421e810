"""Each invariant holds on healthy books, and alone names the corruption made for it."""

import json
from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from config.invariants import INVARIANTS, check
from config.invariants.database import TRIGGERS
from config.launch.postgres import Postgres
from tests.databases import Databases
from tests.invariants.conftest import LATER, pointed_at
from tests.invariants.mutations import MUTATIONS
from tests.superuser import as_superuser


def broken(cursor: psycopg.Cursor) -> set[str]:
    """The names of the invariants that do not hold."""
    outcomes = [check(one, cursor=cursor, now=LATER) for one in INVARIANTS]
    return {o.invariant.name for o in outcomes if not o.holds}


def test_everything_holds_after_an_eventful_day(superuser: psycopg.Cursor) -> None:
    outcomes = [check(one, cursor=superuser, now=LATER) for one in INVARIANTS]
    assert [(o.invariant.name, o.first) for o in outcomes if not o.holds] == []


@pytest.mark.parametrize(
    ("name", "mutation"),
    [(name, sql) for name, _, sql in MUTATIONS],
    ids=[f"{name}: {what}" for name, what, _ in MUTATIONS],
)
def test_a_corruption_breaks_its_invariant_and_no_other(
    name: str, mutation: str, superuser: psycopg.Cursor
) -> None:
    superuser.execute(mutation.encode())
    assert broken(superuser) == {name}


def test_every_invariant_has_a_corruption_a_name_and_a_sentence() -> None:
    names = [one.name for one in INVARIANTS]
    assert set(names) == {name for name, _, _ in MUTATIONS}
    assert len(names) == len(set(names)) == len({one.code for one in INVARIANTS})
    assert all(one.says.endswith(".") for one in INVARIANTS)


def test_no_trigger_of_the_database_is_missing_in_the_list(
    superuser: psycopg.Cursor,
) -> None:
    superuser.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    assert set(superuser.fetchall()) == set(TRIGGERS)


@pytest.fixture
def of_their_own(
    seeded: str, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Those books in a database that this test may spoil."""
    databases.clone(seeded, "rempah_spoiled")
    with django_db_blocker.unblock(), pointed_at(databases, "rempah_spoiled"):
        yield
    databases.drop("rempah_spoiled")


@pytest.mark.usefixtures("of_their_own")
def test_the_command_tells_people_and_machines_and_exits_3_when_one_is_broken(
    postgres: Postgres,
) -> None:
    status, said = check_invariants()
    assert (status, said.count("holds")) == (0, len(INVARIANTS))
    as_superuser(postgres, "UPDATE receipts_receipt SET amount_idr = amount_idr + 1")
    status, said = check_invariants()
    assert status == 3
    assert "I26   receipt_says_what_was_booked" in said
    assert "BROKEN 8 ×" in said
    status, said = check_invariants("--format", "json")
    assert status == 3
    [told] = [one for one in json.loads(said) if one["broken"]]
    assert (told["code"], told["broken"], len(told["first"])) == ("I26", 8, 5)
    assert told["first"][0]["number"].startswith("974/000001/SSRD/")


def check_invariants(*arguments: str) -> tuple[int, str]:
    """The command's exit status and what it said."""
    said, status = StringIO(), 0
    try:
        call_command("check_invariants", *arguments, stdout=said)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, said.getvalue()
