"""`manage.py retry_parked`: try again what was given up, once its cause is mended."""

from typing import Any

from django.core.management.base import BaseCommand

from kernel import clock
from outbox.services import retry_parked_tasks


class Command(BaseCommand):
    """Prints how many tasks are due again; a worker runs them within seconds."""

    help = "Make every parked task of the outbox due again. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{retry_parked_tasks(now=clock.now())} tasks are due again")
