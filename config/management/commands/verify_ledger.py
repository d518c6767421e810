"""`manage.py verify_ledger`: is every sealed entry what it was when it was sealed?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.chain import verify_chain

FOUND_PROBLEMS = 3


class Command(BaseCommand):
    """Exit 0: the chain is whole; its head is printed. Exit 3: the first break is."""

    help = "Walk the ledger's hash chain and name the first entry that was altered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="a head printed earlier (64 hexadecimal digits) that must be passed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = bytes.fromhex(options["head"])
        except ValueError:
            head = b"?"
        if head and len(head) != 32:
            raise CommandError("--head takes 64 hexadecimal digits", returncode=2)
        verdict = verify_chain(head=head or None)
        if verdict.is_whole:
            self.stdout.write(f"whole: {verdict.sealed} entries")
            self.stdout.write(f"head: {verdict.head.hex()}")
            return
        entry = verdict.broken_id
        where = "" if entry is None else f"entry {entry}: "
        self.stdout.write(f"broken: {where}{verdict.reason}")
        self.stdout.write(f"whole before: {verdict.sealed} entries")
        sys.exit(FOUND_PROBLEMS)
