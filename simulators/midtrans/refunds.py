"""Reads a refund and holds it against the rules of its channel."""

import re
import secrets
from datetime import datetime, timedelta

from simulators.midtrans.charges import Body, is_whole
from simulators.midtrans.errors import CANNOT_MODIFY, Refusal, invalid
from simulators.midtrans.transactions import Refund, Status, Transaction

REFUND_KEY = re.compile(r"[A-Za-z0-9_-]+")


def read_refund(
    body: Body,
    transaction: Transaction,
    method: str,
    now: datetime,
    balance_idr: int,
) -> Refund:
    """Check a refund; raises Refusal 400 (form), 406 (key), 412 (state), 414 (money).

    A virtual account cannot be paid back into, so its channels have no refund at all.
    """
    key = body.get("refund_key") or secrets.token_hex(8)
    if not isinstance(key, str) or not REFUND_KEY.fullmatch(key):
        raise invalid("refund_key may have letters, digits, - and _ only")
    if any(refund.refund_key == key for refund in transaction.refunds):
        raise Refusal(406, "Duplicate refund ID")
    _require_refundable(transaction, now)
    amount = _amount(body.get("amount"), transaction)
    if amount > balance_idr:
        raise Refusal(414, "Refund rejected: insufficient merchant balance")
    return Refund(
        refund_chargeback_id=secrets.randbelow(10**9) + 1,
        refund_key=key,
        amount_idr=amount,
        reason=str(body.get("reason") or ""),
        method=method,
        created_at=now,
    )


def _require_refundable(transaction: Transaction, now: datetime) -> None:
    is_open = transaction.status in (Status.SETTLEMENT, Status.PARTIAL_REFUND)
    window = transaction.refund_window()
    if not is_open or transaction.settled_at is None or window == timedelta(0):
        raise Refusal(412, CANNOT_MODIFY)
    if now > transaction.settled_at + window:
        raise Refusal(414, "Refund rejected: the refund period has passed")


def _amount(amount: object, transaction: Transaction) -> int:
    remaining = transaction.amount_idr - transaction.refunded_idr
    if amount is None:
        return remaining
    if not is_whole(amount):
        raise invalid("amount must be a whole number without decimals")
    if not 0 < amount <= remaining:
        raise Refusal(414, "Refund amount is more than the remaining amount")
    return amount
