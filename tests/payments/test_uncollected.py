"""Money for a day that is over: booked as ever, by the attempt that was open too."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from city.selectors import business_date_of
from kernel import clock
from ledger.kinds import AccountKind
from levies.services import end_days
from tests.levies.samples import small_city, stall_bill
from tests.payments.samples import balance_of, fresh, paid, requested

pytestmark = pytest.mark.usefixtures("committed_db", "simulator")


def test_an_attempt_that_was_open_at_midnight_pays_the_bill() -> None:
    small_city()
    now = clock.now()
    bill = stall_bill(day=business_date_of(now) - timedelta(days=1))
    payment = requested(bill)
    end_days(now=now)
    assert fresh(bill).state == "uncollected"
    paid(payment)
    assert (fresh(bill).state, fresh(bill).paid_idr) == ("paid_off", 18_000)
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 18_000
    assert balance_of(AccountKind.REVENUE_LO) == -18_000
    assert balance_of(AccountKind.RECEIVABLE) == 0
    call_command("check_invariants")


def test_a_day_that_is_over_can_still_be_asked_for() -> None:
    small_city()
    now = clock.now()
    bill = stall_bill(day=business_date_of(now) - timedelta(days=30))
    end_days(now=now)
    paid(requested(bill))
    assert fresh(bill).state == "paid_off"
    assert balance_of(AccountKind.REVENUE_LO) == -18_000
