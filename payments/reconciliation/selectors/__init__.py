"""What can be asked: days, money in transit, payouts, findings, imported files."""

from payments.reconciliation.selectors.calendar import (
    expected_in_treasury_on,
    expected_payout_on,
)
from payments.reconciliation.selectors.days import (
    DayReport,
    day_report,
    money_in_transit,
)

__all__ = [
    "DayReport",
    "day_report",
    "expected_in_treasury_on",
    "expected_payout_on",
    "money_in_transit",
]
