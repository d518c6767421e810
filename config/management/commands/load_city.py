"""`manage.py load_city cities/<name>`: bring a city's data into this database."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from city import selectors
from city.services import AnotherCityLoaded, BadCityFile, Change, load_places
from commandcenter.services import load_targets
from complaints.services import load_report_categories
from kernel import clock
from levies.services import TariffInUse, load_levies
from permits.services import load_permit_types

USAGE = 2


class Command(BaseCommand):
    """Prints one line per table; exit 0 done, 1 a file is refused, 2 usage.

    With --verbosity 2, and in a dry run, one line per row.
    """

    help = "Load or update a city's data from its folder. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="such as cities/contoh")
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder", returncode=USAGE)
        try:
            changes = _load(folder, is_dry_run=options["dry_run"])
        except AnotherCityLoaded as error:
            raise CommandError(
                f"this database is the city {error.facts['loaded']!r}; "
                f"{error.facts['wanted']!r} needs a database of its own"
            ) from None
        except (BadCityFile, TariffInUse) as error:
            raise CommandError(str(error)) from None
        is_detailed = options["dry_run"] or options["verbosity"] > 1
        for line in map(str, changes) if is_detailed else _per_table(changes):
            self.stdout.write(line)
        self.stdout.write(_summary(changes, is_dry_run=options["dry_run"]))


def _load(folder: Path, *, is_dry_run: bool) -> list[Change]:
    with transaction.atomic():
        changes = [
            *load_places(folder),
            *load_levies(folder),
            *load_targets(folder),
            *load_report_categories(folder),
            *load_permit_types(folder, now=clock.now()),
        ]
        transaction.set_rollback(is_dry_run)
    selectors.forget()
    return changes


def _per_table(changes: list[Change]) -> list[str]:
    """`added 78 kelurahan`, in the order in which the tables were loaded."""
    counts = Counter((change.what, change.table) for change in changes)
    return [f"{what} {count} {table}" for (what, table), count in counts.items()]


def _summary(changes: list[Change], *, is_dry_run: bool) -> str:
    if not changes:
        return "nothing changed"
    return f"{len(changes)} rows {'would change' if is_dry_run else 'changed'}"
