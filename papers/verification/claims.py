"""What the QR of a paper claims, and its signed form. docs/verification.md is the spec.

The link is `<site>/verifikasi/<code>/#<base64url of 64 signature bytes + payload>`. The
part behind # never reaches a server's log. The signature covers the code as well, so a
payload cannot be moved to another link.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from kernel.names import name_hint
from papers import signing
from papers.models import Paper
from papers.signing import public_keys

VERSION = 1
CONTEXT = b"rempah-paper"


@dataclass(frozen=True, slots=True)
class Claims:
    """The values a reader holds against the paper; the number has kind and OPD."""

    number: str
    amount_idr: int
    on: str
    payer_hint: str

    def as_list(self) -> list[object]:
        return [self.number, self.amount_idr, self.on, self.payer_hint]


def claims_of(paper: Paper) -> Claims:
    """The claims of an issued paper; they never change, as its values never do."""
    values = paper.values
    return Claims(
        number=paper.number,
        amount_idr=values["total_idr"],
        on=values.get("paid_on") or paper.issued_on.isoformat(),
        payer_hint=name_hint(values["payer"]),
    )


def fingerprint(paper: Paper) -> str:
    """Sixteen characters that change with any value claimed; in small type."""
    claimed = _compact(claims_of(paper).as_list())
    digest = sha256(f"{paper.code}\n{claimed}".encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def sign_claims(paper: Paper) -> str:
    """The signed payload of a paper's QR, as it stands behind # in the link.

    The bytes signed are `rempah-paper`, the code and the payload, each on its own line;
    the payload is compact JSON `[version, key id, number, rupiah, date, payer hint]`.
    """
    kid = public_keys()[0].kid
    payload = _compact([VERSION, kid, *claims_of(paper).as_list()]).encode()
    signature = signing.sign_claims(b"\n".join([CONTEXT, paper.code.encode(), payload]))
    return urlsafe_b64encode(signature + payload).decode().rstrip("=")


def verification_url(paper: Paper) -> str:
    """The link in the paper's QR; at most 300 characters for any site up to 60 long."""
    return f"{settings.SITE_URL}/verifikasi/{paper.code}/#{sign_claims(paper)}"


def _compact(values: list[object]) -> str:
    """The one way in which these values are written as JSON."""
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False)
