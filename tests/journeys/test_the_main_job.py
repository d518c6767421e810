"""The main job as people do it: a trader pays by QRIS, BP2RD sees the rupiah arrive."""

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import requests
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from config.demo_people import DEMO_PASSWORD
from tests.browser import assert_accessible, assert_fits_the_screen
from tests.journeys.conftest import DESK
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

type OpenPage = Callable[..., Page]


def test_a_trader_pays_by_qris_and_the_revenue_office_follows_the_rupiah(
    site: RunningSite, open_page: OpenPage, tmp_path: Path
) -> None:
    kode = _kode_of(site, "los 001")
    phone = open_page()
    _look_at_the_bill(phone, site, kode)
    qr_string = _choose_qris_and_scan(phone)
    _pay_in_the_wallet(open_page(), site, qr_string)
    expect(phone.get_by_text("LUNAS")).to_be_visible(timeout=20_000)
    number = _open_the_receipt(phone)
    pdf = _download_the_receipt(phone, tmp_path)
    _read_sah(open_page(), pdf, tmp_path, number)

    desk = open_page(viewport=DESK)
    _sign_in(desk, site, "rekon")
    desk.goto(f"{site.url}/bp2rd/")
    expect(desk.locator("main")).to_contain_text("dalam perjalanan")
    _live_until_the_payout(desk, site)
    _pull_evidence_and_reconcile(desk, site)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Di kas daerah")
    site.manage("check_invariants")


def _kode_of(site: RunningSite, label: str) -> str:
    """A kode bayar as `make start` prints it."""
    line = next(
        line
        for line in site.manage("seed_demo", "--show").splitlines()
        if label in line
    )
    return line.split()[0]


def _look_at_the_bill(phone: Page, site: RunningSite, kode: str) -> None:
    phone.goto(site.url)
    phone.get_by_label("Kode bayar").fill(f"{kode[:4]} {kode[4:8]} {kode[8:]}")
    phone.keyboard.press("Enter")
    main = phone.locator("main")
    expect(main).to_contain_text("m² × Rp 3.000")
    expect(main).to_contain_text("pasal belum diverifikasi")
    assert_fits_the_screen(phone)
    assert_accessible(phone)


def _choose_qris_and_scan(phone: Page) -> str:
    """Choose QRIS and read the code off a picture of the screen, as a wallet does."""
    phone.get_by_label("QRIS").check()
    phone.get_by_role("button", name=re.compile("Bayar Rp")).click()
    code = phone.locator(".r-qr__code img")
    expect(code).to_be_visible()
    assert_fits_the_screen(phone)
    screenshot = Image.open(BytesIO(phone.screenshot(full_page=True)))
    (read,) = zxingcpp.read_barcodes(screenshot)
    box = code.bounding_box()
    assert box is not None
    assert box["width"] >= 240
    return str(read.text)


def _pay_in_the_wallet(wallet: Page, site: RunningSite, qr_string: str) -> None:
    wallet.goto(f"{site.midtrans.url}/wallet")
    wallet.locator("input[type=text], textarea").first.fill(qr_string)
    wallet.get_by_role("button", name="Lanjut").click()
    wallet.get_by_role("button", name=re.compile("Bayar Rp")).click()


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


def _sign_in(page: Page, site: RunningSite, username: str) -> None:
    page.goto(f"{site.url}/akun/masuk/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("masuk"))


def _live_until_the_payout(desk: Page, site: RunningSite) -> None:
    """Press "Hari berikutnya" until the gateway has paid out (over a weekend: three)."""
    for _ in range(6):
        desk.get_by_role("button", name="Hari berikutnya").click()
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
