"""What a stranger who checks a paper is told, with and without JavaScript."""

import json
import re
from base64 import urlsafe_b64decode
from http import HTTPStatus
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from city.models import Opd
from papers.forms import VerifyForm
from papers.models import Paper
from papers.services import void_paper
from papers.verification import claims_of, fingerprint, verification_url
from tests.papers.samples import NOON, receipt_paper, ssrd_values

WRONG = "0123456789ab"


def test_a_paper_of_ours_is_sah_with_its_values(client: Client, paper: Paper) -> None:
    answer = client.get(f"/verifikasi/{paper.code}/")
    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert answer.status_code == HTTPStatus.OK
    for shown in (
        "r-verdict--valid",
        paper.number,
        "Rp 18.000",
        "Si. Am.",
        fingerprint(paper),
    ):
        assert shown in page
    assert "Siti Aminah" not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_voided_paper_says_so_with_date_and_reason(
    client: Client, paper: Paper
) -> None:
    void_paper(paper=paper, person=None, reason="Pembayaran ditarik", now=NOON)
    page = client.get(f"/verifikasi/{paper.code}/").content.decode()
    assert "r-verdict--void" in page
    assert "Pembayaran ditarik" in page
    assert "Senin, 2 Maret 2026, 12.00 WIT" in page
    assert "r-verdict--valid" not in page


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("code", [WRONG, "x", "%00", "a" * 500, "<b>", "..%2f"])
def test_any_other_code_is_unknown(client: Client, code: str) -> None:
    answer = client.get(f"/verifikasi/{code}/")
    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("city")
def test_an_unknown_code_gets_the_word_for_it(client: Client) -> None:
    assert "TIDAK DIKENAL" in client.get(f"/verifikasi/{WRONG}/").content.decode()


def test_a_pasted_link_leads_to_its_verdict_with_its_values(
    client: Client, paper: Paper
) -> None:
    url = verification_url(paper)
    answer = client.post("/verifikasi/", {"text": f" {url} "})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["Location"] == url.removeprefix(django_settings.SITE_URL)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    "typed", ["0123 4567 89AB", "oi23-4567-89ab", "https://x.example/verifikasi/%s/"]
)
def test_a_code_is_understood_as_people_type_it(client: Client, typed: str) -> None:
    text = typed % WRONG if "%s" in typed else typed
    answer = client.post("/verifikasi/", {"text": text})
    location = answer.headers["Location"]
    assert re.fullmatch(r"/verifikasi/[0-9a-z]{12}/", location)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    "text", ["", "   ", "halo", "https://jahat.example/", "//jahat.example", "\x00"]
)
def test_anything_else_is_refused_with_what_to_do(client: Client, text: str) -> None:
    answer = client.post("/verifikasi/", {"text": text})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "govuk-error-message" in answer.content.decode()


@given(text=st.text(max_size=400))
def test_no_text_leads_away_from_the_site(text: str) -> None:
    form = VerifyForm({"text": text})
    if form.is_valid():
        assert re.fullmatch(r"[0-9a-z]{12}", form.cleaned_data["code"])
        assert re.fullmatch(r"[A-Za-z0-9_-]*", form.cleaned_data["payload"])


def test_the_link_is_signed_by_a_published_key(client: Client, paper: Paper) -> None:
    """As docs/verification.md tells anyone to check it, with nothing of ours."""
    link, payload = verification_url(paper).split("#")
    raw = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    signature, body = raw[:64], raw[64:]
    version, kid, number, amount, on, hint = json.loads(body)
    keys = client.get("/.well-known/rempah-keys.json").json()["keys"]
    (key,) = [key for key in keys if key["kid"] == kid]
    public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key["x"] + "="))
    code = link.rstrip("/").rsplit("/", 1)[1]
    public.verify(signature, b"\n".join([b"rempah-paper", code.encode(), body]))
    assert [number, amount, on, hint] == claims_of(paper).as_list()
    assert version == 1
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"\n".join([b"rempah-paper", WRONG.encode(), body]))


def test_the_link_stays_short_on_a_long_site(opd: Opd, settings: Settings) -> None:
    settings.SITE_URL = "https://retribusi.kota-yang-namanya-panjang.go.id"
    opd.letter_code = "DISPERINDAGKOP-UKM"
    opd.save()
    name = "Hj. Nurhayati Abdul Rahman binti Muhammad Saleh"
    paper = receipt_paper(opd, ssrd_values(payer=name) | {"total_idr": 999_999_999})
    assert len(verification_url(paper)) <= 300


def test_the_revocation_list_names_no_code(client: Client, paper: Paper) -> None:
    address = "/.well-known/rempah-revoked.json"
    before = client.get(address)
    tag = before.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    void_paper(paper=paper, person=None, reason="Salah", now=NOON)
    after = client.get(address)
    assert after.headers["ETag"] != tag
    assert len(json.loads(after.json()["list"])["revoked"]) == 1
    assert paper.code not in after.content.decode()


@pytest.mark.usefixtures("city")
def test_the_worker_keeps_only_what_exists(client: Client) -> None:
    answer = client.get("/verifikasi/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    script = answer.content.decode()
    plain = [f"/static/{name}" for name in re.findall(r"\$\{STATIC\}([^`]+)`", script)]
    addresses = [*re.findall(r'^  "(/[^"]+)",$', script, re.MULTILINE), *plain]
    assert len(addresses) > 12
    for address in addresses:
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
        else:
            assert client.get(address).status_code == HTTPStatus.OK, address


def test_scripts_import_only_what_the_worker_keeps() -> None:
    root = django_settings.BASE_DIR
    kept = (root / "templates/verification/sw.js").read_text()
    for script in (root / "static/verification").glob("*.js"):
        for name in re.findall(
            r"(?:from|import)\s*\(?\"([^\"]+)\"", script.read_text()
        ):
            path = (script.parent / name).resolve()
            assert path.is_file()
            if script.name != "compare.js":
                assert Path(path).relative_to(root / "static").as_posix() in kept
