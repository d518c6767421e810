"""Pay, receipt and verification work on a telephone that runs no script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import assert_fits_the_screen
from tests.journeys.conftest import Bills
from tests.journeys.steps import OpenPage, choose, read_qr, type_kode
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_pay_read_the_receipt_and_verify_it_without_scripts(
    site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    phone = open_page(java_script_enabled=False)
    type_kode(phone, site, bills.stalls.pop())
    choose(phone, "QRIS")
    site.midtrans.control("pay", qr_string=read_qr(phone))
    main = phone.locator("main")
    # The page asks anew by itself every ten seconds; nobody presses anything.
    expect(main).to_contain_text("LUNAS", timeout=25_000)
    phone.get_by_role("link", name="Buka tanda bukti").click(timeout=25_000)
    expect(phone.get_by_role("link", name="A5")).to_be_visible(timeout=20_000)
    assert_fits_the_screen(phone)
    phone.get_by_role("link", name="Periksa keasliannya").click()
    expect(main).to_contain_text("SAH")
    code = phone.url.rstrip("/").rsplit("/", 1)[1]
    phone.get_by_role("link", name="Periksa surat lain").click()
    phone.get_by_label(re.compile("Kode surat")).fill(code)
    phone.get_by_role("button", name="Periksa").click()
    expect(main).to_contain_text("SAH")
