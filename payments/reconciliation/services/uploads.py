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
    ImportedFile,
    Upload,
    UploadChunk,
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
) -> Upload:
    """Keep a file for a worker (event `evidence_uploaded`); nothing is read yet."""
    upload = Upload.objects.create(
        kind=kind, name=name[-200:], size_bytes=0, uploaded_at=now, uploaded_by=person
    )
    for number, chunk in enumerate(chunks):
        UploadChunk.objects.create(upload=upload, number=number, content=chunk)
        upload.size_bytes += len(chunk)
    upload.save(update_fields=["size_bytes"])
    publish(name="evidence_uploaded", payload={"upload_id": upload.pk}, now=now)
    return upload


def import_upload(*, upload_id: int, now: datetime) -> Upload:
    """Import a kept file, or write down why it is refused. Safe to repeat, or at once.

    What the first worker found stays: a slower one may have met pieces already gone.
    """
    upload = Upload.objects.select_related("uploaded_by").get(pk=upload_id)
    if upload.finished_at:
        return upload
    file, refusal = None, {}
    with _as_file(upload) as content:
        try:
            file = _IMPORTERS[upload.kind](
                name=upload.name, content=content, person=upload.uploaded_by, now=now
            )
        except FileRefused as refused:
            refusal = refused.report
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.finished_at is None:
            upload.file, upload.refusal, upload.finished_at = file, refusal, now
            upload.save(update_fields=["file", "refusal", "finished_at"])
            upload.chunks.all().delete()
    return upload


@contextmanager
def _as_file(upload: Upload) -> Iterator[IO[bytes]]:
    """The pieces as one file on disk: COPY keeps the connection while it reads them."""
    pieces = upload.chunks.order_by("number").values_list("content", flat=True)
    with tempfile.TemporaryFile() as file:
        # One cursor sees all pieces as they were, and holds few of them in memory.
        for piece in pieces.iterator(chunk_size=8):
            file.write(piece)
        file.seek(0)
        yield file
