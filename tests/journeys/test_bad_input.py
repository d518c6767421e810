"""What people get wrong: each time a clear page in their language, never a 500."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from kernel.identifiers import kode_bayar
from tests.browser import assert_accessible, assert_fits_the_screen
from tests.journeys.conftest import Bills
from tests.journeys.steps import (
    OpenPage,
    ask,
    choose,
    pay_and_wait_for_receipts,
    sign_in,
    type_kode,
)
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def _mistyped(bills: Bills) -> str:
    kode = bills.successor
    return kode[:-1] + str((int(kode[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("kode_of", "language", "sentence"),
    [
        (_mistyped, "id", "Salah satu angkanya keliru"),
        (_mistyped, "en", "14 digits"),
        (lambda _: kode_bayar(999_999), "id", "Tidak ada tagihan"),
        (lambda bills: bills.cancelled, "id", "Tagihan ini dibatalkan"),
    ],
    ids=["mistyped", "mistyped, in English", "unknown", "cancelled"],
)
def test_a_code_that_leads_to_nothing_to_pay_is_told_so(
    kode_of: Callable[[Bills], str],
    language: str,
    sentence: str,
    site: RunningSite,
    bills: Bills,
    open_page: OpenPage,
) -> None:
    phone = open_page(locale=language)
    phone.goto(f"{site.url}/bayar/?kode={kode_of(bills)}")
    expect(phone.locator("main")).to_contain_text(sentence)
    expect(phone.locator("html")).to_have_attribute("lang", language)
    assert_fits_the_screen(phone)
    assert_accessible(phone)


def test_a_replaced_bill_leads_to_its_successor(
    site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    phone = open_page()
    type_kode(phone, site, bills.replaced)
    expect(phone.locator("main")).to_contain_text("dibatalkan")
    phone.get_by_role("link", name="Lihat tagihan penggantinya").click()
    expect(phone).to_have_url(f"{site.url}/bayar/{bills.successor}/")
    expect(phone.get_by_role("button", name="Bayar Rp")).to_be_visible()


def test_a_paid_bill_says_lunas_and_shows_a_stranger_no_receipt(
    site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    kode = bills.stalls.pop()
    pay_and_wait_for_receipts(site, ask(site, [kode], "qris"))
    phone = open_page()
    type_kode(phone, site, kode)
    expect(phone.locator("main")).to_contain_text("Tidak ada yang perlu dibayar")
    expect(phone.locator("main")).to_contain_text("Tanda bukti 974/")
    expect(phone.get_by_label("NPWRD")).to_be_visible()
    expect(phone.get_by_role("link", name="Buka tanda bukti")).to_have_count(0)
    expect(phone.get_by_role("button", name="Bayar")).to_have_count(0)


def test_more_than_qris_may_carry_is_offered_the_ways_that_fit(
    site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    phone = open_page()
    type_kode(phone, site, bills.hall)
    expect(phone.get_by_label("QRIS")).to_be_disabled()
    expect(phone.locator("main")).to_contain_text("Paling banyak Rp 10.000.000")
    assert_fits_the_screen(phone)
    assert_accessible(phone)
    # Somebody who sends it all the same is answered by name of the ways that fit.
    phone.get_by_label("QRIS").evaluate("radio => { radio.disabled = false }")
    choose(phone, "QRIS")
    expect(phone.locator("main")).to_contain_text("BCA Virtual Account")
    expect(phone.locator("main")).to_contain_text("Rp 10.000.000")


def test_two_tabs_share_one_payment_and_a_change_of_mind_ends_the_older(
    site: RunningSite, bills: Bills, open_page: OpenPage
) -> None:
    kode = bills.stalls.pop()
    first = open_page()
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"{site.url}/bayar/{kode}/")
        choose(tab, "QRIS")
        expect(tab.locator(".r-qr__code img")).to_be_visible()
    assert first.url == second.url
    second.goto(f"{site.url}/bayar/{kode}/")
    choose(second, "BRI Virtual Account")
    expect(second.locator("main")).to_contain_text("Nomor virtual account")
    expect(first.locator("main")).to_contain_text(
        "Pembayaran ini diganti dengan yang baru", timeout=15_000
    )
    first.get_by_role("link", name="Buka pembayaran yang berlaku").click()
    expect(first).to_have_url(second.url)


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(
    site: RunningSite, open_page: OpenPage
) -> None:
    desk = open_page()
    for username in ("rekon", "tidak-ada"):
        sign_in(desk, site, username, "bukan-ini-2026")
        expect(desk.locator(".govuk-error-summary")).to_be_focused()
        expect(desk.locator("main")).to_contain_text("Nama pengguna")
        expect(desk).to_have_url(f"{site.url}/akun/masuk/")
    assert_fits_the_screen(desk)
    assert_accessible(desk)
