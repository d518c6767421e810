"""Claims of a paper in its QR, the verdict on a code, the list of voided papers."""

from papers.verification.claims import (
    Claims,
    claims_of,
    fingerprint,
    sign_claims,
    verification_url,
)
from papers.verification.published import published_keys, published_revocations
from papers.verification.verdicts import Finding, Verdict, finding_on

__all__ = [
    "Claims",
    "Finding",
    "Verdict",
    "claims_of",
    "finding_on",
    "fingerprint",
    "published_keys",
    "published_revocations",
    "sign_claims",
    "verification_url",
]
