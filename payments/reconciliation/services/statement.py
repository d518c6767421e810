"""Importing a bank statement of the city's treasury account (RKUD)."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from accounts.models import Person
from city.selectors import profile
from payments.reconciliation.models import (
    BankLine,
    EvidenceKind,
    ImportedFile,
    Statement,
)
from payments.reconciliation.services import evidence
from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.statements import (
    ParsedLine,
    ParsedStatement,
    parse_statements,
)

# What makes two lines of overlapping statements the same movement, in any form.
type Movement = tuple[date, int, str]


@transaction.atomic
def import_statement(
    *,
    name: str,
    content: bytes | BinaryIO,
    person: Person | None,
    now: datetime,
) -> ImportedFile:
    """Import a statement (CSV, MT940 or camt.053, by its content), whole or not at all.

    Opening + the lines = closing, every running balance fits, and the account is the
    city's RKUD. A statement of days already known must repeat their lines; only what is
    new is added, so today's may be imported again tomorrow. The same bytes again answer
    with the first import, whose `was_known` is then true.

    Raises:
        FileRefused: with place, reason and what to do; nothing was imported.
    """
    data = content if isinstance(content, bytes) else content.read()
    statements = parse_statements(data)
    account = _require_rkud(statements)
    evidence.lock_evidence()
    sha256 = hashlib.sha256(data).hexdigest()
    if known := evidence.file_known(sha256):
        return known
    file = evidence.start_file(
        kind=EvidenceKind.STATEMENT,
        name=name,
        sha256=sha256,
        line_count=sum(len(statement.lines) for statement in statements),
        person=person,
        now=now,
    )
    added = sum(_add(statement, account, file) for statement in statements)
    return evidence.finish_file(file, added)


def _require_rkud(statements: Sequence[ParsedStatement]) -> str:
    """The RKUD as the city's profile writes it; banks group its digits as they like."""
    rkud = profile().rkud_account
    for statement in statements:
        if _account(statement.account) != _account(rkud):
            raise FileRefused("wrong_account", value=statement.account, limit=rkud)
    return rkud


def _account(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _add(parsed: ParsedStatement, account: str, file: ImportedFile) -> int:
    known = _known_movements(account, parsed)
    new = _lines_beyond(known, parsed, account, file)
    statement = Statement.objects.create(
        file=file,
        account=account,
        number=parsed.number[:40],
        first_on=parsed.first_on,
        last_on=parsed.last_on,
        opening_idr=parsed.opening_idr,
        closing_idr=parsed.closing_idr,
    )
    BankLine.objects.bulk_create(
        [
            BankLine(
                statement=statement,
                line_number=line.line_number,
                booked_on=line.booked_on,
                value_on=line.value_on,
                amount_idr=line.amount_idr,
                bank_reference=line.bank_reference,
                reference=line.reference,
                description=line.description,
            )
            for line in new
        ]
    )
    return len(new)


def _known_movements(account: str, parsed: ParsedStatement) -> Counter[Movement]:
    known: Iterable[Movement] = BankLine.objects.filter(
        statement__account=account,
        booked_on__range=(parsed.first_on, parsed.last_on),
    ).values_list("booked_on", "amount_idr", "bank_reference")
    return Counter(known)


def _lines_beyond(
    known: Counter[Movement], parsed: ParsedStatement, account: str, file: ImportedFile
) -> list[ParsedLine]:
    """The lines that are not known yet; each known movement must come again."""
    missing = Counter(known)
    new = []
    for line in parsed.lines:
        movement = (line.booked_on, line.amount_idr, line.bank_reference)
        if missing[movement]:
            missing[movement] -= 1
        else:
            new.append(line)
    if lost := sum(missing.values()):
        raise FileRefused(
            "statement_contradicts",
            value=f"{parsed.first_on:%d/%m/%Y} – {parsed.last_on:%d/%m/%Y}",
            earlier=_earlier_file(account, parsed, file),
            known=str(lost),
        )
    return new


def _earlier_file(account: str, parsed: ParsedStatement, file: ImportedFile) -> str:
    """The name of the latest file that covers a day of this statement."""
    names = (
        Statement.objects.filter(
            account=account,
            first_on__lte=parsed.last_on,
            last_on__gte=parsed.first_on,
        )
        .exclude(file=file)
        .order_by("-id")
        .values_list("file__name", flat=True)
    )
    return str(names.first())
