"""A request that moves money is answered once per key, however often it is sent."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kernel.errors import Conflict, RempahError
from outbox.models import IdempotencyKey

KEY_LENGTH_MAX = 200
# After this a request without an answer has died with its process; the next one with
# the same key takes its place.
IN_FLIGHT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and JSON body of an answer, as the first request got it."""

    status: int
    body: Any


class IdempotencyKeyMalformed(RempahError):
    """The key is empty, longer than 200 characters, or not printable ASCII."""

    code = "idempotency_key_malformed"
    status = 422


class IdempotencyKeyReused(RempahError):
    """The key came before, with another body: two different wishes."""

    code = "idempotency_key_reused"
    status = 422


class IdempotencyInFlight(Conflict):
    """The first request with this key is still being answered; ask again soon."""

    code = "idempotency_in_flight"


def remember(
    *,
    scope: str,
    key: str,
    body: bytes,
    now: datetime,
    answer: Callable[[], Answer],
) -> Answer:
    """The answer to this key: the stored one, else that of `answer`, which is stored.

    `scope` names caller and route. Call it outside a transaction: the key is committed
    before `answer` runs, which may talk to a gateway. An answer that raises is not
    stored, so the same key may be tried again. Kept for at least 24 hours (purge).

    Raises:
        IdempotencyKeyMalformed: no key we could store.
        IdempotencyKeyReused: the same key with another body.
        IdempotencyInFlight: the same request is being answered right now.
    """
    if not (0 < len(key) <= KEY_LENGTH_MAX and key.isascii() and key.isprintable()):
        raise IdempotencyKeyMalformed(length_max=KEY_LENGTH_MAX)
    body_sha256 = hashlib.sha256(body).hexdigest()
    known, is_ours = IdempotencyKey.objects.get_or_create(
        scope=scope,
        key=key,
        defaults={"body_sha256": body_sha256, "created_at": now},
    )
    if known.body_sha256 != body_sha256:
        raise IdempotencyKeyReused
    if not is_ours and known.status is not None:
        return Answer(known.status, known.answer)
    if not is_ours and not _take_over(known, now):
        raise IdempotencyInFlight
    return _answer_and_store(known, answer)


def _take_over(known: IdempotencyKey, now: datetime) -> bool:
    """Whether the first request died, and this one was the first to take its place."""
    dead = IdempotencyKey.objects.filter(
        pk=known.pk, status__isnull=True, created_at__lte=now - IN_FLIGHT
    )
    return bool(dead.update(created_at=now))


def _answer_and_store(known: IdempotencyKey, answer: Callable[[], Answer]) -> Answer:
    unanswered = IdempotencyKey.objects.filter(pk=known.pk, status__isnull=True)
    try:
        given = answer()
    except BaseException:
        unanswered.delete()
        raise
    unanswered.update(status=given.status, answer=given.body)
    return given
