"""PAdES B-B over the whole file by the city's own key, through pyHanko.

pyHanko is imported when a process seals for the first time: 0.8 s and 35 MiB that a
process of the site never needs.
"""

import asyncio
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from papers.signing.keys import SealKey, seal_key
from papers.signing.port import Signer

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner

FIELD, DIGEST = "Segel", "sha256"
# A B-B signature by P-256 with its own certificate takes about 1.5 KiB (twice that as
# hex). With the room fixed, pyHanko need not sign a first time just to find the size.
ROOM_BYTES = 6144


def current_signer(now: datetime) -> Signer:
    """The signer of this city's files. Where BSrE is contracted, it stands here."""
    return _own_seal(seal_key(now))


class OwnSeal:
    """The city's self-made seal: proves the bytes, not an official's person."""

    note = (
        "Ditandatangani secara elektronik oleh sistem dengan segel kota; "
        "bukan tanda tangan elektronik tersertifikasi (BSrE)."
    )

    def __init__(self, key: SealKey) -> None:
        self._cms = _cms_signer(key)

    def sign(self, pdf: bytes, *, reason: str, now: datetime) -> bytes:
        """See the port. One pass, no network, the key already in memory."""
        from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 (costly)
            IncrementalPdfFileWriter,
        )
        from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415 (costly)
        from pyhanko.sign.signers import cms_embedder  # noqa: PLC0415 (costly)
        from pyhanko.sign.signers.pdf_byterange import (  # noqa: PLC0415 (costly)
            SignatureObject,
        )

        placeholder = SignatureObject(
            timestamp=now,
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            bytes_reserved=ROOM_BYTES,
        )
        # The steps of pyHanko's documented protocol: field, placeholder, digest, CMS.
        steps = cms_embedder.PdfCMSEmbedder().write_cms(
            field_name=FIELD, writer=IncrementalPdfFileWriter(BytesIO(pdf))
        )
        next(steps)
        steps.send(cms_embedder.SigObjSetup(sig_placeholder=placeholder))
        prepared, signed = steps.send(cms_embedder.SigIOSetup(md_algorithm=DIGEST))
        steps.send(
            asyncio.run(
                self._cms.async_sign(prepared.document_digest, DIGEST, use_pades=True)
            )
        )
        return bytes(signed.getvalue())


@lru_cache(maxsize=4)
def _own_seal(key: SealKey) -> OwnSeal:
    return OwnSeal(key)


def _cms_signer(key: SealKey) -> "CmsSigner":
    """pyHanko's signer around a key that is parsed once, not at every signature."""
    from asn1crypto import (  # noqa: PLC0415 (costly)
        algos,
        cms,
        x509,
    )
    from pyhanko.sign.signers.pdf_cms import (  # noqa: PLC0415 (costly)
        Signer as CmsSigner,
    )

    class HeldKeySigner(CmsSigner):
        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            return key.private.sign(data, ec.ECDSA(hashes.SHA256()))

        async def signed_attrs(self, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
            attributes = await super().signed_attrs(*args, **kwargs)
            # Read back from their bytes, else they are encoded anew in every step.
            return cms.CMSAttributes.load(attributes.dump())

    return HeldKeySigner(
        signing_cert=x509.Certificate.load(key.certificate.public_bytes(Encoding.DER)),
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
    )
