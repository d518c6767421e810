"""Carrying out an approved refund: here, where it is known what was paid out."""

from datetime import datetime

from payments.models import Payment, RefundRequest
from payments.reconciliation.models import PayoutLine
from payments.services import send_refund, start_refund


def refund_before_payout(*, request_id: int, now: datetime) -> None:
    """Ask the gateway for the refund, unless its report shows the money paid out.

    Never call it inside a transaction. Safe to repeat, also after a lost answer.

    Raises:
        GatewayError: no answer; the outbox tries again.
    """
    payment = RefundRequest.objects.select_related("payment").get(pk=request_id).payment
    request = start_refund(
        request_id=request_id, is_paid_out=_is_paid_out(payment), now=now
    )
    if request is not None:
        send_refund(request=request, now=now)


def _is_paid_out(payment: Payment) -> bool:
    return PayoutLine.objects.filter(
        line__kind="payment",
        line__gateway=payment.gateway,
        line__transaction_id=payment.gateway_reference,
    ).exists()
