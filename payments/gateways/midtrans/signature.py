"""The signature of a notification: SHA-512 over raw strings and our server key.

docs.midtrans.com, "HTTP(S) notification": hex(SHA512(order_id + status_code +
gross_amount + server_key)). It covers no state, no time and no transaction id, so it
proves only that Midtrans once spoke of this order: a notification is a hint.
"""

import hashlib
import re
from collections.abc import Iterable
from hmac import compare_digest

from payments.gateways.midtrans.json_object import read_object
from payments.gateways.port import UnreadableBody

# The signed strings are joined without a separator; a strict grammar of each keeps
# characters from being shifted from one into the next.
_GRAMMAR = {
    "order_id": re.compile(r"[A-Za-z0-9._~-]{1,50}"),
    "status_code": re.compile(r"[0-9]{3}"),
    "gross_amount": re.compile(r"[0-9]{1,15}\.[0-9]{2}"),
    "signature_key": re.compile(r"[0-9a-f]{128}"),
}


def is_signed(body: bytes, server_keys: Iterable[str]) -> bool:
    """Whether the body was signed with one of the keys (two while one is replaced)."""
    try:
        document = read_object(body)
    except UnreadableBody:
        return False
    texts: dict[str, str] = {}
    for name, grammar in _GRAMMAR.items():
        text = document.get(name)
        if not isinstance(text, str) or not grammar.fullmatch(text):
            return False
        texts[name] = text
    signed = texts["order_id"] + texts["status_code"] + texts["gross_amount"]
    given = texts["signature_key"]
    # Every key is tried, so that the time taken tells nothing about which one fits.
    fits = [compare_digest(_sha512(signed + key), given) for key in server_keys if key]
    return any(fits)


def _sha512(text: str) -> str:
    return hashlib.sha512(text.encode()).hexdigest()
