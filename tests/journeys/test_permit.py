"""A kiosk, from the phone of its trader over two desks to a decision one can verify."""

import re
import subprocess
from pathlib import Path

import pytest
import requests
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, assert_fits_the_screen
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pictures import see
from tests.journeys.steps import OpenPage, choose, pay_in_the_wallet, read_qr, sign_in
from tests.running_site import RunningSite
from tests.uploads.samples import picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
PATIENCE_MS = 30_000


def test_a_trader_applies_two_officers_decide_and_the_decision_verifies(
    site: RunningSite, open_page: OpenPage, tmp_path: Path
) -> None:
    photo = tmp_path / "ktp.jpg"
    photo.write_bytes(picture())
    phone = open_page(color_scheme="light")
    number, link = _apply(phone, site, photo)

    checker = open_page(color_scheme="dark")
    sign_in(checker, site, "izin")
    _send_back_one(checker, site, number)
    _correct(phone, link, photo)
    _recommend(checker, site, number)
    expect(checker.get_by_role("button", name="Setujui")).to_have_count(0)

    approver = open_page(color_scheme="light")
    sign_in(approver, site, "kadis")
    _approve(approver, site, number)

    phone.goto(link)
    _look(phone)
    expect(phone.locator("main")).to_contain_text("Jam berhenti sejak")
    phone.get_by_role("link", name="Lihat hitungan dan bayar").click()
    expect(phone.locator("main")).to_contain_text("6 m² × Rp 1.250")
    choose(phone, "QRIS")
    pay_in_the_wallet(open_page(), site, read_qr(phone))
    phone.goto(link)
    _read_sah(open_page(), _download(phone, tmp_path), tmp_path)
    site.manage("check_invariants")


def _look(page: Page) -> None:
    """Nobody is shut out of the page, on a phone; and it fits a desk's screen too."""
    assert_fits_the_screen(page)
    assert_accessible(page)
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    assert_fits_the_screen(page)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


def _apply(phone: Page, site: RunningSite, photo: Path) -> tuple[str, str]:
    """From the front page to the number and the secret link."""
    phone.goto(site.url)
    phone.locator("main").get_by_role("link", name="Ajukan izin").click()
    _look(phone)
    phone.get_by_role("link", name="Penempatan kios").click()
    _look(phone)
    see(phone, "perizinan")
    phone.get_by_role("button", name="Mulai mengajukan").click()
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    expect(phone.locator(".govuk-error-summary")).to_be_focused()
    _look(phone)
    phone.get_by_label("Nama lengkap").fill("Siti Aminah")
    phone.get_by_label("NIK").fill("8271 0145 1190 0001")
    phone.get_by_label("Nomor telepon").fill("0812 3456 7890")
    phone.get_by_label("Kelurahan tempat tinggal").select_option(label="Gamalama")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    _look(phone)
    phone.get_by_label("Pasar", exact=True).select_option(label="Pasar Gamalama")
    phone.get_by_label("Kios (bangunan berpintu)").check()
    phone.get_by_label("Nomor atau letak tempat").fill("Blok A nomor 12")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    phone.get_by_label("Barang atau jasa").fill("Sayur")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    _look(phone)
    for name in ("ktp", "kk", "foto-tempat"):
        phone.locator(f"#id_{name}").set_input_files(photo)
    phone.get_by_role("button", name="Kirim berkas dan lanjut").click()
    expect(phone.locator("main")).to_contain_text("8271••••••••0001")
    _look(phone)
    phone.get_by_role("button", name="Kirim permohonan").click()
    heading = phone.get_by_role("heading", name=re.compile(r"SKPT-\d{4}-\d{5}"))
    expect(heading).to_be_visible()
    _look(phone)
    link = phone.locator(".r-copy__value").inner_text()
    assert link == phone.url
    return heading.inner_text(), link


