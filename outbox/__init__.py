"""Events to be told, deliveries of tasks, idempotency keys."""
