"""Some days of lived history: real simulators, a real site that takes notifications.

The start is killed in the middle and goes on, as a person's Ctrl-C and second try do.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from config.settings.env import REPOSITORY
from payments.models import Payment
from tests.conftest import TEMPLATE
from tests.databases import Databases
from tests.running_site import RunningSite, running_site, start_pages

DATABASE = "rempah_lived"
DAYS = 4
KILLED_AFTER_PAYMENTS = 9
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Lived:
    """The site after its history, and how many payments it had when it was killed."""

    site: RunningSite
    paid_when_killed: int

    def start_again(self) -> None:
        """What a later start does."""
        prepare(self.site)
        self.site.manage("seed_demo", "--days", str(DAYS))


@pytest.fixture(scope="module")
def lived(
    django_db_setup: None,
    databases: Databases,
    test_folder: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Lived]:
    """A city that has lived some days up to today; Django looks at its database."""
    databases.clone(TEMPLATE, DATABASE)
    with (
        django_db_blocker.unblock(),
        running_site(test_folder / "lived", databases.postgres, DATABASE) as site,
    ):
        databases.point_django_at(DATABASE)
        prepare(site)
        start_pages(site)
        told = Lived(site, _paid_until_killed(site))
        told.start_again()
        yield told
        connections.close_all()
        databases.point_django_at("rempah_test")
    databases.drop(DATABASE)


def prepare(site: RunningSite) -> None:
    """Tables, city, people; a fresh demo's clock goes back."""
    site.manage("prepare_demo", "--city", "ternate", "--days", str(DAYS))


def paid() -> int:
    """How many payments have brought money."""
    return Payment.objects.filter(paid_at__isnull=False).count()


def _paid_until_killed(site: RunningSite) -> int:
    command = [sys.executable, str(REPOSITORY / "manage.py"), "seed_demo"]
    first = subprocess.Popen(
        [*command, "--days", str(DAYS)],
        env=site.processes.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while paid() < KILLED_AFTER_PAYMENTS:
        assert time.monotonic() < deadline
        assert first.poll() is None
        time.sleep(0.05)
    first.kill()
    first.wait()
    return paid()
