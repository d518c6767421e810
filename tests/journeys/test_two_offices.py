"""One payment over bills of two OPD: two receipts, two series, one page with both."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import assert_accessible, assert_fits_the_screen
from tests.journeys.conftest import Bills
from tests.journeys.steps import OpenPage, choose, pay_in_the_wallet, type_kode
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
NUMBER = re.compile(r"974/\d{6}/SSRD/([A-Z0-9-]+)/\d{4}")


def test_a_stall_and_a_household_are_paid_at_once_by_virtual_account(
    site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    phone = open_page()
    type_kode(phone, site, bills.stalls.pop())
    phone.get_by_text("Bayar sekaligus").click()
    phone.get_by_label("Kode bayar lain").fill(bills.households.pop())
    phone.get_by_role("button", name="Hitung jumlahnya").click()
    expect(phone.locator("main")).to_contain_text("Yang dibayar sekarang")
    choose(phone, "BNI Virtual Account")
    number = phone.locator(".r-copy__value").first.inner_text()
    assert_fits_the_screen(phone)
    pay_in_the_wallet(open_page(), site, number.replace(" ", ""))

    main = phone.locator("main")
    expect(main).to_contain_text("LUNAS", timeout=20_000)
    links = phone.get_by_role("link", name="Buka tanda bukti")
    expect(links).to_have_count(2, timeout=20_000)
    assert_fits_the_screen(phone)
    assert_accessible(phone)
    links.first.click()
    expect(phone.get_by_role("link", name="A5")).to_have_count(2, timeout=20_000)
    offices = NUMBER.findall(main.inner_text())
    assert len(set(offices)) == 2, "each office numbers its own series"
    assert_fits_the_screen(phone)
    assert_accessible(phone)
