"""The payer's pages: find a bill, see what it costs, pay, watch it turn to paid."""

from payments.views.closed import open_receipts
from payments.views.finding import find_bill
from payments.views.paying import pay
from payments.views.waiting import check, qr_image, status, waiting

__all__ = [
    "check",
    "find_bill",
    "open_receipts",
    "pay",
    "qr_image",
    "status",
    "waiting",
]
