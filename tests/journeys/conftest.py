"""One running product and one browser for all journeys; a context for each page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import TEMPLATE
from tests.databases import Databases
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
def browser() -> Iterator[Browser]:
    """Headless Chromium of the system."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(viewport=…)`: a page in a fresh context that fails on its errors."""
    contexts: list[BrowserContext] = []
    told: list[str] = []

    def open_one(**options: object) -> Page:
        context = browser.new_context(locale="id-ID", **({"viewport": PHONE} | options))  # type: ignore[arg-type] (playwright's own options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert told == [], "the browser's console is not empty"
