"""What both imports share: one at a time, the same bytes only once, written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from accounts.audit import record
from accounts.models import Person
from payments.reconciliation.models import EvidenceKind, ImportedFile

# Any number of ours: whoever holds it is the only one who imports or reconciles.
LOCK_ID = 8_207_100_9


def lock_evidence() -> None:
    """Let one transaction at a time import evidence or reconcile; others wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ID])


@contextmanager
def evidence_at_rest() -> Iterator[None]:
    """One transaction that sees evidence and books as they were at one instant.

    The same lock, but taken by the session before the transaction begins: a snapshot
    from before the wait would miss what the import that was waited for brought. Only a
    test's own transaction may surround it; then that one's isolation holds.
    """
    is_outermost = not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_ID])
        try:
            with transaction.atomic(durable=True):
                if is_outermost:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_ID])


def file_known(sha256: str) -> ImportedFile | None:
    """The import of these very bytes, if there was one."""
    file = ImportedFile.objects.filter(sha256=sha256).first()
    if file:
        file.was_known = True
    return file


def start_file(
    *,
    kind: EvidenceKind,
    name: str,
    sha256: str,
    line_count: int,
    person: Person | None,
    now: datetime,
) -> ImportedFile:
    """A row for the file, before its lines; `finish_file` says how many were new."""
    return ImportedFile.objects.create(
        kind=kind,
        name=name[-200:],
        sha256=sha256,
        line_count=line_count,
        new_line_count=0,
        imported_at=now,
        imported_by=person,
    )


def finish_file(file: ImportedFile, new_line_count: int) -> ImportedFile:
    """Write down what the file added, here and in the audit log."""
    file.new_line_count = new_line_count
    file.save(update_fields=["new_line_count"])
    record(
        actor=file.imported_by,
        action=f"{file.kind}_imported",
        subject=f"imported_file:{file.pk}",
        facts={
            "sha256": file.sha256,
            "lines": file.line_count,
            "new_lines": new_line_count,
        },
        now=file.imported_at,
    )
    return file
