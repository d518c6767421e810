"""From a photo on a phone to the reporter's last word, with an officer in between."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from config.demo.pictures import picture
from tests.browser import (
    assert_accessible,
    assert_fits_the_screen,
    request_count,
    transfer_bytes,
)
from tests.journeys.conftest import DESK
from tests.journeys.pictures import see
from tests.journeys.steps import OpenPage, sign_in
from tests.journeys.test_pages import CITIZEN
from tests.running_site import RunningSite
from tests.uploads.samples import picture_with_position

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
OFFICER = "lapor"
# On the coast of the first city.
HERE = {"latitude": 0.79, "longitude": 127.38}
NUMBER = re.compile(r"/lapor/(\d{12})/")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """What a telephone writes, with its position in it."""
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(_taken("heap", exif=_exif()))
    return path


def _exif() -> bytes:
    """A telephone held upright: it writes the picture on its side, and where."""
    exif: bytes = Image.open(BytesIO(picture_with_position())).info["exif"]
    return exif


def _taken(scene: str, **saving: bytes) -> bytes:
    """A photograph of the scene, large, and on its side if its EXIF says so."""
    drawn = Image.open(BytesIO(picture(scene).content)).crop((160, 0, 640, 480))
    large, file = drawn.resize((1920, 1920)).crop((200, 0, 1640, 1920)), BytesIO()
    if saving:
        large = large.transpose(Image.Transpose.ROTATE_90)
    large.save(file, "JPEG", **saving)
    return file.getvalue()


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    path = tmp_path / "bukti.jpg"
    path.write_bytes(_taken("clean"))
    return path


def check(page: Page) -> None:
    """Every page on the way: usable by all, narrow enough, in both looks."""
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    page.emulate_media(color_scheme="light")
    assert_accessible(page)
    assert_fits_the_screen(page)


def test_a_report_is_answered_reopened_answered_again_and_confirmed(
    site: RunningSite, open_page: OpenPage, photo: Path, proof: Path
) -> None:
    phone = open_page(
        is_mobile=True,
        has_touch=True,
        permissions=["geolocation"],
        geolocation=HERE,
    )
    phone.goto(site.url)
    phone.get_by_role("heading", name="Laporkan kepada kota").get_by_role(
        "link"
    ).click()
    check(phone)
    assert request_count(phone) <= CITIZEN.requests
    assert transfer_bytes(phone) <= CITIZEN.transfer
    _report(phone, photo)
    expect(phone.locator("main")).to_contain_text("Simpan ini")
    check(phone)
    see(phone, "warga")
    mine = phone.url
    number = NUMBER.findall(mine)[0]
    assert_no_position(phone)

    desk = open_page(viewport=DESK)
    sign_in(desk, site, OFFICER)
    expect(desk).to_have_url(f"{site.url}/kantor/laporan/")
    check(desk)
    desk.goto(f"{site.url}/kantor/laporan/{number}/")
    check(desk)
    for button in ("Terima laporan", "Mulai dikerjakan"):
        desk.get_by_role("button", name=button).click()
    _answer(desk, proof)

    phone.goto(mine)
    expect(phone.locator("main")).to_contain_text("Sudah selesaikah?")
    phone.get_by_text("Belum selesai", exact=True).click()
    check(phone)
    see(phone, "warga")
    phone.get_by_label("Apa yang belum selesai?").fill("Masih ada di selokan")
    phone.get_by_role("button", name="Buka kembali laporan").click()
    expect(phone.locator("main")).to_contain_text("Dibuka kembali")

    desk.reload()
    expect(desk.locator("main")).to_contain_text("Masih ada di selokan")
    desk.get_by_role("button", name="Mulai dikerjakan").click()
    _answer(desk, proof)

    phone.reload()
    phone.get_by_role("button", name="Ya, sudah selesai").click()
    expect(phone.locator("main")).to_contain_text("Pelapor menyatakan selesai")
    check(phone)

    _is_followed_by_a_stranger(open_page(), site, number)


def test_a_report_is_sent_without_script(
    site: RunningSite, open_page: OpenPage, photo: Path
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.url}/lapor/")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("main")).to_contain_text("Ada yang perlu diperbaiki")
    _fill(page, photo)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("main")).to_contain_text("Simpan ini")


def _report(page: Page, photo: Path) -> None:
    _fill(page, photo)
    expect(page.locator("[data-photo-chosen] img")).to_be_visible()
    other = page.get_by_label("Pilih dari perangkat")
    expect(other).to_have_css("color", "rgba(0, 0, 0, 0)")
    page.get_by_role("button", name="Sertakan titik lokasi saya").click()
    expect(page.get_by_text("Titik lokasi disertakan.")).to_be_visible()
    page.get_by_label("Nomor HP atau email Anda").fill("0812 3456 7890")
    see(page, "warga")
    page.get_by_role("button", name="Kirim laporan").click()


def _fill(page: Page, photo: Path) -> None:
    page.get_by_label("Tumpukan sampah liar").check()
    page.get_by_label("Ambil foto").set_input_files(photo)
    page.get_by_label("Ceritakan singkat").fill("Dekat jembatan, sejak Jumat")
    page.get_by_label("Kelurahan").select_option(index=3)


def _answer(desk: Page, proof: Path) -> None:
    desk.get_by_label("Apa yang sudah dikerjakan").fill("Sudah diangkut dua rit")
    desk.get_by_label("Pilih dari perangkat").set_input_files(proof)
    expect(desk.locator("[data-photo-chosen]")).to_be_visible()
    check(desk)
    desk.get_by_role("button", name="Kirim jawaban").click()
    expect(desk.locator("main")).to_contain_text("Jawaban terkirim.")


def assert_no_position(page: Page) -> None:
    """What the site shows of the photo tells neither where nor by which camera."""
    source = page.locator("img.r-shot").first.get_attribute("src")
    shown = page.request.get(f"{page.url.split('/lapor/')[0]}{source}")
    assert shown.ok
    image = Image.open(BytesIO(shown.body()))
    assert (image.format, dict(image.getexif())) == ("JPEG", {})
    assert image.height > image.width, "upright"


def _is_followed_by_a_stranger(stranger: Page, site: RunningSite, number: str) -> None:
    stranger.goto(f"{site.url}/lapor/")
    stranger.get_by_label("Nomor laporan").fill(f"{number[:4]} {number[4:]}")
    stranger.get_by_role("button", name="Lihat laporan").click()
    main = stranger.locator("main")
    expect(main).to_contain_text("Selesai")
    expect(main).not_to_contain_text("0812 3456 7890")
    expect(main).not_to_contain_text("Dekat jembatan")
    expect(main).not_to_contain_text("Masih ada di selokan")
    expect(main.locator("img.r-shot")).to_have_count(3)
    check(stranger)
