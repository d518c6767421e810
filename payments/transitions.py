"""The states of a payment and the edges between them. Pure: no Django, no table."""

from collections.abc import Mapping
from enum import StrEnum

from kernel.errors import Conflict


class PaymentState(StrEnum):
    """Where one attempt to pay stands (design: Payment.state)."""

    CREATED = "created"
    AWAITING_PAYER = "awaiting_payer"
    PAID = "paid"
    DENIED = "denied"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"
    REVERSED = "reversed"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


OPEN = frozenset({PaymentState.CREATED, PaymentState.AWAITING_PAYER})
# Over, as far as we were told; a payer may still have scanned an old QR (decision 9).
CLOSED_UNPAID = frozenset(
    {
        PaymentState.DENIED,
        PaymentState.CANCELLED,
        PaymentState.EXPIRED,
        PaymentState.FAILED,
    }
)
MONEY_MAY_ARRIVE = OPEN | CLOSED_UNPAID
# States in which the payer's money was received at some time.
MONEY_RECEIVED = frozenset(
    {
        PaymentState.PAID,
        PaymentState.REVERSED,
        PaymentState.PART_REFUNDED,
        PaymentState.REFUNDED,
        PaymentState.DISPUTED,
    }
)
# We hold money of the payer, all that came in or the rest of it.
MONEY_KEPT = frozenset({PaymentState.PAID, PaymentState.PART_REFUNDED})
# The bank took the money back; nothing can follow.
TERMINAL = frozenset({PaymentState.REVERSED, PaymentState.DISPUTED})

# (source, target) → the event that justifies the edge. The diagram is drawn from it.
TRANSITIONS: Mapping[tuple[PaymentState, PaymentState], str] = {
    (PaymentState.CREATED, PaymentState.AWAITING_PAYER): "payer_instructed",
    (PaymentState.CREATED, PaymentState.PAID): "money_received",
    (PaymentState.CREATED, PaymentState.DENIED): "denied",
    (PaymentState.CREATED, PaymentState.CANCELLED): "cancelled",
    (PaymentState.CREATED, PaymentState.EXPIRED): "deadline_passed",
    (PaymentState.CREATED, PaymentState.FAILED): "refused_by_gateway",
    (PaymentState.AWAITING_PAYER, PaymentState.PAID): "money_received",
    (PaymentState.AWAITING_PAYER, PaymentState.DENIED): "denied",
    (PaymentState.AWAITING_PAYER, PaymentState.CANCELLED): "cancelled",
    (PaymentState.AWAITING_PAYER, PaymentState.EXPIRED): "deadline_passed",
    (PaymentState.AWAITING_PAYER, PaymentState.FAILED): "failed_at_gateway",
    (PaymentState.DENIED, PaymentState.PAID): "money_received_late",
    (PaymentState.CANCELLED, PaymentState.PAID): "money_received_late",
    (PaymentState.EXPIRED, PaymentState.PAID): "money_received_late",
    (PaymentState.FAILED, PaymentState.PAID): "money_received_late",
    (PaymentState.PAID, PaymentState.REVERSED): "money_taken_back",
    (PaymentState.PAID, PaymentState.PART_REFUNDED): "refunded_in_part",
    (PaymentState.PAID, PaymentState.REFUNDED): "refunded",
    (PaymentState.PAID, PaymentState.DISPUTED): "charged_back",
    (PaymentState.PART_REFUNDED, PaymentState.PART_REFUNDED): "refunded_in_part",
    (PaymentState.PART_REFUNDED, PaymentState.REFUNDED): "refunded",
    (PaymentState.PART_REFUNDED, PaymentState.REVERSED): "money_taken_back",
    (PaymentState.PART_REFUNDED, PaymentState.DISPUTED): "charged_back",
    (PaymentState.REFUNDED, PaymentState.PART_REFUNDED): "further_money_received",
}


class TransitionRefused(Conflict):
    """The table has no edge from where the payment stands to where it was to go."""

    code = "payment_moved_on"


def require_transition(source: PaymentState, target: PaymentState) -> str:
    """The event that leads from one state to the other.

    Raises:
        TransitionRefused: no edge of the table does.
    """
    event = TRANSITIONS.get((source, target))
    if event is None:
        raise TransitionRefused(source=str(source), target=str(target))
    return event
