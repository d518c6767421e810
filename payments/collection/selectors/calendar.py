"""When a slip must be in the bank: the working days the law leaves a treasurer."""

from collections.abc import Collection
from datetime import date

from kernel.working_days import add_working_days
from payments.collection.models import Deposit
from payments.collection.transitions import DepositState

DEPOSIT_WORKING_DAYS = 1


def due_on(made_on: date, rest_days: Collection[date]) -> date:
    """The last day on which a slip that was made then is in the bank in time."""
    return add_working_days(made_on, DEPOSIT_WORKING_DAYS, rest_days)


def days_late(deposit: Deposit, *, due: date, today: date) -> int:
    """Calendar days past `due` until the bank showed it, or until today; else 0."""
    if deposit.state == DepositState.CANCELLED:
        return 0
    return max(((deposit.banked_on or today) - due).days, 0)
