"""One receipt signed (PAdES P-256), against pyHanko as its manual shows."""

import tempfile
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature

from bench.figures import Figure, interleaved, milliseconds
from bench.papers import NOW, PROOF, receipt
from papers.models import PaperLayout
from papers.rendering import draw
from papers.signing import current_signer
from papers.signing.keys import seal_key

BUDGET = 0.55


def run() -> list[Figure]:
    """Same key, same file; both signatures are validated before anything is timed."""
    settings.KEYS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    pdf = draw(paper=receipt(), layout=PaperLayout.A5, proof=PROOF)
    manual, ours = _manual_signer(), current_signer(NOW)

    def floor() -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        metadata = signers.PdfSignatureMetadata(
            field_name="Segel", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        return bytes(signers.sign_pdf(writer, metadata, signer=manual).getvalue())

    def mine() -> bytes:
        return ours.sign(pdf, reason="bench", now=NOW)

    _require_intact(floor())
    _require_intact(mine())
    plain, quick = interleaved(
        lambda: _drop(floor()), lambda: _drop(mine()), rounds=5, times=10
    )
    ratio = quick / plain
    return [
        Figure("one receipt signed", milliseconds(plain), milliseconds(quick), ratio,
               f"≤ {BUDGET}", ratio <= BUDGET)
    ]  # fmt: skip


def _manual_signer() -> signers.SimpleSigner:
    """pyHanko's own signer, loaded from PEM files as its manual does."""
    key = seal_key(NOW)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key.pem").write_bytes(
            key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / "cert.pem").write_bytes(key.certificate.public_bytes(Encoding.PEM))
        signer: signers.SimpleSigner | None = signers.SimpleSigner.load(  # type: ignore[no-untyped-call]
            str(folder / "key.pem"), str(folder / "cert.pem")
        )
    assert signer is not None
    return signer


def _require_intact(pdf: bytes) -> None:
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    status = validate_pdf_signature(signature)
    if not (status.intact and status.valid):
        raise SystemExit("a signature of the bench does not validate")


def _drop(_: bytes) -> None:
    return None
