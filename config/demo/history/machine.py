"""What worker and beat do, done in the past by the process that lives it.

It runs the beat's own tasks and the handlers of the event map. Only the drawing of
papers is left for the day on which somebody opens one: nobody has read them yet.
"""

from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import connection

from config.demo.world import World
from config.events import HANDLERS
from outbox import services as outbox
from payments.services import process_deliveries
from payments.services.deliveries import BATCH as DELIVERIES

EVENTS = 200
DRAWING = "papers.tasks.render_issued_paper"
HANDLERS_OF_THE_PAST = {
    name: [handler for handler in handlers if handler != DRAWING]
    for name, handlers in HANDLERS.items()
}
# The relay is this process, which waits for no worker.
RELAY = "config.relay."
# What the beat asks for so often that somebody would notice its absence.
QUICK = (
    "payments.tasks.poll_payments",
    "receipts.tasks.issue_missing_receipts",
    "permits.tasks.issue_due_decisions",
)


class Machine:
    """The work that nobody sees, between two acts."""

    def __init__(self, world: World) -> None:
        self._world = world
        with connection.cursor() as cursor:
            # Who loses a demo's past to a power cut lives it again.
            cursor.execute("SET synchronous_commit = off")
        current_app.loader.import_default_modules()
        scheduled = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
        self._scheduled = [name for name in scheduled if not name.startswith(RELAY)]

    def hear(self, now: datetime) -> None:
        """Take in the notifications that have arrived, and what follows from them."""
        self._world.drain()
        while process_deliveries(now=now) == DELIVERIES:
            continue
        self.relay(now)

    def relay(self, now: datetime) -> None:
        """Run the handlers of every event that was published."""
        while True:
            relayed = outbox.relay_events(
                handlers=HANDLERS_OF_THE_PAST, now=now, limit=EVENTS
            )
            for task in relayed.tasks:
                outbox.run_task(task_id=task.id, now=now)
            if relayed.events < EVENTS:
                return

    def look(self, now: datetime) -> None:
        """Ask about silent payments, issue receipts and decisions that are due."""
        self._run(QUICK, now)

    def sweep(self, now: datetime) -> None:
        """All that the beat asks for, and the tasks that are to be tried again."""
        self._run(self._scheduled, now)
        for lost in outbox.due_tasks(now=now, is_queue_busy=False):
            outbox.run_task(task_id=lost.id, now=now)
        self.relay(now)

    def _run(self, tasks: Iterable[str], now: datetime) -> None:
        self.hear(now)
        for name in tasks:
            current_app.tasks[name]()
        self.relay(now)
