"""What can be asked: days, money in transit, payouts, findings, imported files."""

from payments.reconciliation.selectors.calendar import (
    PayoutCalendar,
    expected_in_treasury_on,
    payout_calendar,
)
from payments.reconciliation.selectors.days import (
    DayReport,
    day_report,
    money_in_transit,
)

__all__ = [
    "DayReport",
    "PayoutCalendar",
    "day_report",
    "expected_in_treasury_on",
    "money_in_transit",
    "payout_calendar",
]
