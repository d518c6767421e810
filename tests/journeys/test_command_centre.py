"""The mayor looks: what is paid meanwhile appears by itself, and the badge is real."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kernel.money import Rupiah
from tests.browser import (
    assert_accessible,
    assert_fits_the_screen,
    request_count,
    transfer_bytes,
)
from tests.databases import Databases
from tests.journeys.conftest import PHONE, Bills
from tests.journeys.steps import OpenPage, ask, sign_in
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
KIB = 1024
WALL = {"width": 1920, "height": 1080}
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "color_scheme": "light", "locale": "id"},
    "wall": {"viewport": WALL, "color_scheme": "dark", "locale": "en"},
}
# The map has names on a wall; on a phone a list takes its place.
STAYS: dict[str, str] = {"phone": ".c-shortfall summary", "wall": ".c-tile"}
MAYOR = "pimpinan"
TODAY = ".c-part--angka .c-amount >> nth=0"
SAME = re.compile("sama dengan buku besar|the same as the ledger")
TEN_SECONDS = 10_000


def amount_of(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(TODAY).inner_text()))


def keep_picture(page: Page, name: str) -> None:
    """For eyes, where REMPAH_SHOTS names a folder."""
    folder = os.environ.get("REMPAH_SHOTS")
    if folder:
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


@pytest.fixture
def figures(site: RunningSite) -> Iterator[None]:
    """The roll-ups as the rows are, before and after."""
    site.manage("refresh_figures")
    yield
    site.manage("refresh_figures")


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("look", LOOKS)
def test_a_payment_made_meanwhile_appears_within_ten_seconds_without_a_reload(
    look: str, site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    page = open_page(**LOOKS[look])
    sign_in(page, site, MAYOR)
    page.wait_for_url("**/komando/")
    expect(page.locator(".c-badge")).to_contain_text(SAME)
    assert_fits_the_screen(page)
    assert_accessible(page)
    before = amount_of(page)
    page.evaluate("window.stays = true")
    page.locator(STAYS[look]).first.focus()
    focused = page.evaluate("document.activeElement.id")
    assert focused

    asked = ask(site, [bills.stalls.pop()], "qris")
    site.midtrans.control("pay", order_id=asked.code)
    paid = str(Rupiah(before + int(asked.answer["amount_idr"])))
    expect(page.locator(TODAY)).to_have_text(paid, timeout=TEN_SECONDS)
    expect(page.locator(".c-badge")).to_contain_text(SAME)
    assert page.evaluate("window.stays"), "the page was loaded again"
    assert page.evaluate("document.activeElement.id") == focused
    assert_fits_the_screen(page)
    assert_accessible(page)
    keep_picture(page, f"komando-{look}")


@pytest.mark.usefixtures("figures")
def test_a_figure_that_somebody_changed_turns_the_badge_red_by_itself(
    site: RunningSite, bills: Bills, open_page: OpenPage, databases: Databases
) -> None:
    asked = ask(site, [bills.stalls.pop()], "qris")
    site.midtrans.control("pay", order_id=asked.code)
    page = open_page(**LOOKS["phone"])
    sign_in(page, site, MAYOR)
    expect(page.locator(TODAY)).not_to_have_text("Rp 0", timeout=2 * TEN_SECONDS)
    expect(page.locator(".c-badge--good")).to_contain_text("sama dengan buku besar ✔")
    change = "UPDATE commandcenter_revenueday SET revenue_idr = revenue_idr + 1234"
    databases.postgres.psql(stdin=f"\\connect rempah_journeys\n{change};")
    badge = page.locator(".c-badge--bad")
    expect(badge).to_contain_text("tidak sama dengan buku besar", timeout=TEN_SECONDS)
    expect(badge).to_contain_text(re.compile(r"ringkasan Rp [\d.]+, buku besar Rp"))
    assert_accessible(page)
    keep_picture(page, "komando-merah")
    site.manage("refresh_figures")
    expect(page.locator(".c-badge--good")).to_be_visible(timeout=TEN_SECONDS)


@pytest.mark.usefixtures("figures")
def test_a_tile_leads_to_its_row_and_to_files(
    site: RunningSite, open_page: OpenPage
) -> None:
    page = open_page(**LOOKS["wall"])
    sign_in(page, site, MAYOR)
    tile = page.locator(".c-tile").first
    tile.focus()
    page.keyboard.press("Enter")
    row = page.locator(f"[id='{str(tile.get_attribute('href'))[1:]}']")
    expect(row).to_be_in_viewport()
    with page.expect_download() as started:
        page.locator("#csv-hari").click()
    assert re.fullmatch(
        r"hari-\d{4}-\d\d-\d\dT\d{6}\.csv", started.value.suggested_filename
    )
    assert_accessible(page)


@pytest.mark.usefixtures("figures")
def test_what_it_costs_to_look(site: RunningSite, open_page: OpenPage) -> None:
    page = open_page(**LOOKS["wall"])
    sign_in(page, site, MAYOR)
    page.wait_for_url("**/komando/")
    state = page.context.storage_state()
    fresh = open_page(**LOOKS["wall"], storage_state=state)
    fresh.goto(f"{site.url}/komando/?tampilan=dinding")
    assert transfer_bytes(fresh) <= 300 * KIB
    assert transfer_bytes(fresh, ".js") <= 130 * KIB
    assert request_count(fresh) <= 25
    sizes = fresh.evaluate(
        """async () => Object.fromEntries(await Promise.all(
          [...document.querySelectorAll("[data-poll]")].map(async (part) => {
            await (await fetch(part.dataset.poll)).text();
            const told = performance.getEntriesByName(
              new URL(part.dataset.poll, location).href).at(-1);
            return [part.id, told.transferSize];
          })))"""
    )
    assert sizes["bagian-angka"] <= 3 * KIB
    assert max(sizes.values()) <= 8 * KIB


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("look", LOOKS)
def test_citizens_see_the_data_without_signing_in(
    look: str, site: RunningSite, open_page: OpenPage
) -> None:
    page = open_page(**LOOKS[look])
    page.goto(f"{site.url}/data/")
    expect(page.locator(".c-badge")).to_contain_text(SAME)
    assert_fits_the_screen(page)
    assert_accessible(page)
    keep_picture(page, f"data-{look}")
