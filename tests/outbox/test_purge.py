"""Purging: what is done and old goes, what a person must see stays."""

from datetime import timedelta

import pytest

from outbox.models import Event, Task
from outbox.services import purge
from tests.outbox.conftest import NOON

pytestmark = pytest.mark.django_db


def event_with_task(**task: object) -> Event:
    """An event that was relayed at noon."""
    event = Event.objects.create(name="x", created_at=NOON, relayed_at=NOON)
    Task.objects.create(event=event, handler="h", due_at=NOON, **task)
    return event


def test_forgets_events_whose_tasks_are_long_done() -> None:
    event_with_task(done_at=NOON)
    assert purge(now=NOON + timedelta(days=30)) == 0
    assert purge(now=NOON + timedelta(days=31)) == 2
    assert not Event.objects.exists()


def test_keeps_parked_and_unfinished_tasks_and_events_not_yet_told() -> None:
    event_with_task(parked_at=NOON)
    event_with_task()
    Event.objects.create(name="x", created_at=NOON)
    assert purge(now=NOON + timedelta(days=400)) == 0