def _send_back_one(desk: Page, site: RunningSite, number: str) -> None:
    """The officer's first page is the queue; one paper is to be taken again."""
    desk.wait_for_url(lambda url: "masuk" not in url)
    desk.goto(f"{site.url}/kantor/izin/")
    _look(desk)
    desk.get_by_role("link", name=number).click()
    _look(desk)
    wrong = desk.get_by_role("group", name="Kartu keluarga")
    wrong.get_by_label("Perlu perbaikan").check()
    desk.get_by_role("button", name="Kembalikan untuk diperbaiki").click()
    expect(desk.locator(".govuk-error-summary")).to_be_focused()
    _look(desk)
    desk.locator("[id='id_note-kk']").fill("Halaman kedua tidak terbaca.")
    for other in ("page:pemohon", "page:tempat", "page:usaha", "ktp", "foto-tempat"):
        desk.locator(f"[name='verdict-{other}'][value='valid']").check()
    desk.get_by_role("button", name="Kembalikan untuk diperbaiki").click()
    expect(desk.locator("main")).to_contain_text("menunggu perbaikan")
    _look(desk)


def _correct(phone: Page, link: str, photo: Path) -> None:
    """Only the one paper is asked again."""
    phone.goto(link)
    main = phone.locator("main")
    expect(main).to_contain_text("Halaman kedua tidak terbaca.")
    expect(main).to_contain_text("Jam berhenti sejak")
    _look(phone)
    see(phone, "perizinan")
    phone.get_by_role("link", name="Ganti berkas").click()
    expect(phone.locator("#id_kk")).to_be_visible()
    expect(phone.locator("#id_ktp")).to_have_count(0)
    _look(phone)
    phone.locator("#id_kk").set_input_files(photo)
    phone.get_by_role("button", name="Kirim berkas dan lanjut").click()
    phone.get_by_role("button", name="Kirim perbaikan").click()
    expect(phone.locator("main")).to_contain_text("sudah kami terima")


def _recommend(desk: Page, site: RunningSite, number: str) -> None:
    """The corrected paper stands beside the old one; the place was measured."""
    desk.goto(f"{site.url}/kantor/izin/{number}/")
    expect(desk.locator("main")).to_contain_text("Sebelumnya")
    _look(desk)
    desk.locator("[name='verdict-kk'][value='valid']").check()
    desk.get_by_label("Luas hasil ukur (m²)").fill("6")
    desk.get_by_role("button", name="Usulkan disetujui").click()
    expect(desk.locator("main")).to_contain_text("Diusulkan untuk disetujui.")
    _look(desk)


def _approve(desk: Page, site: RunningSite, number: str) -> None:
    desk.wait_for_url(lambda url: "masuk" not in url)
    desk.goto(f"{site.url}/kantor/izin/?lihat=putusan")
    desk.get_by_role("link", name=number).click()
    expect(desk.locator("main")).to_contain_text("mengusulkan disetujui")
    _look(desk)
    desk.get_by_role("button", name="Setujui").click()
    expect(desk.locator("main")).to_contain_text("Rp 232.500")
    _look(desk)


def _download(phone: Page, folder: Path) -> Path:
    button = phone.get_by_role("link", name=re.compile("Unduh keputusan"))
    expect(button).to_be_visible(timeout=PATIENCE_MS)
    _look(phone)
    see(phone, "perizinan")
    url = phone.evaluate("link => link.href", button.element_handle())
    pdf = folder / "decision.pdf"
    pdf.write_bytes(requests.get(url, timeout=10).content)
    assert pdf.read_bytes().startswith(b"%PDF-")
    return pdf


def _read_sah(checker: Page, pdf: Path, folder: Path) -> None:
    """Draw the paper, scan its QR, follow the link: SAH, for whom and until when."""
    picture_of = folder / "decision"
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-singlefile", str(pdf), str(picture_of)],
        check=True,
    )
    (read,) = zxingcpp.read_barcodes(Image.open(f"{picture_of}.png"))
    checker.goto(read.text)
    main = checker.locator("main")
    expect(main).to_contain_text("SAH")
    expect(main).to_contain_text("Blok A nomor 12, Pasar Gamalama")
    expect(main).to_contain_text("Si. Am.")
    expect(main).not_to_contain_text("Siti Aminah")
    _look(checker)
