"""Issues the receipts (SSRD) of a payment: one for each OPD, once."""

import logging
from datetime import datetime

from django.db import transaction

from city.selectors import business_date_of
from papers.models import PaperKind
from papers.services import issue_paper
from payments.models import Payment
from payments.papers import payment_values
from payments.selectors import OpdShare, items_by_opd
from payments.services import note_receipts_issued
from payments.transitions import MONEY_KEPT
from receipts.models import Receipt
from receipts.selectors import payments_due_a_receipt, receipts_of

logger = logging.getLogger(__name__)

# A sweep that found many leaves the rest to the next one, seconds later.
SWEEP_AT_MOST = 200


@transaction.atomic
def issue_receipts(*, payment_id: int, now: datetime) -> list[Receipt]:
    """All receipts of a payment, issuing those that are due and missing. Repeatable.

    Due: we keep the payment's money, or the rest after a refund in part, and the bank
    can no longer take it back (`final_after`).
    Until then this does nothing and takes no number; the sweep asks again. The
    payment's row is locked, so a reversal waits or is seen, and two workers make one.
    """
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    if _is_final(payment, now):
        have = set(payment.receipts.values_list("opd_id", flat=True))
        # By OPD, as every transaction takes numbers: no two wait in a circle.
        for share in items_by_opd(payment):
            if share.opd.pk not in have:
                _issue(payment, share, now)
        note_receipts_issued(payment=payment)
    return receipts_of(payment_id)


def issue_missing_receipts(*, now: datetime) -> int:
    """Issue what is due and missing; how many payments were served.

    Each payment has its own transaction, and one that fails stops no other.
    """
    served = 0
    for payment_id in payments_due_a_receipt(now=now, limit=SWEEP_AT_MOST):
        try:
            issue_receipts(payment_id=payment_id, now=now)
            served += 1
        except Exception:
            # The oldest fault must not block all others at every sweep.
            logger.exception("No receipt for payment %s", payment_id)
    return served


def _is_final(payment: Payment, now: datetime) -> bool:
    is_kept = payment.state in MONEY_KEPT
    return is_kept and payment.final_after is not None and payment.final_after <= now


def _issue(payment: Payment, share: OpdShare, now: datetime) -> None:
    paper = issue_paper(
        opd=share.opd,
        kind=PaperKind.SSRD,
        values=payment_values(payment=payment, share=share),
        issued_on=business_date_of(now),
        now=now,
    )
    Receipt.objects.create(
        payment=payment,
        opd=share.opd,
        paper=paper,
        amount_idr=share.amount.amount,
        issued_at=now,
    )
