"""`verify_audit`: prove that no line of the audit log was changed or taken away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.chain import seal_audit_log, verify_audit_log
from kernel.hash_chain import Verdict

FOUND_PROBLEMS = 3


class Command(BaseCommand):
    """Exit 0: whole; 3: broken, with the row named. Seals what is new first."""

    help = "Walk the hash chain of the audit log; name the first broken row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="a head printed earlier, in hex: is it still part of the chain?",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = bytes.fromhex(options["head"])
        except ValueError:
            raise CommandError("--head: not a hex number", returncode=2) from None
        while seal_audit_log():
            continue
        verdict = verify_audit_log(head=head or None)
        if not verdict.is_whole:
            raise CommandError(_sentence(verdict), returncode=FOUND_PROBLEMS)
        self.stdout.write(_sentence(verdict))


def _sentence(verdict: Verdict) -> str:
    if verdict.is_whole:
        head = verdict.head.hex()
        return f"{verdict.sealed} audit events sealed, chain whole, head {head}"
    if verdict.broken_id is None:
        return verdict.reason
    return f"audit event {verdict.broken_id}: {verdict.reason}"
