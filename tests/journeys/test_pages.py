"""Every kind of page: accessible, narrow enough, quiet, light, and usable by keyboard.

Each is opened on a phone, light, in Indonesian, and on a desk, dark, in English:
between them, every rule of the style sheet that depends on either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import (
    assert_accessible,
    assert_fits_the_screen,
    request_count,
    transfer_bytes,
)
from tests.journeys.conftest import DESK, PHONE, Bills
from tests.journeys.steps import OpenPage, ask, pay_and_wait_for_receipts, sign_in
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
KIB = 1024
# WCAG 2.2, 1.4.10 Reflow: also a wide screen at 400 %.
SMALLEST: ViewportSize = {"width": 320, "height": 640}
LOOKS: Mapping[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "color_scheme": "light", "locale": "id"},
    "desk": {"viewport": DESK, "color_scheme": "dark", "locale": "en"},
}


@dataclass(frozen=True)
class Budget:
    """What a first visit may cost over the wire."""

    transfer: int
    scripts: int
    requests: int


# Set for a cheap phone on a slow network; a wide screen fetches the font besides.
CITIZEN = Budget(transfer=70 * KIB, scripts=25 * KIB, requests=10)
# It fetches, once, all it needs to work without a network: keys, list, signature check.
OFFLINE = Budget(transfer=70 * KIB, scripts=25 * KIB, requests=14)
STAFF = Budget(transfer=150 * KIB, scripts=60 * KIB, requests=20)
# The guide shows every component once, and belongs to those who build pages.
GUIDE = Budget(transfer=150 * KIB, scripts=60 * KIB, requests=20)


@dataclass(frozen=True)
class Places:
    """Addresses that exist only once somebody has paid."""

    open_bill: str
    qris: str
    transfer: str
    long_bill: str
    confirmation: str
    receipt: str


@pytest.fixture(scope="session")
def places(site: RunningSite, bills: Bills) -> Places:
    """One payment in each condition that has a page of its own."""
    paid = ask(site, [bills.stalls.pop(), bills.households.pop()], "va_bni")
    receipt = pay_and_wait_for_receipts(site, paid, receipts=2)[0]
    return Places(
        open_bill=f"/bayar/{bills.stalls.pop()}/",
        qris=ask(site, [bills.stalls.pop()], "qris").page.removeprefix(site.url),
        transfer=ask(site, [bills.stalls.pop()], "mandiri_bill").page.removeprefix(
            site.url
        ),
        long_bill=f"/bayar/{bills.hall}/",
        confirmation=paid.page.removeprefix(site.url),
        receipt=receipt,
    )


type Address = Callable[[Places], str]
CITIZENS_PAGES: Mapping[str, Address] = {
    "home": lambda _: "/",
    "find a bill": lambda _: "/bayar/",
    "bill": lambda places: places.open_bill,
    "bill with long names": lambda places: places.long_bill,
    "waiting for QRIS": lambda places: places.qris,
    "waiting for a transfer": lambda places: places.transfer,
    "confirmation": lambda places: places.confirmation,
    "paid bill": lambda places: places.confirmation.rsplit("/", 2)[0] + "/",
    "receipt": lambda places: f"/bukti/{places.receipt}/",
    "verify": lambda _: "/verifikasi/",
    "verified": lambda places: f"/verifikasi/{places.receipt}/",
    "unknown paper": lambda _: "/verifikasi/abcdefgh2345/",
    "verify offline": lambda _: "/verifikasi/luring/",
    "sign in": lambda _: "/akun/masuk/",
    "no such page": lambda _: "/tidak-ada/",
}
GUIDES: Mapping[str, str] = {"guide": "/panduan/", "problems": "/api/v1/problems/"}
STAFF_PAGES: Mapping[str, tuple[str, str]] = {
    "own account": ("rekon", "/akun/"),
    "day with payments": ("rekon", "/bp2rd/"),
    "day without": ("rekon", "/bp2rd/?hari=2026-01-05"),
    "findings": ("rekon", "/bp2rd/selisih/"),
    "evidence": ("rekon", "/bp2rd/bukti/"),
    "payouts": ("rekon", "/bp2rd/pencairan/"),
    "forbidden": ("admin", "/bp2rd/"),
}


def look_at(page: Page, url: str, budget: Budget) -> None:
    """Open a page and ask of it what is asked of all."""
    page.goto(url, wait_until="networkidle")
    fonts = 1 if page.viewport_size == DESK else 0
    cost = Budget(
        transfer_bytes(page), transfer_bytes(page, suffix=".js"), request_count(page)
    )
    assert cost.transfer <= budget.transfer, cost
    assert cost.scripts <= budget.scripts, cost
    assert cost.requests <= budget.requests + fonts, cost
    assert_fits_the_screen(page)
    assert_accessible(page)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", CITIZENS_PAGES)
def test_a_citizens_page(
    name: str, look: str, site: RunningSite, places: Places, open_page: OpenPage
) -> None:
    budget = OFFLINE if name == "verify offline" else CITIZEN
    page = open_page(**LOOKS[look])
    look_at(page, site.url + CITIZENS_PAGES[name](places), budget)
    if look == "phone":
        page.set_viewport_size(SMALLEST)
        assert_fits_the_screen(page)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", GUIDES)
def test_a_page_for_those_who_build(
    name: str, look: str, site: RunningSite, open_page: OpenPage
) -> None:
    look_at(open_page(**LOOKS[look]), site.url + GUIDES[name], GUIDE)


@pytest.fixture(scope="module")
def cookies_of(site: RunningSite, browser: Browser) -> Callable[[str], Any]:
    """The cookies of somebody signed in; each signs in once."""
    known: dict[str, Any] = {}

    def state_of(username: str) -> Any:
        if username not in known:
            context = browser.new_context()
            sign_in(context.new_page(), site, username)
            context.pages[0].wait_for_url(lambda url: "masuk" not in url)
            known[username] = context.storage_state()
            context.close()
        return known[username]

    return state_of


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_staff_page(
    name: str,
    look: str,
    site: RunningSite,
    cookies_of: Callable[[str], Any],
    open_page: OpenPage,
) -> None:
    username, path = STAFF_PAGES[name]
    page = open_page(**LOOKS[look], storage_state=cookies_of(username))
    look_at(page, site.url + path, STAFF)


# An outline, a shadow, or the focus colour as its ground; of a radio, its whole row's.
FOCUS_IS_SEEN = """element => {
  const probe = document.createElement("i");
  probe.style.color = "var(--pala)";
  document.body.append(probe);
  const pala = getComputedStyle(probe).color;
  probe.remove();
  const row = element.closest("label") ?? element;
  return [element, row].map((one) => getComputedStyle(one)).some((style) =>
    style.backgroundColor === pala || style.boxShadow !== "none"
    || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2));
}"""


@pytest.mark.parametrize(
    ("address", "goal", "tabs"),
    [
        (lambda _: "/", "Lihat tagihan", 8),
        (lambda places: places.open_bill, "Bayar Rp", 8),
        (lambda places: places.qris, "Sudah bayar?", 10),
        (lambda places: places.confirmation, "Buka tanda bukti", 5),
        (lambda places: f"/bukti/{places.receipt}/", "Unduh PDF", 5),
        (lambda _: "/verifikasi/", "Periksa", 6),
        (lambda _: "/akun/masuk/", "Masuk", 7),
    ],
    ids=["home", "bill", "waiting", "confirmation", "receipt", "verify", "sign in"],
)
def test_tab_reaches_the_main_action_and_focus_is_seen_all_the_way(
    address: Address,
    goal: str,
    tabs: int,
    site: RunningSite,
    places: Places,
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto(site.url + address(places))
    for _ in range(tabs):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(FOCUS_IS_SEEN), focused.evaluate("e => e.outerHTML")
        if focused.inner_text().startswith(goal):
            expect(focused).to_be_in_viewport()
            return
    raise AssertionError(f"{tabs} tabs did not reach {goal!r}")
