"""Forgetting what has been told and answered long ago."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from outbox.models import Event, IdempotencyKey, Task

KEYS_KEPT = timedelta(hours=48)
EVENTS_KEPT = timedelta(days=30)
BATCH = 5_000


def purge(*, now: datetime) -> int:
    """Delete old idempotency keys, and old events all of whose tasks are done.

    Parked and unfinished tasks stay, with their events, until a person has seen them.
    One batch a call; returns how many rows were deleted.
    """
    keys = IdempotencyKey.objects.filter(created_at__lt=now - KEYS_KEPT)
    unfinished = Task.objects.filter(event=OuterRef("pk"), done_at__isnull=True)
    events = Event.objects.filter(
        Q(relayed_at__lt=now - EVENTS_KEPT), ~Exists(unfinished)
    )
    old_events = list(events.order_by("id").values_list("pk", flat=True)[:BATCH])
    tasks, _ = Task.objects.filter(event__in=old_events).delete()
    deleted, _ = Event.objects.filter(pk__in=old_events).delete()
    old_keys = keys.order_by("created_at").values("pk")[:BATCH]
    forgotten, _ = IdempotencyKey.objects.filter(pk__in=old_keys).delete()
    return tasks + deleted + forgotten
