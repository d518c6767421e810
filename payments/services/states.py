"""The one writer of Payment.state: an edge of the table, its event, its open items."""

from collections.abc import Sequence
from datetime import datetime

from payments.models import Payment, PaymentEvent, PaymentItem
from payments.services.schedule import next_question
from payments.transitions import OPEN, PaymentState, require_transition

# What a move may set besides the state; the caller has set it on the payment.
CARRIED = [
    "state",
    "ask_at",
    "gateway_reference",
    "next_action",
    "expires_at",
    "received_idr",
    "refunded_idr",
    "paid_at",
    "paid_on",
    "final_after",
]
BOOKED = ["is_open", "booked_principal_idr", "booked_interest_idr"]


def move(
    *,
    payment: Payment,
    target: PaymentState,
    cause: str,
    now: datetime,
    items: Sequence[PaymentItem] = (),
) -> None:
    """Move a locked payment along an edge of the table and write its event row.

    Keeps `is_open` of the items (one open attempt per bill) and `ask_at`. Saves what
    the caller has set on the payment for this state and, where it gives its items, has
    booked on them. In the caller's transaction.

    Raises:
        TransitionRefused: the table has no such edge.
    """
    source = PaymentState(payment.state)
    event = require_transition(source, target)
    payment.state = target.value
    schedule_next_question(payment, now)
    payment.save(update_fields=CARRIED)
    for item in items:
        item.is_open = target in OPEN
        item.save(update_fields=BOOKED)
    if not items and source in OPEN and target not in OPEN:
        PaymentItem.objects.filter(payment=payment).update(is_open=False)
    PaymentEvent.objects.create(
        payment=payment,
        name=event,
        source=source.value,
        target=target.value,
        cause=cause[:120],
        at=now,
    )


def schedule_next_question(payment: Payment, now: datetime) -> None:
    """Set on the payment (unsaved) when the poller next asks about it."""
    payment.ask_at = next_question(
        state=PaymentState(payment.state),
        created_at=payment.created_at,
        expires_at=payment.expires_at,
        final_after=payment.final_after,
        now=now,
    )
