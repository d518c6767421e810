"""What a signer of files is: bytes in, signed bytes out. BSrE fits behind it."""

from datetime import datetime
from typing import Protocol


class Signer(Protocol):
    """Signs a whole PDF (PAdES); `note` is what the reader's program shows about it.

    `note` is printed on the paper: whose signature it is, and what it is not.
    """

    note: str

    def sign(self, pdf: bytes, *, reason: str, now: datetime) -> bytes:
        """The PDF with one signature over all of its bytes."""
        ...
