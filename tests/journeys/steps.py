"""Steps that several journeys take: pay, sign in, find the receipts."""

import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import requests
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from config.demo.people import DEMO_PASSWORD
from tests.running_site import RunningSite

type OpenPage = Callable[..., Page]
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Asked:
    """A payment somebody asked for: its id, its page and what the API says of it."""

    code: str
    page: str
    answer: dict[str, Any]


def ask(site: RunningSite, kodes: Sequence[str], channel: str) -> Asked:
    """Ask for a payment over the API, as a bank's application would."""
    answer = requests.post(
        f"{site.url}/api/v1/payments/",
        json={"bills": list(kodes), "channel": channel},
        headers={"Idempotency-Key": str(uuid.uuid4())},
        timeout=PATIENCE_SECONDS,
    )
    answer.raise_for_status()
    said = answer.json()
    page = f"{site.url}/bayar/{kodes[0]}/{said['id']}/"
    return Asked(said["id"], page, said)


def pay_and_wait_for_receipts(
    site: RunningSite, asked: Asked, receipts: int = 1
) -> list[str]:
    """Pay at the simulated gateway; the codes of the receipts, drawn and signed."""
    site.midtrans.control("pay", order_id=asked.code)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        told = requests.get(
            f"{site.url}/api/v1/payments/{asked.code}/", timeout=PATIENCE_SECONDS
        ).json()
        files = [requests.get(one["pdf"], timeout=10) for one in told["receipts"]]
        if len(files) == receipts and all(file.ok for file in files):
            return [str(one["code"]) for one in told["receipts"]]
        time.sleep(0.2)
    raise AssertionError(f"{asked.code} got no receipt: {told}")


def type_kode(page: Page, site: RunningSite, kode: str) -> None:
    """Open the portal and type a kode bayar, in groups as it is printed."""
    page.goto(site.url)
    page.get_by_label("Kode bayar").fill(f"{kode[:4]} {kode[4:8]} {kode[8:]}")
    page.keyboard.press("Enter")


def choose(page: Page, channel: str) -> None:
    """Choose a way to pay on the bill's page and go on."""
    page.get_by_label(channel).check()
    page.get_by_role("button", name=re.compile("Bayar Rp")).click()


def read_qr(page: Page) -> str:
    """Read the one code off a picture of the screen, as a wallet does."""
    code = page.locator(".r-qr__code img")
    expect(code).to_have_js_property("complete", value=True)
    (read,) = zxingcpp.read_barcodes(
        Image.open(BytesIO(page.screenshot(full_page=True)))
    )
    return str(read.text)


def pay_in_the_wallet(wallet: Page, site: RunningSite, typed: str) -> None:
    """Paste a QR's text or a number into the simulator's wallet and pay."""
    wallet.goto(f"{site.midtrans.url}/wallet")
    wallet.locator("input[type=text], textarea").first.fill(typed)
    wallet.get_by_role("button", name="Lanjut").click()
    wallet.get_by_role("button", name=re.compile("Bayar Rp")).click()


def sign_in(
    page: Page, site: RunningSite, username: str, password: str = DEMO_PASSWORD
) -> None:
    """Fill in the sign-in page and send it."""
    page.goto(f"{site.url}/akun/masuk/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").click()
