"""What other apps may ask of the outbox. The tasks' own life: outbox.services.tasks."""

from outbox.services.bell import ring, ring_on_commit, take_down
from outbox.services.events import RELAY, Relayed, publish, relay_events
from outbox.services.idempotency import (
    Answer,
    IdempotencyInFlight,
    IdempotencyKeyMalformed,
    IdempotencyKeyReused,
    remember,
)
from outbox.services.purging import purge
from outbox.services.tasks import due_task_ids, park_lost_tasks, run_task

__all__ = [
    "RELAY",
    "Answer",
    "IdempotencyInFlight",
    "IdempotencyKeyMalformed",
    "IdempotencyKeyReused",
    "Relayed",
    "due_task_ids",
    "park_lost_tasks",
    "publish",
    "purge",
    "relay_events",
    "remember",
    "ring",
    "ring_on_commit",
    "run_task",
    "take_down",
]
