"""What the two import commands share: arguments, the file, the answer."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kernel import clock
from payments.reconciliation.models import ImportedFile
from payments.reconciliation.services import FileRefused

EXIT_FOUND_PROBLEMS = 3


class ImportCommand(BaseCommand):
    """Exit 0 imported (or known), 1 unreadable, 2 usage, 3 refused."""

    importer: Callable[..., ImportedFile]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to import")
        parser.add_argument(
            "--dry-run", action="store_true", help="check the file, import nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if self.stderr.isatty():
            self.stderr.write(f"Reading {path.name} …")
        try:
            with path.open("rb") as content, transaction.atomic():
                file = type(self).importer(
                    name=path.name, content=content, person=None, now=clock.now()
                )
                transaction.set_rollback(options["dry_run"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except FileRefused as refusal:
            facts = refusal.facts
            told = " ".join(
                f"{facts['place']} {facts['reason']} {facts['remedy']}".split()
            )
            raise CommandError(
                f"{path.name}: {told}", returncode=EXIT_FOUND_PROBLEMS
            ) from None
        answer = {
            "file": file.name,
            "sha256": file.sha256,
            "lines": file.line_count,
            "new_lines": 0 if file.was_known else file.new_line_count,
            "imported_before": file.imported_at.isoformat() if file.was_known else None,
            "dry_run": options["dry_run"],
        }
        self.stdout.write(json.dumps(answer))
