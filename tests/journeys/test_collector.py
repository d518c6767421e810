"""A market day: scan, QRIS, cash, a short count, hand-over, deposit, and the bank."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.demo.people import DEMO_PASSWORD
from tests.browser import (
    IN_CONTROL,
    assert_accessible,
    assert_fits_the_screen,
    transfer_bytes,
)
from tests.journeys.camera import film
from tests.journeys.conftest import CHROMIUM, DESK, QUIET
from tests.journeys.market import COLLECTOR, TREASURER
from tests.journeys.pictures import see
from tests.journeys.steps import pay_in_the_wallet, read_qr, sign_in
from tests.running_site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
KIB = 1024
# What a worker answers from its cache costs nothing: here everything comes by the wire.
WITHOUT_A_WORKER = """Object.defineProperty(
  Navigator.prototype, "serviceWorker", { get: () => undefined });"""
PREPARE = "from tests.journeys.market import prepare; prepare()"


@dataclass(frozen=True)
class Place:
    """The market of the day: codes of plates, and what the first one's QR says."""

    market: str
    opd: str
    first: str
    first_qr: str
    second: str
    elsewhere: str


@pytest.fixture(scope="module")
def place(site: RunningSite) -> Place:
    told = site.manage("shell", "--no-imports", "-c", PREPARE)
    return Place(**json.loads(told.splitlines()[-1]))


