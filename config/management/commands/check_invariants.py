"""`manage.py check_invariants`: is what must always be true of the books true now?"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from config.invariants import INVARIANTS, Outcome, check
from kernel import clock

FOUND_PROBLEMS = 3


class Command(BaseCommand):
    """Exit 0: every invariant holds. Exit 3: the broken ones, with their first rows."""

    help = "Check the invariants of the books; exit 3 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = self._check_all()
        write = self._write_json if options["format"] == "json" else self._write_table
        write(outcomes)
        if not all(outcome.holds for outcome in outcomes):
            sys.exit(FOUND_PROBLEMS)

    def _check_all(self) -> list[Outcome]:
        """All of them on one snapshot, so that none sees half of another's commit."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            now = clock.now()
            return [check(one, cursor=cursor, now=now) for one in INVARIANTS]

    def _write_table(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            invariant = outcome.invariant
            verdict = "holds" if outcome.holds else f"BROKEN {outcome.count} ×"
            self.stdout.write(f"{invariant.code:<5} {invariant.name:<34} {verdict}")
            if not outcome.holds:
                self.stdout.write(f"      {invariant.says}")
            for row in outcome.first:
                facts = ", ".join(f"{name}={value}" for name, value in row.items())
                self.stdout.write(f"      {facts}")

    def _write_json(self, outcomes: list[Outcome]) -> None:
        told = [
            {
                "code": outcome.invariant.code,
                "name": outcome.invariant.name,
                "says": outcome.invariant.says,
                "broken": outcome.count,
                "first": outcome.first,
            }
            for outcome in outcomes
        ]
        self.stdout.write(json.dumps(told, default=str, ensure_ascii=False, indent=1))
