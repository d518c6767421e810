"""People to sign in as and bills to pay, made through the product's own services."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from config.demo.history import month
from config.demo.people import DEMO_PASSWORD, staff
from config.demo.settling import settle
from kernel import clock
from levies.models import Bill, LevyType
from payments.models import Payment

DAYS_MAX = 60
SEED = 1512


class Command(BaseCommand):
    """Safe to repeat: what is there is left as it is."""

    help = (
        "Make the demo's people, stalls, households, their history and today's bills."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--show", action="store_true", help="only print logins and kode bayar"
        )
        parser.add_argument(
            "--days",
            type=_days,
            default=0,
            help="live so many days up to today, where nothing was lived yet",
        )
        parser.add_argument(
            "--seed", type=int, default=SEED, help="the dice of the history"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError(
                "A real city has no demo people: their password is known."
            )
        if options["show"]:
            self._show()
            return
        days: int = options["days"]
        try:
            settle(days)
        except clock.ClockIsFixed:
            raise CommandError(
                "A past is lived with a movable clock (REMPAH_CLOCK_FILE is not set)."
            ) from None
        self._live(days, options["seed"])

    def _live(self, days: int, seed: int) -> None:
        """The month, with its days on the terminal as they pass."""
        if not month.is_under_way():
            return
        console = Console(stderr=True)
        columns = (
            TextColumn("  History {task.fields[day]}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} days, {task.fields[paid]} paid"),
            TimeElapsedColumn(),
        )
        with Progress(
            *columns, console=console, disable=not console.is_terminal
        ) as bar:
            task = bar.add_task("", total=None, day="", paid=0)

            def tell(progress: month.Progress) -> None:
                bar.update(
                    task,
                    completed=progress.lived,
                    total=progress.days,
                    day=f"{progress.day}",
                    paid=Payment.objects.filter(paid_at__isnull=False).count(),
                )

            parts = month.live_history(days=days, seed=seed, tell=tell)
        self.stderr.write(_told(parts))

    def _show(self) -> None:
        self.stdout.write(f"  Sign in (password for all: {DEMO_PASSWORD})")
        for person in staff():
            self.stdout.write(f"    {person.username:<14} {person.full_name}")
        self.stdout.write("  Kode bayar to try")
        for bill in _some_open_bills():
            kode = bill.kode_bayar
            self.stdout.write(f"    {kode}   {bill.levy_object}")


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > DAYS_MAX:
        raise ArgumentTypeError(f"{text!r} is no number of days from 0 to {DAYS_MAX}")
    return int(text)


def _told(parts: Mapping[str, int]) -> str:
    """`  351 payments lived: payments 21.4 s, office 6.0 s, …`."""
    times = ", ".join(
        f"{part} {milliseconds // 100 / 10} s"
        for part, milliseconds in sorted(parts.items(), key=lambda one: -one[1])
    )
    paid = Payment.objects.filter(paid_at__isnull=False).count()
    return f"  {paid} payments lived: {times}"


def _some_open_bills() -> list[Bill]:
    """The newest open bills of two objects of each levy type."""
    bills = Bill.objects.open().select_related("levy_object")
    newest = bills.order_by("-period_from", "id")
    return [
        bill
        for levy_type in LevyType.objects.order_by("id")
        for bill in newest.filter(levy_type=levy_type)[:2]
    ]
