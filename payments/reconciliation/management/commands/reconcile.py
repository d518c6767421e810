"""Reconcile all evidence: `reconcile [--dry-run]`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from kernel import clock
from payments.reconciliation.services import reconcile


class Command(BaseCommand):
    """Safe to repeat; the answer is one line of JSON."""

    help = "Match all evidence, post what reached the bank, name every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would change, change nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if self.stderr.isatty():
            self.stderr.write("Reconciling …")
        result = reconcile(now=clock.now(), is_rehearsal=options["dry_run"])
        answer = asdict(result) | {"dry_run": options["dry_run"]}
        self.stdout.write(json.dumps(answer))
