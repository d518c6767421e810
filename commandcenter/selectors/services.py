"""What other counters tell: permits, reports, cash on its way to the bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from city.selectors import zone
from complaints.selectors import reports_by_kelurahan
from kernel.clock import start_of_day
from payments.collection.selectors.custody import CashOutside, cash_outside
from permits.selectors.summary import ApplicationsSummary, applications_summary


@dataclass(frozen=True, slots=True)
class Reports:
    """Citizens' reports of this year that are open, and of those the late ones."""

    open: int
    overdue: int
    open_by_code: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Services:
    """How things stand now at the other counters."""

    permits: ApplicationsSummary
    reports: Reports
    cash: CashOutside


def services_now(*, on: date, now: datetime) -> Services:
    """Ask each of them; a bounded number of queries."""
    new_year = date(on.year, 1, 1)
    told = reports_by_kelurahan(since=new_year, until=on, on=on)
    return Services(
        permits=applications_summary(
            on=on, decided_from=start_of_day(new_year, zone()), decided_until=now
        ),
        reports=Reports(
            open=sum(one.open for one in told),
            overdue=sum(one.overdue for one in told),
            open_by_code={one.kelurahan or "": one.open for one in told},
        ),
        cash=cash_outside(),
    )
