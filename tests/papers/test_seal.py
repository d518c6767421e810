"""The seal over a file: true readers agree, and every tampering is refused."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings as django_settings
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import ValidationContext
from pytest_django.fixtures import Settings

from papers.models import Paper, PaperLayout
from papers.rendering import Proof, draw
from papers.signing import current_signer, public_keys, seal_certificate, sign_claims
from papers.signing.keys import _new_seal, _parsed_seal, seal_key
from papers.signing.seal import OwnSeal
from tests.papers.reading import pdfsig
from tests.papers.samples import NOON

ENTIRE_FILE = SignatureCoverageLevel.ENTIRE_FILE
PROOF = Proof("http://127.0.0.1/verifikasi/x/#y", "0000", "Segel kota.")


@pytest.fixture
def drawn(paper: Paper) -> bytes:
    """A receipt that nobody has signed yet."""
    return draw(paper=paper, layout=PaperLayout.A5, proof=PROOF)


@pytest.fixture
def signed(paper: Paper, drawn: bytes) -> bytes:
    """The same with the city's seal."""
    return current_signer(NOON).sign(drawn, reason=paper.number, now=NOON)


def verdict(pdf: bytes) -> PdfSignatureStatus:
    """What pyHanko says of the only signature, trusting our certificate alone."""
    own = seal_key(NOON).certificate.public_bytes(Encoding.DER)
    context = ValidationContext(
        trust_roots=[Certificate.load(own)],
        allow_fetching=False,
        moment=NOON + timedelta(hours=1),
    )
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context)


def is_sound(pdf: bytes) -> bool:
    """Whether a careful reader would take this file for the one we sealed."""
    try:
        status = verdict(pdf)
    except Exception:  # noqa: BLE001 (a file that cannot be read is not sound)
        return False
    return bool(status.bottom_line and status.coverage is ENTIRE_FILE)


def test_pyhanko_finds_it_intact_trusted_and_over_the_whole_file(
    signed: bytes, paper: Paper
) -> None:
    status = verdict(signed)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage is ENTIRE_FILE
    assert status.signer_reported_dt == NOON


def test_poppler_agrees(signed: bytes, tmp_path: Path) -> None:
    said = pdfsig(signed, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Segel Elektronik Kota Uji (demo)" in said


def test_a_flipped_byte_is_refused(signed: bytes) -> None:
    for place in (200, len(signed) // 3, len(signed) - 40):
        broken = bytearray(signed)
        broken[place] ^= 1
        assert not is_sound(bytes(broken))


def test_a_page_content_added_afterwards_is_refused(signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    added = writer.add_object(StreamObject(stream_data=b"BT (Rp 1.000.000) Tj ET"))
    page["/Contents"] = added
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    assert not is_sound(out.getvalue())


def test_the_seal_of_another_hand_is_refused(drawn: bytes) -> None:
    """The forger calls the certificate by our name; the key is another."""
    forged = OwnSeal(_parsed_seal(_new_seal(NOON)))
    assert not is_sound(forged.sign(drawn, reason="974", now=NOON))


def test_a_page_of_another_paper_is_refused(signed: bytes, drawn: bytes) -> None:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(signed)))
    other = PdfFileReader(BytesIO(drawn))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.import_object(
        other.root["/Pages"]["/Kids"][0].raw_get("/Contents").get_object()
    )
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    assert not is_sound(out.getvalue())


def test_a_cut_file_is_refused(signed: bytes) -> None:
    assert not is_sound(signed[: len(signed) * 2 // 3])
    assert not is_sound(signed[:-200])


def test_two_signatures_of_one_process_use_one_key(signed: bytes) -> None:
    assert current_signer(NOON) is current_signer(NOON + timedelta(days=1))


@pytest.mark.usefixtures("city")
def test_keys_are_made_once_by_whoever_is_first(
    settings: Settings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "fresh" / "keys"
    seal_key(NOON)
    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(lambda _: sign_claims(b"x"), range(12)))
    assert len(made) == 1
    folder = settings.KEYS_DIR
    assert oct(folder.stat().st_mode)[-3:] == "700"
    for name in ("seal.pem", "claims.pem"):
        assert oct((folder / name).stat().st_mode)[-3:] == "600"
    assert sorted(os.listdir(folder)) == [".lock", "claims.pem", "seal.pem"]


@pytest.mark.usefixtures("city")
def test_a_renamed_claims_key_still_verifies(
    settings: Settings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "before"
    (old,) = public_keys()
    after = tmp_path / "after"
    after.mkdir()
    (settings.KEYS_DIR / "claims.pem").rename(after / "claims-2026.pem")
    settings.KEYS_DIR = after
    new, older = public_keys()
    assert older == old != new


@pytest.mark.usefixtures("city")
def test_the_certificate_says_whose_it_is_and_that_it_is_a_demo() -> None:
    assert "BEGIN CERTIFICATE" in seal_certificate(NOON)
    subject = seal_key(NOON).certificate.subject.rfc4514_string()
    assert "CN=Segel Elektronik Kota Uji (demo)" in subject
    assert django_settings.KEYS_DIR.name == "keys"
