"""What the city publishes for verifiers: its keys and the list of voided papers."""

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from city.selectors import profile
from papers.selectors import voided_codes
from papers.signing import public_keys, seal_certificate, sign_claims

CONTEXT = b"rempah-revoked"
# The list carries the time it was made, so that a reader sees how old a copy is. Within
# one interval its bytes, and so its ETag, change only when a paper is voided.
INTERVAL = timedelta(minutes=5)
HASH_BYTES = 16


def published_keys(now: datetime) -> dict[str, object]:
    """The public keys as a JWK set (RFC 7517, 8037), and the seal's certificate."""
    keys = [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "EdDSA",
            "kid": key.kid,
            "x": _base64url(key.raw),
        }
        for key in public_keys()
    ]
    return {
        "issuer": profile().full_name,
        "keys": keys,
        "seal_certificate": seal_certificate(now),
    }


def published_revocations(now: datetime) -> dict[str, str]:
    """The signed list of voided papers: hashes, because a code opens its paper.

    The signature covers `rempah-revoked`, a line feed and the bytes of `list`.
    """
    seconds = int(now.timestamp()) // INTERVAL.seconds * INTERVAL.seconds
    made_at = datetime.fromtimestamp(seconds, tz=now.tzinfo)
    content = json.dumps(
        {
            "made_at": made_at.isoformat(),
            "revoked": [hashed(c) for c in voided_codes()],
        },
        separators=(",", ":"),
    )
    signature = sign_claims(CONTEXT + b"\n" + content.encode())
    return {
        "list": content,
        "kid": public_keys()[0].kid,
        "signature": _base64url(signature),
    }


def hashed(code: str) -> str:
    """A code as the list names it: the first 16 bytes of its SHA-256, base64url."""
    return _base64url(sha256(code.encode()).digest()[:HASH_BYTES])


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
