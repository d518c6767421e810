"""Servers and databases of the tests: real PostgreSQL and Valkey, made for this run.

`db` (pytest-django) rolls back; `committed_db` gives a database of its own, cloned from
the migrated template, for everything that needs real commits: races, deferred triggers,
threads and other processes. Tests run as the role `rempah_app`.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from config.launch.guard import lend
from config.launch.postgres import THROWAWAY, Postgres
from config.launch.valkey import Valkey
from tests.databases import Databases
from tests.strict_client import StrictClient

TEMPLATE = "rempah_template"
FOLDER_VARIABLE = "REMPAH_TEST_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once, before Django reads its settings."""
    if hasattr(config, "workerinput") or FOLDER_VARIABLE in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="rempah-test-"))
    folder.chmod(0o711)
    lend(folder)
    os.environ[FOLDER_VARIABLE] = str(folder)


@pytest.fixture(scope="session")
def test_folder() -> Iterator[Path]:
    """A folder of this test process for its servers, keys and files."""
    folder = Path(os.environ[FOLDER_VARIABLE]) / uuid.uuid4().hex[:8]
    folder.mkdir(mode=0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(test_folder: Path) -> Iterator[Postgres]:
    """This process's own PostgreSQL."""
    server = Postgres(test_folder / "postgres", THROWAWAY | {"max_connections": "60"})
    server.start()
    yield server
    server.stop("immediate")


@pytest.fixture(scope="session")
def valkey(test_folder: Path) -> Iterator[Valkey]:
    """This process's own Valkey."""
    server = Valkey(test_folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> Databases:
    """Databases of this run, by name: clone, drop, point Django at one."""
    return Databases(postgres)


@pytest.fixture(scope="session")
def django_db_setup(
    databases: Databases, valkey: Valkey, django_db_blocker: DjangoDbBlocker
) -> None:
    """Migrate a template as the owner, clone it, and run the tests as the app."""
    django_settings.CACHES["default"]["LOCATION"] = valkey.url
    django_settings.CELERY_BROKER_URL = valkey.url.replace("unix://", "redis+socket://")
    with django_db_blocker.unblock():
        databases.postgres.create_database(TEMPLATE)
        databases.point_django_at(TEMPLATE)
        call_command("migrate", database="owner", verbosity=0)
        connections.close_all()
        databases.clone(TEMPLATE, "rempah_test")
        databases.point_django_at("rempah_test")


@pytest.fixture
def committed_db(
    django_db_setup: None, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A committed database of this test's own; yields its DATABASE_URL."""
    name = f"rempah_{uuid.uuid4().hex[:10]}"
    databases.clone(TEMPLATE, name)
    with django_db_blocker.unblock():
        databases.point_django_at(name)
        yield databases.postgres.url(name, "rempah_app")
        connections.close_all()
        databases.point_django_at("rempah_test")
    databases.drop(name)


@pytest.fixture(autouse=True)
def keys_of_this_run(test_folder: Path, settings: Settings) -> None:
    """Signing keys and files lie in this run's folder, never in var/."""
    settings.VAR_DIR = test_folder
    settings.KEYS_DIR = test_folder / "keys"


@pytest.fixture
def client() -> StrictClient:
    """The client of every page and API test."""
    return StrictClient()


@pytest.fixture
def empty_cache(valkey: Valkey) -> Iterator[None]:
    """A cache and broker with nothing in them, before and after.

    Asked for by `caches`: pytest looks at a module's names while it collects, and a
    look at `cache` would connect before this run's server is known.
    """
    caches["default"].clear()
    yield
    caches["default"].clear()
