"""The main job as people do it: a trader pays by QRIS, BP2RD sees the rupiah arrive."""

import re
import subprocess
from pathlib import Path

import pytest
import requests
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, assert_fits_the_screen
from tests.journeys.conftest import DESK, Bills
from tests.journeys.pictures import see
from tests.journeys.steps import (
    OpenPage,
    choose,
    pay_in_the_wallet,
    read_qr,
    sign_in,
    type_kode,
)
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_a_trader_pays_by_qris_and_the_revenue_office_follows_the_rupiah(
    site: RunningSite, bills: Bills, open_page: OpenPage, tmp_path: Path
) -> None:
    phone = open_page()
    _look_at_the_bill(phone, site, bills.stalls.pop())
    see(phone, "pedagang")
    qr_string = _choose_qris_and_scan(phone)
    see(phone, "pedagang")
    pay_in_the_wallet(open_page(), site, qr_string)
    expect(phone.get_by_text("LUNAS")).to_be_visible(timeout=20_000)
    number = _open_the_receipt(phone)
    pdf = _download_the_receipt(phone, tmp_path)
    see(phone, "pedagang")
    _read_sah(open_page(), pdf, tmp_path, number)

    desk = open_page(viewport=DESK)
    sign_in(desk, site, "rekon")
    expect(desk).not_to_have_url(re.compile("masuk"))
    desk.goto(f"{site.url}/bp2rd/")
    expect(desk.locator("main")).to_contain_text("dalam perjalanan")
    _live_until_the_payout(desk, site)
    _pull_evidence_and_reconcile(desk, site)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Di kas daerah")
    site.manage("check_invariants")


def _look_at_the_bill(phone: Page, site: RunningSite, kode: str) -> None:
    type_kode(phone, site, kode)
    main = phone.locator("main")
    expect(main).to_contain_text("m² × Rp 3.000")
    expect(main).to_contain_text("pasal belum diverifikasi")
    assert_fits_the_screen(phone)
    assert_accessible(phone)


def _choose_qris_and_scan(phone: Page) -> str:
    """Choose QRIS; the code on the screen is big enough to be read off it."""
    choose(phone, "QRIS")
    code = phone.locator(".r-qr__code img")
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box is not None
    assert box["width"] >= 240
    assert_fits_the_screen(phone)
    return read_qr(phone)


def _open_the_receipt(phone: Page) -> str:
    phone.get_by_role("link", name=re.compile("tanda bukti")).first.click()
    main = phone.locator("main")
    expect(main).to_contain_text("LUNAS")
    number = re.search(r"974/\d{6}/SSRD/[A-Z0-9-]+/\d{4}", main.inner_text())
    assert number is not None
    assert_fits_the_screen(phone)
    return number[0]


def _download_the_receipt(phone: Page, folder: Path) -> Path:
    link = phone.get_by_role("link", name=re.compile("A5"))
    expect(link).to_be_visible(timeout=20_000)
    url = phone.evaluate("link => link.href", link.element_handle())
    pdf = folder / "receipt.pdf"
    pdf.write_bytes(requests.get(url, timeout=10).content)
    assert pdf.read_bytes().startswith(b"%PDF-")
    return pdf


def _read_sah(checker: Page, pdf: Path, folder: Path, number: str) -> None:
    """Draw the paper, scan its QR, follow the link: SAH, with the same number."""
    picture = folder / "receipt"
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-singlefile", str(pdf), str(picture)],
        check=True,
    )
    (read,) = zxingcpp.read_barcodes(Image.open(f"{picture}.png"))
    assert len(read.text) <= 300
    checker.goto(read.text)
    expect(checker.locator("main")).to_contain_text("SAH")
    expect(checker.locator("main")).to_contain_text(number)
    assert_fits_the_screen(checker)
    assert_accessible(checker)
    see(checker, "verifikasi")


def _live_until_the_payout(desk: Page, site: RunningSite) -> None:
    """Move the demo's clock until the gateway has paid out (a weekend: 3)."""
    for _ in range(6):
        desk.get_by_role("button", name="Majukan jam demo").click()
        desk.wait_for_load_state()
        if site.midtrans.read("/_control/payouts").json()["payouts"]:
            return
    raise AssertionError("the gateway never paid out")


def _pull_evidence_and_reconcile(desk: Page, site: RunningSite) -> None:
    """Report and statement are pulled; every level of the payment is ticked."""
    desk.get_by_role("button", name="Tarik laporan gateway").click()
    desk.goto(f"{site.url}/bp2rd/")
    desk.get_by_role("button", name="Tarik rekening koran").click()
    desk.goto(f"{site.url}/bp2rd/")
    desk.get_by_role("button", name="Jalankan rekonsiliasi").click()
    main = desk.locator("main")
    expect(main).to_contain_text("Tidak ada selisih")
    assert_accessible(desk)
