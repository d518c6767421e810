"""Publishing an event, and giving each of its handlers a task."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from outbox.models import Event, Task
from outbox.services.bell import ring_on_commit

RELAY = "config.relay.relay"


def publish(*, name: str, payload: Mapping[str, Any], now: datetime) -> None:
    """Record that something happened, in the caller's transaction.

    When it commits, every handler of the event map runs at least once, whatever Redis
    loses; when it rolls back, nothing happened. The payload holds ids, never a name,
    an amount to trust or a secret: handlers read the tables.
    """
    Event.objects.create(name=name, payload=dict(payload), created_at=now)
    ring_on_commit(RELAY)


class TaskRef(NamedTuple):
    """A task to run, and the handler that says which queue it waits in."""

    id: int
    handler: str


class Relayed(NamedTuple):
    """How many events were relayed, and the tasks they became."""

    events: int
    tasks: list[TaskRef]


@transaction.atomic
def relay_events(
    *, handlers: Mapping[str, Sequence[str]], now: datetime, limit: int = 200
) -> Relayed:
    """Make a task of each new event × handler, once: at most `limit` events a call.

    Several relays share the work (SKIP LOCKED). An event this process has no handlers
    for stays: a newer release published it, or invariant I12 names it.
    """
    events = list(
        Event.objects.select_for_update(skip_locked=True)
        .filter(relayed_at__isnull=True, name__in=handlers)
        .order_by("id")[:limit]
    )
    tasks = Task.objects.bulk_create(
        Task(event=event, handler=handler, due_at=now)
        for event in events
        for handler in handlers[event.name]
    )
    Event.objects.filter(pk__in=[event.pk for event in events]).update(relayed_at=now)
    return Relayed(len(events), [TaskRef(task.pk, task.handler) for task in tasks])
