"""The city's seal on files and on the claims of a QR. Keys stay in this package."""

from papers.signing.keys import PublicKey, public_keys, seal_certificate, sign_claims
from papers.signing.port import Signer
from papers.signing.seal import current_signer

__all__ = [
    "PublicKey",
    "Signer",
    "current_signer",
    "public_keys",
    "seal_certificate",
    "sign_claims",
]
