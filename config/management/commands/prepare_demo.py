"""Everything between a running database and a running demo, in one process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.demo.settling import settle
from config.demo.static import collect_static


class Command(BaseCommand):
    """Tables, static files, city, people and bills; safe to repeat."""

    help = "Prepare the database of `make start`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="folder under cities/")
        parser.add_argument(
            "--days", type=int, default=0, help="where seed_demo --days will begin"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", database="owner", verbosity=0)
        collect_static()
        call_command("load_city", f"cities/{options['city']}", stdout=self.stderr)
        settle(options["days"])
        call_command("demo_day", tell=True, stdout=self.stderr)
