"""`manage.py refresh_figures [--year N]`: compute a year's roll-ups from the rows."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from city.selectors import business_date_of
from commandcenter.services import (
    check_year,
    mark_days,
    refresh_billed,
    refresh_money,
)
from kernel import clock
from payments.selectors import days_with_money

FOUND_PROBLEMS = 3


class Command(BaseCommand):
    """Prints how many days were computed; exit 0, or 3 when the ledger differs."""

    help = "Compute the command centre's figures anew from the rows. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="default: the present year")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        today = business_date_of(now)
        year = options["year"] or today.year
        first_on, last_on = date(year, 1, 1), min(date(year, 12, 31), today)
        mark_days(days=days_with_money(first_on=first_on, last_on=last_on), now=now)
        days = refresh_money(now=now)
        refresh_billed(first_on=first_on, last_on=date(year, 12, 31), now=now)
        checked = check_year(today=last_on, now=now)
        self.stdout.write(
            f"{days} days; roll-up {checked.roll_up_idr}, ledger {checked.ledger_idr}, "
            f"{checked.differing} days differ"
        )
        if checked.differing:
            raise SystemExit(FOUND_PROBLEMS)
