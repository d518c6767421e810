"""The desks of a city that has lived a month, for the pictures of docs/.

A day that has just begun has little to show; so this is drawn only when pictures are.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import TEMPLATE
from tests.databases import Databases
from tests.journeys.conftest import DESK
from tests.journeys.pictures import FOLDER, see
from tests.journeys.steps import OpenPage, sign_in
from tests.running_site import RunningSite, running_site, start_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("lived-desks"),
    pytest.mark.skipif(not FOLDER, reason="REMPAH_PICTURES names no folder"),
]
DATABASE, DAYS = "rempah_pictured", "30"
# Who, which desk, and the link there that opens what the picture is of.
DESKS = {
    "kantor": ("izin", "/kantor/izin/", re.compile(r"SKPT-\d{4}-\d{5}")),
    "kantor-laporan": ("lapor", "/kantor/laporan/", None),
    "bendahara": ("bendahara", "/kantor/kas/", None),
    "bp2rd": ("rekon", "/bp2rd/", "Hari sebelumnya"),
    "pimpinan": ("pimpinan", "/komando/", None),
    "data": ("", "/data/", None),
}


@pytest.fixture(scope="module")
def lived(
    django_db_setup: None, databases: Databases, test_folder: Path
) -> Iterator[RunningSite]:
    """The first city on the last day of the demo's month."""
    databases.clone(TEMPLATE, DATABASE)
    folder = test_folder / "pictured"
    with running_site(folder, databases.postgres, DATABASE) as running:
        running.manage("prepare_demo", "--city", "ternate", "--days", DAYS)
        start_site(running)
        running.manage("seed_demo", "--days", DAYS)
        running.manage("refresh_figures")
        yield running
    databases.drop(DATABASE)


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_shows_its_month(
    name: str, lived: RunningSite, open_page: OpenPage
) -> None:
    username, address, link = DESKS[name]
    desk: Page = open_page(viewport=DESK, color_scheme="light", device_scale_factor=1)
    if username:
        sign_in(desk, lived, username)
        expect(desk).not_to_have_url(re.compile("masuk"))
    desk.goto(f"{lived.url}{address}", wait_until="networkidle")
    if link:
        desk.get_by_role("link", name=link).first.click()
        desk.wait_for_load_state("networkidle")
    see(desk, name)
