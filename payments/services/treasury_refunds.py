"""Paying back out of the treasury: BUD pays what a bank line shows, and it is booked.

What we owe a payer is the liability alone: bills and receipts stay as they are, and so
does what came in. The gateway's own refunds are another story (services.refunds).
"""

from datetime import date, datetime

from django.db import transaction

from kernel.money import Rupiah
from ledger import postings
from ledger.kinds import AccountKind
from ledger.services import post
from outbox.services import publish
from payments.models import RefundRequest
from payments.selectors import owed_amount
from payments.services.refund_requests import end_request, lock_request


@transaction.atomic
def book_treasury_refund(
    *, request_id: int, bank_line_id: int, value_on: date, now: datetime
) -> bool:
    """Book BUD's payment once, by the bank's value date; False when nothing waits.

    Nothing waits either when what was owed has gone back another way meanwhile: the
    request stays open, and the bank line unexplained, for people to look at.
    """
    request = lock_request(request_id)
    amount, money = Rupiah(request.amount_idr), request.money
    is_waiting = request.approved_at is not None and request.finished_at is None
    if not is_waiting or money is None or owed_amount(money) < amount:
        return False
    money.paid_back_idr += amount.amount
    money.save(update_fields=["paid_back_idr"])
    post(
        event="liability_paid_back",
        reference=f"refund_request:{request.pk}",
        legs=postings.liability_refunded(
            opd_id=money.opd_id, amount=amount, out_of=AccountKind.RKUD
        ),
        business_date=value_on,
        now=now,
    )
    request.bank_line_id = bank_line_id
    end_request(request, RefundRequest.Outcome.REFUNDED, now)
    payload = {"payment_id": request.payment.pk}
    publish(name="payment_refunded", payload=payload, now=now)
    return True
