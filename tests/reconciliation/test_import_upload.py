"""Big files at the worker: two that read the same one, and what stays of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, connections, transaction

from payments.reconciliation.models import EvidenceKind, ImportedFile, ImportJob
from payments.reconciliation.services import import_upload, keep_upload
from payments.reconciliation.services.evidence import lock_evidence
from tests.levies.samples import small_city, stall_bill
from tests.reconciliation.samples import LATER, NOW, line_of, paid, report


def _alone[Result](do: Callable[[], Result]) -> Result:
    try:
        return do()
    finally:
        connections.close_all()


def _wait_until_somebody_waits() -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone() == (1,):
                return
        sleep(0.02)
    pytest.fail("no second worker waits for the evidence")


@pytest.mark.usefixtures("committed_db")
def test_of_two_workers_at_one_file_the_first_ones_result_stays() -> None:
    """A lease is shorter than a big import, so a second worker may well begin."""
    small_city()
    content = report([line_of(paid(stall_bill()))])
    upload = keep_upload(
        kind=EvidenceKind.SETTLEMENT,
        name="laporan.csv",
        chunks=[content[:50], content[50:]],
        person=None,
        now=NOW,
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_evidence()
            slower = pool.submit(
                _alone, lambda: import_upload(upload_id=upload.pk, now=LATER)
            )
            _wait_until_somebody_waits()
            import_upload(upload_id=upload.pk, now=NOW)
        assert slower.result(timeout=20).finished_at == NOW

    told = ImportJob.objects.get()
    assert (told.finished_at, told.file, told.refusal) == (
        NOW,
        ImportedFile.objects.get(),
        {},
    )
