"""The life of a task: claimed, run outside any transaction, done, retried or parked."""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import close_old_connections
from django.db.models import F
from django.utils.module_loading import import_string

from kernel.errors import RempahError
from outbox.models import Task
from outbox.services.events import TaskRef

logger = logging.getLogger(__name__)

# Shorter than a worker's time limit on purpose: to run twice is safe, to wait is not.
LEASE = timedelta(seconds=30)
FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(hours=1)
ATTEMPTS_MAX = 12
# A task younger than this is most likely waiting in the queue, not lost.
QUEUE_GRACE = timedelta(seconds=3)
BUSY_QUEUE_GRACE = timedelta(seconds=60)


def run_task(*, task_id: int, now: datetime) -> bool:
    """Run a due task's handler; False when it was not due (done, parked, or running).

    The claim is one statement, so of several workers one runs it. A handler's error is
    recorded and never raised: the other tasks of a batch go on. The task is tried again
    after 2, 4, 8 … seconds, at most an hour, and parked after twelve attempts.
    """
    due = Task.objects.filter(
        pk=task_id, due_at__lte=now, done_at__isnull=True, parked_at__isnull=True
    )
    if not due.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    task = Task.objects.select_related("event").get(pk=task_id)
    try:
        import_string(task.handler)(payload=task.event.payload, now=now)
    except Exception as error:  # noqa: BLE001 (one handler's fault stops no other)
        close_old_connections()
        _fail(task, error, now)
    else:
        Task.objects.filter(pk=task_id, done_at__isnull=True).update(
            done_at=now, parked_at=None, last_error=""
        )
    return True


def due_tasks(*, now: datetime, is_queue_busy: bool, limit: int = 500) -> list[TaskRef]:
    """Tasks that nobody seems to run: lost by the queue, or due for another attempt.

    While messages wait in the queue, a task due just now is most likely one of them;
    handing it out again would only lengthen the queue.
    """
    grace = BUSY_QUEUE_GRACE if is_queue_busy else QUEUE_GRACE
    due = Task.objects.filter(
        due_at__lte=now - grace, done_at__isnull=True, parked_at__isnull=True
    )
    rows = due.order_by("due_at").values_list("pk", "handler")[:limit]
    return [TaskRef(pk, handler) for pk, handler in rows]


def park_lost_tasks(*, now: datetime) -> int:
    """Park tasks that took their process with them as often as a task may be tried."""
    return Task.objects.filter(
        due_at__lte=now,
        attempts__gte=ATTEMPTS_MAX,
        done_at__isnull=True,
        parked_at__isnull=True,
    ).update(parked_at=now, last_error="the process that ran it died, again and again")


def retry_parked_tasks(*, now: datetime) -> int:
    """Try again, from the first attempt, what was given up; a person mended the cause.

    Safe to repeat; answers how many tasks are due again. The sweep finds them.
    """
    parked = Task.objects.filter(parked_at__isnull=False)
    return parked.update(parked_at=None, attempts=0, due_at=now)


def _fail(task: Task, error: Exception, now: datetime) -> None:
    what = _describe(error)
    is_last = task.attempts >= ATTEMPTS_MAX
    wait = min(FIRST_RETRY * 2 ** (task.attempts - 1), LAST_RETRY)
    Task.objects.filter(pk=task.pk, done_at__isnull=True).update(
        last_error=what, due_at=now + wait, parked_at=now if is_last else None
    )
    level = logging.ERROR if is_last else logging.WARNING
    logger.log(level, "Task %s (%s) failed: %s", task.pk, task.handler, what)


def _describe(error: Exception) -> str:
    """What and where, never the message: it may hold a name, a number or a key."""
    code = f" {error.code}" if isinstance(error, RempahError) else ""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{code}{place}"
