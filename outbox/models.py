"""Rows of work that must happen, and of answers that must not happen twice."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint


class Event(models.Model):
    """Something that happened, to be told to the handlers of the event map."""

    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            Index(
                name="outbox_event_to_relay",
                fields=["id"],
                condition=Q(relayed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Task(models.Model):
    """One handler's share of an event: due, done or parked.

    `due_at` is also the lease: whoever claims a task moves it ahead, and one whose
    process died is due again. A task may be run more than once, so the effect of its
    handler is keyed in the database.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="tasks")
    handler = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="task_once_per_event_and_handler", fields=["event", "handler"]
            ),
            CheckConstraint(
                name="task_is_done_or_parked_not_both",
                condition=Q(done_at__isnull=True) | Q(parked_at__isnull=True),
            ),
        ]
        indexes = [
            Index(
                name="outbox_task_due",
                fields=["due_at"],
                condition=Q(done_at__isnull=True, parked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} of event {self.event_id}"


class IdempotencyKey(models.Model):
    """The stored answer to a request that moves money, by caller, route and key.

    Without a status the request is still in flight, since `created_at`.
    """

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="idempotency_key_is_unique", fields=["scope", "key"])
        ]
        indexes = [Index(name="idempotency_key_by_age", fields=["created_at"])]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
