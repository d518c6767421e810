"""`manage.py export_open_data FOLDER`: the public tables as CSV, and what they mean."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from city.selectors import business_date_of, profile
from commandcenter.selectors.figures import figures_of
from commandcenter.selectors.open_data import VALUES, Table, open_data_of
from kernel import clock
from payments.reconciliation.views.export import csv_rows, safe_cell

USAGE = 2


class Command(BaseCommand):
    """Prints one line per file; exit 0, or 2 when the folder is not one."""

    help = "Write the open data into a folder: CSV files and a datapackage.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="list the files, write none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder", returncode=USAGE)
        now = clock.now()
        figures = figures_of(on=business_date_of(now), now=now)
        tables = list(open_data_of(figures).tables.values())
        files = {f"{table.name}.csv": _csv(table) for table in tables}
        as_of = (figures.trust.as_of or now).isoformat(timespec="seconds")
        files["datapackage.json"] = _package(tables, as_of)
        for name, text in files.items():
            if not options["dry_run"]:
                (folder / name).write_text(text, encoding="utf-8", newline="")
            self.stdout.write(name)


def _csv(table: Table) -> str:
    head: list[object] = [*table.keys, *table.values]
    rows = (head, *table.rows())
    return "".join(csv_rows([safe_cell(cell) for cell in row] for row in rows))


def _package(tables: list[Table], as_of: str) -> str:
    """A description machines read (Frictionless Data Package)."""
    package = {
        "name": f"rempah-{profile().slug}",
        "title": profile().full_name,
        "created": as_of,
        "licenses": [{"name": "CC-BY-4.0"}],
        "resources": [
            {
                "name": table.name,
                "title": str(table.title),
                "path": f"{table.name}.csv",
                "schema": {
                    "fields": [
                        {
                            "name": column.name,
                            "type": "integer" if column.name in VALUES else "string",
                            "description": str(column.meaning),
                        }
                        for column in table.columns
                    ]
                },
            }
            for table in tables
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2)
