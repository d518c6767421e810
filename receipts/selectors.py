"""Questions about receipts: of a payment, by a paper's code. Writes nothing."""

from datetime import datetime

from django.db.models import QuerySet

from papers.selectors import UnknownPaper, paper_by_code
from payments.selectors import paid_payments_without_receipt
from receipts.models import Receipt


def receipt_by_code(code: str) -> Receipt:
    """The receipt whose paper has this opaque code, with paper, OPD and payment.

    Raises:
        papers.selectors.UnknownPaper: there is none.
    """
    receipt = _with_details().filter(paper=paper_by_code(code)).first()
    if receipt is None:
        raise UnknownPaper
    return receipt


def receipts_of(payment_id: int) -> list[Receipt]:
    """All receipts of a payment, one for each OPD, in the order they were issued."""
    return list(_with_details().filter(payment_id=payment_id).order_by("opd_id"))


def payments_due_a_receipt(*, now: datetime, limit: int) -> list[int]:
    """Payments that lack a receipt they are due: the sweep's work."""
    due = paid_payments_without_receipt(now)
    return list(due.values_list("pk", flat=True)[:limit])


def _with_details() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("paper", "opd", "payment")
