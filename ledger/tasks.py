"""The ledger's work off the hot path: sealing entries into the hash chain."""

from celery import shared_task

from kernel.hash_chain import CHUNK
from ledger.chain import seal_entries

ROUNDS_MAX = 20


@shared_task(name="ledger.tasks.seal_entries")
def seal_new_entries() -> None:
    """Seal what was posted since the last beat; the next beat goes on."""
    for _ in range(ROUNDS_MAX):
        if seal_entries() < CHUNK:
            return
