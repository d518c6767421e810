"""The one writer of Payment.state: an edge of the table, its event, its open items."""

from collections.abc import Sequence
from datetime import datetime

from payments.models import Payment, PaymentEvent, PaymentItem
from payments.services.schedule import next_question
from payments.transitions import MONEY_KEPT, OPEN, PaymentState, require_transition

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
    "receipt_due_at",
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

    Keeps `is_open` of the items (one open attempt per bill), `ask_at`, and when a
    receipt is due, if any. Saves what the caller has set on the payment for this state
    and, where it gives its items, has booked on them. In the caller's transaction.

    Raises:
        TransitionRefused: the table has no such edge.
    """
    source = PaymentState(payment.state)
    event = require_transition(source, target)
    payment.state = target.value
    schedule_next_question(payment, now)
    payment.receipt_due_at = _receipt_due_at(payment, items)
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


def note_receipts_issued(*, payment: Payment) -> None:
    """Write on a locked payment that it lacks no receipt, in the issuing transaction.

    Only the sweep's list is meant: a payment whose money went back is not on it.
    """
    if payment.receipt_due_at is not None:
        payment.receipt_due_at = None
        payment.save(update_fields=["receipt_due_at"])


def _receipt_due_at(payment: Payment, items: Sequence[PaymentItem]) -> datetime | None:
    """When a receipt is due: of money a bill took, once nobody can take it back.

    A refund in part makes none due that was issued before, and ends none that is
    lacking for the rest.
    """
    is_due = payment.state == PaymentState.PAID or payment.receipt_due_at is not None
    booked = any(item.booked_principal_idr + item.booked_interest_idr for item in items)
    is_kept = payment.state in MONEY_KEPT
    return payment.final_after if is_due and is_kept and booked else None
