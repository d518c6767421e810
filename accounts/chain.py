"""The hash chain over the audit log (see kernel.hash_chain).

Writing a line costs its act nothing but the insert; sealing follows within minutes.
"""

from django.db import connection, transaction

from accounts.models import AuditEvent
from kernel.hash_chain import CHUNK, Chain, Verdict
from kernel.sql import Cursor


@transaction.atomic
def seal_audit_log(*, limit: int = CHUNK) -> int:
    """Seal up to `limit` lines that are not sealed yet; returns how many were.

    Safe to repeat and to run twice at once: the second waits for the first.
    """
    with connection.cursor() as cursor:
        return LOG.seal(cursor, limit=limit)


def verify_audit_log(*, head: bytes | None = None) -> Verdict:
    """Walk the whole chain and name the first line that is not as it was sealed.

    With a `head` noted down earlier, the chain must pass through it: this is what finds
    a tail that was cut off, for the rest of the chain stays whole.
    """
    with connection.cursor() as cursor:
        return LOG.verify(cursor, head=head)


def _contents(_: Cursor, event_ids: list[int]) -> dict[int, object]:
    """What each line says."""
    events = AuditEvent.objects.in_bulk(event_ids)
    return {pk: _payload(event) for pk, event in events.items()}


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


LOG = Chain("accounts_auditevent", "accounts_auditseal", "event_id", _contents)
