"""When money is expected where: working days of the city, dates of the gateway."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from city.selectors import holidays
from kernel.clock import business_date
from kernel.working_days import add_working_days
from payments.gateways.midtrans import REPORT_ZONE
from payments.models import Payment

# The reports that are imported are Midtrans', in its zone, whatever that of the city.
GATEWAY_ZONE = REPORT_ZONE
# A payment that no settlement report shows after so many working days is a finding.
SETTLEMENT_WORKING_DAYS = 2


def gateway_date_of(instant: datetime) -> date:
    """The date under which the gateway reports an instant."""
    return business_date(instant, GATEWAY_ZONE)


@dataclass(frozen=True, slots=True)
class PayoutCalendar:
    """The city's rest days and the gateway's promise, read once for many payments."""

    rest_days: frozenset[date]
    working_days: int

    def expected_on(self, settled_on: date) -> date:
        """The working day on which what was settled on a day is paid out."""
        return add_working_days(settled_on, self.working_days, self.rest_days)

    def expected_for(self, payment: Payment) -> date | None:
        """As `payments.selectors.expected_in_treasury_on`."""
        if payment.paid_at is None or not payment.gateway:
            return None
        return self.expected_on(gateway_date_of(payment.paid_at))


def payout_calendar() -> PayoutCalendar:
    """What `expected_for` needs, for a list of payments."""
    return PayoutCalendar(holidays(), settings.PAYOUT_WORKING_DAYS)


def last_day_overdue(*, today: date, working_days: int) -> date:
    """The latest day from which so many working days have fully passed by today."""
    rest_days = holidays()
    day = today
    while add_working_days(day, working_days, rest_days) >= today:
        day -= timedelta(days=1)
    return day
