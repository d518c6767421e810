"""`manage.py issue_bills`: issue the bills of a day and end earlier days, by hand."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from city.selectors import business_date_of
from kernel import clock
from levies.selectors import objects_not_billed
from levies.services import IssueDayInFuture, end_days, issue_bills

FOUND_PROBLEMS = 3


class Command(BaseCommand):
    """Exit 0 done, 1 failed, 2 usage, 3 some objects could not be billed."""

    help = (
        "Issue expectations and monthly SKRD of a day; what was expected on days that "
        "are over becomes uncollected. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date", type=date.fromisoformat, help="2026-03-02; default: today"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="count what would change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        day = options["date"] or business_date_of(now)
        with transaction.atomic():
            try:
                result = issue_bills(day=day, now=now)
            except IssueDayInFuture:
                raise CommandError(f"{day} has not begun in this city") from None
            uncollected = end_days(now=now)
            left_out = [levy_object.code for levy_object in objects_not_billed(day)]
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(f"expectations {result.expectations}")
        self.stdout.write(f"skrd {result.skrd}")
        self.stdout.write(f"uncollected {uncollected}")
        if left_out:
            raise CommandError(
                f"no tariff or no size, not billed: {', '.join(left_out)}",
                returncode=FOUND_PROBLEMS,
            )