@pytest.fixture(scope="module")
def browser(
    place: Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Chromium whose camera sees the plate of the first stall."""
    flags = film(place.first_qr, tmp_path_factory.mktemp("camera") / "plate.y4m")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, *flags]
        )
        yield chromium
        chromium.close()


def look_at(page: Page) -> None:
    """What is asked of every screen of the day, in both lights."""
    assert_fits_the_screen(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
    page.emulate_media(color_scheme="light")


def test_a_market_day_from_the_plate_to_the_bank(
    site: RunningSite, place: Place, open_page: Any
) -> None:
    phone = open_page()
    _begin(phone, site, place)
    _scan_the_first_stall(phone, site, place)
    _pay_by_qris(phone, open_page(), site)
    _take_cash_at_the_second_stall(phone, site, place)
    _refuse_a_stall_of_another_market(phone, site, place)
    _close_five_thousand_short(phone)

    desk = open_page(viewport=DESK)
    _count_at_the_office(desk, site)
    _accept_the_count(phone, site)
    slip = _deposit(desk, site)
    _hand_in_at_the_teller(desk, slip)
    _see_it_in_the_bank(open_page(viewport=DESK), site, slip)
    desk.goto(f"{site.url}/kantor/kas/")
    expect(desk.locator(".r-amount__figure")).to_have_text("Rp 0")
    deposit = desk.get_by_role("row").filter(has_text=slip)
    expect(deposit).to_contain_text("Rp 22.000")
    expect(deposit).to_contain_text("Masuk")
    look_at(desk)
    site.manage("check_invariants")


def _begin(phone: Page, site: RunningSite, place: Place) -> None:
    phone.goto(f"{site.url}/petugas/")
    phone.locator("input[name=login]").fill(COLLECTOR)
    phone.locator("input[name=password]").fill(DEMO_PASSWORD)
    phone.locator("main button[type=submit]").click()
    expect(phone).to_have_url(re.compile("/petugas/$"))
    look_at(phone)
    phone.get_by_role("button", name=place.market).click()
    expect(phone.locator(".c-strip")).to_contain_text(place.market)
    expect(phone.locator(".c-net")).to_have_text("Tersambung")
    look_at(phone)
    see(phone, "petugas")
    button = phone.get_by_role("link", name="Pindai plat lapak").bounding_box()
    assert button is not None
    assert button["height"] >= 56


def _scan_the_first_stall(phone: Page, site: RunningSite, place: Place) -> None:
    phone.get_by_role("link", name="Pindai plat lapak").click()
    stall = f"{site.url}/petugas/lapak/{place.first}/"
    expect(phone).to_have_url(stall, timeout=15_000)
    expect(phone.locator(".c-verdict")).to_contain_text("BELUM DIBAYAR")
    expect(phone.locator(".c-verdict")).to_contain_text("Rp 18.000")
    look_at(phone)
    see(phone, "petugas")


def _pay_by_qris(phone: Page, wallet: Page, site: RunningSite) -> None:
    phone.get_by_role("button", name="QRIS").click()
    look_at(phone)
    pay_in_the_wallet(wallet, site, read_qr(phone))
    expect(phone.get_by_text("LUNAS")).to_be_visible(timeout=20_000)
    look_at(phone)


def _take_cash_at_the_second_stall(
    phone: Page, site: RunningSite, place: Place
) -> None:
    """Typed, as where a plate is worn: the camera still sees the first one."""
    phone.goto(f"{site.url}/petugas/lapak/{place.second}/")
    phone.get_by_role("button", name="Tunai").click()
    expect(phone.locator(".r-amount__figure")).to_have_text("Rp 27.000")
    look_at(phone)
    phone.get_by_role("button", name=re.compile("beri karcis")).click()
    ticket = phone.locator(".c-ticket")
    expect(ticket).to_contain_text("KARCIS RETRIBUSI")
    expect(ticket).to_contain_text("Rp 27.000")
    look_at(phone)
    see(phone, "petugas")
    phone.emulate_media(media="print")
    assert phone.locator(".c-strip").is_hidden()
    assert phone.get_by_role("button", name="Cetak").is_hidden()
    phone.emulate_media(media="screen")
    phone.goto(f"{site.url}/petugas/lapak/{place.second}/")
    expect(phone.locator(".c-verdict")).to_contain_text("TIDAK ADA TAGIHAN")
    look_at(phone)


def _refuse_a_stall_of_another_market(
    phone: Page, site: RunningSite, place: Place
) -> None:
    phone.goto(f"{site.url}/petugas/lapak/{place.elsewhere}/")
    expect(phone.locator(".c-verdict")).to_contain_text("BUKAN LAPAK ANDA")
    look_at(phone)


def _close_five_thousand_short(phone: Page) -> None:
    phone.get_by_role("link", name="Lapak berikutnya").focus()
    phone.goto(f"{phone.url.split('/petugas/')[0]}/petugas/")
    expect(phone.locator("main")).to_contain_text("Rp 45.000")
    phone.get_by_role("link", name="Tutup tugas").click()
    look_at(phone)
    phone.get_by_label("Uang tunai yang Anda hitung").fill("22.000")
    phone.get_by_role("button", name="Tutup tugas").click()
    expect(phone.locator("main")).to_contain_text("Selisih −Rp 5.000")
    look_at(phone)
    see(phone, "petugas")


def _count_at_the_office(desk: Page, site: RunningSite) -> None:
    sign_in(desk, site, TREASURER)
    expect(desk).not_to_have_url(re.compile("masuk"))
    desk.goto(f"{site.url}/kantor/kas/")
    look_at(desk)
    desk.get_by_role("link", name="Hitung").click()
    look_at(desk)
    desk.get_by_label("Uang tunai yang Anda hitung").fill("22000")
    desk.get_by_role("button", name="Simpan hitungan").click()
    expect(desk.locator("main")).to_contain_text("Kurang Rp 5.000: menurut karcis")


def _accept_the_count(phone: Page, site: RunningSite) -> None:
    phone.goto(f"{site.url}/petugas/")
    phone.get_by_role("link", name="Periksa dan jawab").click()
    look_at(phone)
    phone.get_by_role("button", name="Setuju, Rp 22.000").click()
    expect(phone.locator("main")).to_contain_text("kini kas bendahara")
    look_at(phone)
    phone.goto(f"{site.url}/petugas/")
    expect(phone.locator("main")).to_contain_text("Kekurangan Rp 5.000")
    look_at(phone)


def _deposit(desk: Page, site: RunningSite) -> str:
    desk.goto(f"{site.url}/kantor/kas/")
    expect(desk.locator("main")).to_contain_text("Juru Uji kurang menyerahkan Rp 5.000")
    desk.get_by_role("button", name="Buat STS Rp 22.000").click()
    number = re.search(r"974/\d{6}/STS/[A-Z0-9-]+/\d{4}", desk.inner_text("main"))
    assert number is not None
    look_at(desk)
    return number[0]


def _hand_in_at_the_teller(desk: Page, slip: str) -> None:
    desk.get_by_role("link", name=f"Setor {slip} di teller").click()
    look_at(desk)
    desk.get_by_role("button", name="Setor").click()
    expect(desk.get_by_role("status")).to_have_text("Setoran diterima")
    look_at(desk)


def _see_it_in_the_bank(desk: Page, site: RunningSite, slip: str) -> None:
    sign_in(desk, site, "rekon")
    expect(desk).not_to_have_url(re.compile("masuk"))
    desk.goto(f"{site.url}/bp2rd/")
    desk.get_by_role("button", name="Tarik rekening koran").click()
    desk.goto(f"{site.url}/bp2rd/")
    desk.get_by_role("button", name="Jalankan rekonsiliasi").click()
    main = desk.locator("main")
    expect(main).to_contain_text("1 setoran tunai ditemukan di bank")
    expect(main).to_contain_text(slip)


def test_without_a_network_the_app_says_so_honestly(
    site: RunningSite, place: Place, open_page: Any
) -> None:
    phone = open_page()
    sign_in(phone, site, COLLECTOR)
    expect(phone).not_to_have_url(re.compile("masuk"))
    phone.goto(f"{site.url}/petugas/")
    phone.evaluate("navigator.serviceWorker.ready.then(() => null)")
    phone.evaluate(IN_CONTROL)
    phone.context.set_offline(True)
    phone.goto(f"{site.url}/petugas/")
    expect(phone.locator("main")).to_contain_text("Jangan terima uang sekarang")
    look_at(phone)
    phone.context.set_offline(False)


def test_the_app_is_light_to_install(
    site: RunningSite, place: Place, open_page: Any
) -> None:
    """What a first visit and the worker bring: within stack and the shell's budget."""
    phone = open_page()
    phone.add_init_script(WITHOUT_A_WORKER)
    sign_in(phone, site, COLLECTOR)
    expect(phone).not_to_have_url(re.compile("masuk"))
    phone.goto(f"{site.url}/petugas/", wait_until="networkidle")
    assert transfer_bytes(phone, suffix=".js") <= 70 * KIB
    kept = phone.evaluate(
        """async () => {
          const worker = await (await fetch("/petugas/sw.js")).text();
          const names = worker.split("KEPT = [")[1].split("]")[0]
            .match(/"[^"]+"/g).map((name) => name.slice(1, -1));
          await Promise.all(names.map((name) => fetch(name, {cache: "no-store"})
            .then((answer) => answer.arrayBuffer())));
          const told = performance.getEntriesByType("resource");
          return names.map((name) => told.filter((one) =>
            new URL(one.name).pathname === name).pop()?.transferSize ?? 0);
        }"""
    )
    assert sum(kept) <= 550 * KIB, kept
