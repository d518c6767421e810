"""Late interest (bunga, sanksi administratif): months begun and what they cost. Pure.

UU 1/2022 and PP 35/2023: 1 % a month of the unpaid principal from the due date to the
payment date, part of a month counting as a whole one, at most 24 months. Rate and
limit are data of the levy type.
"""

import calendar
from datetime import date, timedelta

from kernel.money import Rupiah

MONTHS_A_YEAR = 12


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or that month's last day where it has none."""
    index = day.month - 1 + count
    year, month = day.year + index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months(*, due_on: date, paid_on: date, months_max: int) -> int:
    """Months begun between due date and payment: the least n with due + n ≥ paid."""
    if paid_on <= due_on:
        return 0
    apart = (paid_on.year - due_on.year) * MONTHS_A_YEAR + paid_on.month - due_on.month
    begun = apart if add_months(due_on, apart) >= paid_on else apart + 1
    return min(begun, months_max)


def late_interest(
    principal: Rupiah, *, due_on: date, paid_on: date, bp: int, months_max: int
) -> Rupiah:
    """The interest on a principal paid late, rounded half up to a whole rupiah.

    `bp` is the rate of one month in basis points. Interest never bears interest.
    """
    count = months(due_on=due_on, paid_on=paid_on, months_max=months_max)
    return principal.share(bp * count)


def next_step_on(*, due_on: date, on: date, months_max: int) -> date | None:
    """The first day after `on` on which the interest is a month more; None: never."""
    begun = months(due_on=due_on, paid_on=on, months_max=months_max)
    if begun >= months_max:
        return None
    return add_months(due_on, begun) + timedelta(days=1)
