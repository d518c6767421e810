"""Links of a hash chain: each row's hash covers the row and the hash before it.

Pure functions; which rows are chained, and where the hashes are kept, is an app's.
"""

import hashlib
import json
from collections.abc import Mapping

# What the first link stands on.
GENESIS = bytes(32)


def canonical(payload: Mapping[str, object]) -> bytes:
    """One spelling of a payload: sorted names, no spaces, UTF-8.

    Raises:
        TypeError: a value has no JSON form; say first how it is to be written.
    """
    text = json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def link(previous: bytes, payload: Mapping[str, object]) -> bytes:
    """The hash (SHA-256) of a row that follows the row whose hash is `previous`."""
    if len(previous) != len(GENESIS):
        raise ValueError("the hash before has 32 bytes")
    return hashlib.sha256(previous + canonical(payload)).digest()
