"""When the poller next asks about a payment. Pure: states and instants in and out."""

from datetime import datetime, timedelta

from payments.transitions import CLOSED_UNPAID, PaymentState

# Time for the answer to a charge to come back, before anybody looks for it.
ANSWER_DUE = timedelta(seconds=15)
SOONEST = timedelta(seconds=30)
LATEST = timedelta(minutes=30)
# The gateway expires in batches: a little after the deadline it should have done so.
GRACE = timedelta(seconds=60)
STILL_OPEN = timedelta(minutes=10)
# Money may come after the end; it is looked for twice, then only a notice brings it.
LATE_MONEY = (timedelta(hours=1), timedelta(hours=24))
# A reversal nobody told us about is found before the receipt is issued.
BEFORE_FINAL = timedelta(minutes=4)


def next_question(
    *,
    state: PaymentState,
    created_at: datetime,
    expires_at: datetime,
    final_after: datetime | None,
    now: datetime,
) -> datetime | None:
    """The instant to ask again; None: never, unless a notice comes.

    An open payment is asked about at growing intervals (half its age), and once more
    soon after its deadline.
    """
    if state is PaymentState.CREATED:
        return now + ANSWER_DUE
    if state is PaymentState.AWAITING_PAYER:
        if now >= expires_at:
            return max(now + STILL_OPEN, expires_at + GRACE)
        wait = min(max((now - created_at) / 2, SOONEST), LATEST)
        return min(now + wait, expires_at + GRACE)
    if state is PaymentState.PAID and final_after is not None:
        return _first_after(now, final_after - BEFORE_FINAL)
    if state in CLOSED_UNPAID:
        return _first_after(now, *(expires_at + wait for wait in LATE_MONEY))
    return None


def _first_after(now: datetime, *instants: datetime) -> datetime | None:
    return next((instant for instant in instants if instant > now), None)
