"""Names this app to Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Events to be told, deliveries of tasks, idempotency keys."""

    name = "outbox"
    label = "outbox"
