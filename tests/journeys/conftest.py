"""One running product and one browser for all journeys; a context for each page."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)

from tests.conftest import TEMPLATE
from tests.databases import Databases
from tests.journeys.pictures import FINE
from tests.running_site import RunningSite, running_site, start_site

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PREPARE = "from tests.journeys.world import prepare; prepare()"


@dataclass(frozen=True)
class Bills:
    """Kode bayar to take (`stalls.pop()`), each for one test, and the special ones."""

    stalls: list[str]
    households: list[str]
    hall: str
    cancelled: str
    replaced: str
    successor: str


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, databases: Databases, test_folder: Path
) -> Iterator[RunningSite]:
    """The product with the first city's data, on a database of the journeys' own."""
    databases.clone(TEMPLATE, "rempah_journeys")
    folder = test_folder / "journeys"
    with running_site(
        folder, databases.postgres, "rempah_journeys", REMPAH_PAYMENTS_RATE="999/s"
    ) as running:
        running.manage("prepare_demo", "--city", "ternate")
        start_site(running)
        yield running
    databases.drop("rempah_journeys")


@pytest.fixture(scope="session")
def bills(site: RunningSite) -> Bills:
    """What there is to pay, made once."""
    told = site.manage("shell", "--no-imports", "-c", PREPARE)
    return Bills(**json.loads(told.splitlines()[-1]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium of the system.

    Per module, since playwright's event loop runs in this thread until it ends, and
    Django refuses the database to whatever test comes next while it does.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(viewport=…)`: a page in a fresh context that fails on its errors."""
    contexts: list[BrowserContext] = []
    told: list[str] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            **({"viewport": PHONE, "locale": "id"} | FINE | options)
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: _listen(said, page, told))
        page.on("pageerror", lambda error: told.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert told == [], "the browser's console is not empty"


def _listen(said: ConsoleMessage, page: Page, told: list[str]) -> None:
    """Keep what is said, except of a page that says no by its own status."""
    is_its_own = said.location["url"] == page.url and "status of 4" in said.text
    if not is_its_own:
        told.append(f"{page.url}: {said.text}")
