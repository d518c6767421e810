"""Carrying out an approved refund: here, where it is known what was paid out."""

from datetime import datetime

from city.selectors import business_date_of
from payments.models import RefundRequest
from payments.reconciliation.selectors.payouts import is_paid_out
from payments.services import send_refund, start_refund


def refund_before_payout(*, request_id: int, now: datetime) -> None:
    """Ask the gateway for the refund, unless the money was paid out meanwhile.

    Never call it inside a transaction. Safe to repeat, also after a lost answer.

    Raises:
        GatewayError: no answer; the outbox tries again.
    """
    known = RefundRequest.objects.select_related("payment").get(pk=request_id)
    request = start_refund(
        request_id=request_id,
        is_paid_out=is_paid_out(payment=known.payment, today=business_date_of(now)),
        now=now,
    )
    if request is not None:
        send_refund(request=request, now=now)
