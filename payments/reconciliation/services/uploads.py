"""Big files: kept in pieces for a worker, imported there, and told about on a page."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from django.db import transaction

from accounts.models import Person
from outbox.services import publish
from payments.reconciliation.models import (
    EvidenceKind,
    ImportChunk,
    ImportedFile,
    ImportJob,
)
from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.settlement import import_settlement
from payments.reconciliation.services.statement import import_statement

_IMPORTERS: dict[str, Callable[..., ImportedFile]] = {
    EvidenceKind.SETTLEMENT: import_settlement,
    EvidenceKind.STATEMENT: import_statement,
}


@transaction.atomic
def keep_upload(
    *,
    kind: EvidenceKind,
    name: str,
    chunks: Iterable[bytes],
    person: Person | None,
    now: datetime,
) -> ImportJob:
    """Keep a file for a worker (event `evidence_uploaded`); nothing is read yet."""
    job = ImportJob.objects.create(
        kind=kind, name=name[-200:], size_bytes=0, uploaded_at=now, uploaded_by=person
    )
    for number, chunk in enumerate(chunks):
        ImportChunk.objects.create(job=job, number=number, content=chunk)
        job.size_bytes += len(chunk)
    job.save(update_fields=["size_bytes"])
    publish(name="evidence_uploaded", payload={"upload_id": job.pk}, now=now)
    return job


def import_upload(*, upload_id: int, now: datetime) -> ImportJob:
    """Import a kept file, or write down why it is refused. Safe to repeat, or at once.

    What the first worker found stays: a slower one may have met pieces already gone.
    """
    job = ImportJob.objects.select_related("uploaded_by").get(pk=upload_id)
    if job.finished_at:
        return job
    file, refusal = None, {}
    with _as_file(job) as content:
        try:
            file = _IMPORTERS[job.kind](
                name=job.name, content=content, person=job.uploaded_by, now=now
            )
        except FileRefused as refused:
            refusal = refused.report
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=upload_id)
        if job.finished_at is None:
            job.file, job.refusal, job.finished_at = file, refusal, now
            job.save(update_fields=["file", "refusal", "finished_at"])
            job.chunks.all().delete()
    return job


@contextmanager
def _as_file(job: ImportJob) -> Iterator[IO[bytes]]:
    """The pieces as one file on disk: COPY keeps the connection while it reads them."""
    pieces = job.chunks.order_by("number").values_list("content", flat=True)
    with tempfile.TemporaryFile() as file:
        # One cursor sees all pieces as they were, and holds few of them in memory.
        for piece in pieces.iterator(chunk_size=8):
            file.write(piece)
        file.seek(0)
        yield file
