"""Verification on a phone: a QR compared online, checked offline, at 360 px."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from papers.models import Paper
from papers.services import void_paper
from papers.verification import verification_url
from tests.browser import IN_CONTROL, assert_accessible, assert_fits_the_screen
from tests.levies.samples import small_city
from tests.papers.samples import NOON, receipt_paper

pytestmark = pytest.mark.browser
TIME_WITH_ZONE = re.compile(r"\d\d[.:]\d\d WIT$")
PHONE: Any = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
WITHOUT_ED25519 = """
const know = crypto.subtle.importKey.bind(crypto.subtle);
crypto.subtle.importKey = (form, key, name, ...rest) =>
  name === "Ed25519"
    ? Promise.reject(new DOMException("unknown", "NotSupportedError"))
    : know(form, key, name, ...rest);
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium; its loop runs in this thread, beside Django."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh phone, 360 px wide, that has seen nothing."""
    context = chromium.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def site(committed_db: str, settings: Settings) -> Iterator[LiveServer]:
    """The site in a thread, on a committed database."""
    small_city()
    server = LiveServer("127.0.0.1")
    settings.SITE_URL = server.url
    yield server
    server.stop()


@pytest.fixture
def paper(site: LiveServer) -> Paper:
    """A receipt somebody holds in their hand."""
    with transaction.atomic():
        return receipt_paper(small_city().market_opd)


def altered(url: str) -> str:
    """The link with another letter among those that hold the values."""
    place = len(url) - 20
    return url[:place] + ("A" if url[place] != "A" else "B") + url[place + 1 :]


def opened_offline(phone: BrowserContext, site: LiveServer) -> Page:
    """A page of a phone that once saw the offline page, and now has no network."""
    page = phone.new_page()
    page.goto(f"{site.url}/verifikasi/luring/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.evaluate(IN_CONTROL)
    phone.set_offline(True)
    return page


def test_online_the_qr_is_compared_with_what_was_issued(
    phone: BrowserContext, paper: Paper
) -> None:
    page = phone.new_page()
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text))
    page.goto(verification_url(paper))
    expect(page.locator(".r-verdict__word")).to_have_text("SAH")
    assert_accessible(page)
    assert_fits_the_screen(page)
    page.goto(altered(verification_url(paper)))
    expect(page.locator(".r-verdict__word")).to_have_text("DIUBAH")
    assert_accessible(page)
    assert refused == []


def test_without_a_network_a_scanned_link_is_still_checked(
    phone: BrowserContext, site: LiveServer, paper: Paper
) -> None:
    opened_offline(phone, site)
    page = phone.new_page()
    page.goto(verification_url(paper))
    expect(page.locator("[data-result] .r-verdict__word")).to_have_text("SAH")
    expect(page.locator("[data-value=number]")).to_have_text(paper.number)
    expect(page.locator("[data-value=amount]")).to_have_text("Rp 18.000")
    expect(page.locator("[data-age]")).to_be_visible()
    expect(page.locator("[data-made-at]")).to_have_text(TIME_WITH_ZONE)
    assert_fits_the_screen(page)


@pytest.mark.parametrize("script", ["", WITHOUT_ED25519])
def test_offline_every_outcome_has_its_word(
    phone: BrowserContext, site: LiveServer, paper: Paper, script: str
) -> None:
    """By the browser's own Ed25519, and by the vendored one where it has none."""
    with transaction.atomic():
        voided = receipt_paper(paper.opd)
        void_paper(paper=voided, person=None, reason="Salah", now=NOON)
    if script:
        phone.add_init_script(script)
    page = opened_offline(phone, site)
    page.reload()
    url = verification_url(paper)
    of_another = url.split("#")[0] + "#" + verification_url(voided).split("#")[1]
    for text, word in (
        (url, "SAH"),
        (verification_url(voided), "DIBATALKAN"),
        (altered(url), "DIUBAH"),
        (of_another, "DIUBAH"),
        ("https://lain.example/verifikasi", "TIDAK DIKENAL"),
    ):
        page.locator("#tautan").fill(text)
        page.get_by_role("button", name="Periksa").click()
        expect(page.locator("[data-result] .r-verdict__word")).to_have_text(word)
    page.locator("#tautan").fill(url.split("#")[0])
    page.get_by_role("button", name="Periksa").click()
    expect(page.locator("[data-result]")).to_contain_text("Kode saja tidak cukup")
    assert_fits_the_screen(page)


def test_the_pages_are_usable_by_everyone(
    phone: BrowserContext, site: LiveServer
) -> None:
    page = phone.new_page()
    for path in ("/verifikasi/", "/verifikasi/luring/", "/verifikasi/0123456789ab/"):
        page.goto(f"{site.url}{path}")
        assert_accessible(page)
        assert_fits_the_screen(page)
