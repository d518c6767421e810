"""Claims of a paper in its QR, the verdict on a code, the list of voided papers."""

from papers.verification.claims import (
    Claims,
    claims_of,
    code_in,
    fingerprint,
    sign_claims,
    verification_url,
)
from papers.verification.published import published_keys, published_revocations

__all__ = [
    "Claims",
    "claims_of",
    "code_in",
    "fingerprint",
    "published_keys",
    "published_revocations",
    "sign_claims",
    "verification_url",
]
