"""`verify_audit`: prove that no line of the audit log was changed or taken away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.chain import ChainReport, holds_head, seal_audit_log, verify_audit_log

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
        while seal_audit_log():
            continue
        report = verify_audit_log()
        problem = report.broken or _problem_with(options["head"])
        if problem:
            raise CommandError(problem, returncode=FOUND_PROBLEMS)
        self.stdout.write(_sentence(report))


def _problem_with(noted: str) -> str:
    if not noted:
        return ""
    try:
        head = bytes.fromhex(noted)
    except ValueError:
        raise CommandError("--head: not a hex number", returncode=2) from None
    return "" if holds_head(head) else f"head {noted} is gone: the log was cut off"


def _sentence(report: ChainReport) -> str:
    return f"{report.sealed} audit events sealed, chain whole, head {report.head.hex()}"
