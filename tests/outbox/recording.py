"""Handlers of the tests: ordinary ones, keyed in the database like the real ones."""

import os
import signal
from datetime import datetime
from typing import Any

from kernel.errors import Conflict
from outbox.models import IdempotencyKey

CALLS: list[dict[str, Any]] = []
SECRET = "0812-3456-7890"


def record(*, payload: dict[str, Any], now: datetime) -> None:
    """An effect that is keyed: told twice, there is still one row."""
    CALLS.append(payload)
    IdempotencyKey.objects.get_or_create(
        scope="effect",
        key=str(payload["id"]),
        defaults={"body_sha256": "-", "created_at": now},
    )


def fail(*, payload: dict[str, Any], now: datetime) -> None:
    """A handler whose error names somebody's telephone number."""
    CALLS.append(payload)
    raise ValueError(f"cannot call {SECRET}")


def refuse(*, payload: dict[str, Any], now: datetime) -> None:
    """A handler that meets a rule."""
    raise Conflict(f"of {SECRET}")


def die_after_the_effect(*, payload: dict[str, Any], now: datetime) -> None:
    """A process that is killed between its effect and the mark that it is done."""
    record(payload=payload, now=now)
    raise KeyboardInterrupt


def kill_after_the_effect(*, payload: dict[str, Any], now: datetime) -> None:
    """The same with a real process: it kills itself, as `kill -9` does."""
    record(payload=payload, now=now)
    os.kill(os.getpid(), signal.SIGKILL)


def effects() -> int:
    """How many effects the handlers had."""
    return IdempotencyKey.objects.filter(scope="effect").count()
