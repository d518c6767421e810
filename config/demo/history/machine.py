"""What worker and beat do, done in the past by the process that lives it.

It asks the same services in the same order. Only the drawing of papers is left for
the day on which somebody opens one: nobody has read them yet.
"""

from datetime import datetime

from accounts.chain import seal_audit_log
from config.demo.world import World
from config.events import HANDLERS
from kernel.hash_chain import CHUNK
from ledger.chain import seal_entries
from outbox import services as outbox
from payments.services import poll_payments, process_deliveries
from payments.services.deliveries import BATCH as DELIVERIES
from payments.services.polling import BATCH as QUESTIONS
from receipts.services import issue_missing_receipts

EVENTS = 200
DRAWING = "papers.tasks.render_issued_paper"
HANDLERS_OF_THE_PAST = {
    name: [handler for handler in handlers if handler != DRAWING]
    for name, handlers in HANDLERS.items()
}


class Machine:
    """The work that nobody sees, between two acts."""

    def __init__(self, world: World) -> None:
        self._world = world

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

    def sweep(self, now: datetime) -> None:
        """Ask about silent payments, issue receipts that are due, try tasks again."""
        self.hear(now)
        while poll_payments(now=now) == QUESTIONS:
            continue
        issue_missing_receipts(now=now)
        for task in outbox.due_tasks(now=now, is_queue_busy=False):
            outbox.run_task(task_id=task.id, now=now)
        self.relay(now)

    def seal(self) -> None:
        """Seal the day's entries and audit events into their chains."""
        while seal_entries() == CHUNK:
            continue
        while seal_audit_log():
            continue
