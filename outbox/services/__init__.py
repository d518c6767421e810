"""What other apps may ask of the outbox. The tasks' own life: outbox.services.tasks."""

from outbox.services.bell import is_busy, ring, ring_on_commit, take_down
from outbox.services.events import RELAY, Relayed, TaskRef, publish, relay_events
from outbox.services.idempotency import (
    Answer,
    IdempotencyInFlight,
    IdempotencyKeyMalformed,
    IdempotencyKeyReused,
    remember,
)
from outbox.services.purging import purge
from outbox.services.tasks import (
    due_tasks,
    park_lost_tasks,
    retry_parked_tasks,
    run_task,
)

__all__ = [
    "RELAY",
    "Answer",
    "IdempotencyInFlight",
    "IdempotencyKeyMalformed",
    "IdempotencyKeyReused",
    "Relayed",
    "TaskRef",
    "due_tasks",
    "is_busy",
    "park_lost_tasks",
    "publish",
    "purge",
    "relay_events",
    "remember",
    "retry_parked_tasks",
    "ring",
    "ring_on_commit",
    "run_task",
    "take_down",
]
