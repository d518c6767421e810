"""What moves the roll-ups: marking days, computing them, comparing with the ledger."""

from commandcenter.services.checking import check_year
from commandcenter.services.refreshing import (
    mark_day,
    mark_days,
    refresh_billed,
    refresh_money,
)
from commandcenter.services.targets import load_targets

__all__ = [
    "check_year",
    "load_targets",
    "mark_day",
    "mark_days",
    "refresh_billed",
    "refresh_money",
]
