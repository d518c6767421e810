"""The Celery tasks of the outbox: relay events, run tasks, sweep up what was lost.

Redis may lose or repeat any message (docs/adr/0003-redis-is-a-doorbell.md): each of
these tasks asks the tables what is to do, and may run at any time, twice, or at once.
"""

import logging
from itertools import batched

from celery import shared_task
from django.db import close_old_connections
from kombu.exceptions import OperationalError

from config.events import HANDLERS, MONEY_QUEUE, PAPERS_QUEUE, QUEUES, queue_of
from kernel import clock
from outbox import services as outbox

logger = logging.getLogger(__name__)

RELAY_BATCH = 200
# Ids of one message. A slow task travels alone, so that money waits for one at most.
TASK_BATCH = {MONEY_QUEUE: 10, PAPERS_QUEUE: 1}


@shared_task(name=outbox.RELAY)
def relay() -> None:
    """Give every new event's handlers their tasks, and hand these to the workers."""
    outbox.take_down(outbox.RELAY)
    close_old_connections()
    while True:
        relayed = outbox.relay_events(
            handlers=HANDLERS, now=clock.now(), limit=RELAY_BATCH
        )
        _enqueue(relayed.tasks)
        if relayed.events < RELAY_BATCH:
            return


@shared_task(name="config.relay.run_tasks")
def run_tasks(task_ids: list[int]) -> None:
    """Run those of these tasks that are due; a failing one stops no other."""
    close_old_connections()
    for task_id in task_ids:
        outbox.run_task(task_id=task_id, now=clock.now())


@shared_task(name="config.relay.sweep")
def sweep() -> None:
    """Find what no bell announced: events, tasks due again, tasks that kill."""
    relay()
    now = clock.now()
    outbox.park_lost_tasks(now=now)
    is_queue_busy = any(outbox.is_busy(queue) for queue in QUEUES)
    _enqueue(outbox.due_tasks(now=now, is_queue_busy=is_queue_busy))


@shared_task(name="config.relay.purge")
def purge() -> None:
    """Forget old idempotency keys and events that are long done."""
    outbox.purge(now=clock.now())


def _enqueue(tasks: list[outbox.TaskRef]) -> None:
    """Hand tasks to the workers; with Redis away they wait for the next sweep.

    Drawing a paper takes a hundred times as long as booking a payment: it waits in a
    queue of its own, so that no heap of papers holds up money.
    """
    try:
        for queue in QUEUES:
            ids = [task.id for task in tasks if queue_of(task.handler) == queue]
            for some in batched(ids, TASK_BATCH[queue]):
                run_tasks.apply_async((list(some),), queue=queue)
    except (OperationalError, OSError) as error:
        logger.warning("Tasks wait for the sweep: %s", type(error).__name__)
