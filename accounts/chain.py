"""Seals the audit log in a hash chain, off the hot path, and proves it whole.

Writing a line costs its act nothing but the insert; sealing follows within minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import AuditEvent, AuditSeal
from kernel.hash_chain import GENESIS, link

# Any number of our own: only one sealer at a time may extend the chain.
_LOCK = 4_120_001
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk along the chain found. `broken` names the first bad row."""

    sealed: int
    unsealed: int
    head: bytes
    broken: str = ""


@transaction.atomic
def seal_audit_log(*, limit: int = _BATCH) -> int:
    """Give the oldest unsealed lines their links; answer how many.

    Lines commit in any order, so the chain runs in the order of sealing, not of ids.
    Safe to repeat and to run twice at once: the second waits for the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditSeal.objects.order_by("-id").first()
    head = bytes(last.hash) if last else GENESIS
    seals = []
    for event in AuditEvent.objects.filter(seal=None).order_by("id")[:limit]:
        sealed = link(head, _payload(event))
        seals.append(AuditSeal(event=event, previous_hash=head, hash=sealed))
        head = sealed
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def verify_audit_log() -> ChainReport:
    """Walk the whole chain and recompute each link."""
    head, count, broken = GENESIS, 0, ""
    for seal in _seals_in_order():
        broken = _fault_of(seal, head)
        if broken:
            break
        head, count = bytes(seal.hash), count + 1
    unsealed = AuditEvent.objects.filter(seal=None).count()
    return ChainReport(sealed=count, unsealed=unsealed, head=head, broken=broken)


def holds_head(head: bytes) -> bool:
    """Whether a head noted down earlier is still a link of the chain.

    This is what finds a tail that was cut off: the rest of the chain stays whole.
    """
    return AuditSeal.objects.filter(hash=head).exists()


def _seals_in_order() -> Iterator[AuditSeal]:
    return (
        AuditSeal.objects.select_related("event")
        .order_by("id")
        .iterator(chunk_size=_BATCH)
    )


def _fault_of(seal: AuditSeal, head: bytes) -> str:
    if bytes(seal.previous_hash) != head:
        return f"seal {seal.pk} does not follow the one before it: a link is missing"
    if link(head, _payload(seal.event)) != bytes(seal.hash):
        return f"audit event {seal.event.pk} is not the row that was sealed"
    return ""


def _payload(event: AuditEvent) -> dict[str, object]:
    return {
        "id": event.pk,
        "at": event.at.isoformat(),
        "actor": event.actor_id,
        "action": event.action,
        "subject": event.subject,
        "facts": event.facts,
        "reason": event.reason,
    }
