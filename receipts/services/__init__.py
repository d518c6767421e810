"""What others may ask of receipts. The only writers of its table live in here."""

from receipts.services.issuing import issue_missing_receipts, issue_receipts
from receipts.services.voiding import void_receipt, void_receipts_of

__all__ = [
    "issue_missing_receipts",
    "issue_receipts",
    "void_receipt",
    "void_receipts_of",
]
