"""People to sign in as and bills to pay, made through the product's own services."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from city.selectors import business_date_of
from config.demo_people import DEMO_PASSWORD, STAFF, make_objects, make_staff
from kernel import clock
from levies.models import Bill
from levies.services import issue_bills


class Command(BaseCommand):
    """Safe to repeat: what is there is left as it is."""

    help = "Make the demo's people, stalls, households and today's bills."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--show", action="store_true", help="only print logins and kode bayar"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError(
                "A real city has no demo people: their password is known."
            )
        now = clock.now()
        if not options["show"]:
            make_staff(now)
            make_objects()
            issue_bills(day=business_date_of(now), now=now)
        self._show(now)

    def _show(self, now: datetime) -> None:
        self.stdout.write(f"  Sign in (password for all: {DEMO_PASSWORD})")
        for person in STAFF:
            self.stdout.write(f"    {person.username:<18} {person.full_name}")
        self.stdout.write("  Kode bayar to try")
        for bill in _some_open_bills():
            kode = bill.kode_bayar
            self.stdout.write(f"    {kode}   {bill.levy_object}")


def _some_open_bills() -> list[Bill]:
    """The newest open bill of a few objects of each levy type."""
    bills = (
        Bill.objects.filter(state__in=["expected", "assessed"])
        .select_related("levy_object")
        .order_by("levy_type_id", "-issued_at", "id")
    )
    by_type: dict[int, list[Bill]] = {}
    for bill in bills[:400]:
        by_type.setdefault(bill.levy_type_id, []).append(bill)
    return [bill for found in by_type.values() for bill in found[:2]]
