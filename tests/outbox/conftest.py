"""A relay whose event map is the tests' own, and workers in this process."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import redis
from django.conf import settings
from kombu.message import Message
from kombu.simple import SimpleQueue

from config import relay
from config.celery import app
from config.events import QUEUES
from kernel import clock as edges_clock
from tests.outbox import recording

NOON = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)
HANDLERS = {
    "stall_paid": ["tests.outbox.recording.record"],
    "told_to_two": ["tests.outbox.recording.fail", "tests.outbox.recording.record"],
    "told_to_nobody": [],
}


class Clock:
    """The edges' clock, moved by hand."""

    def __init__(self) -> None:
        self.present = NOON

    def now(self) -> datetime:
        """The present of this test."""
        return self.present

    def wait(self, **duration: float) -> None:
        """Let time pass."""
        self.present += timedelta(**duration)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The relay's clock and event map, as this test wants them."""
    clock = Clock()
    monkeypatch.setattr(edges_clock, "now", clock.now)
    monkeypatch.setattr(relay, "HANDLERS", HANDLERS)
    recording.CALLS.clear()
    return clock


@pytest.fixture
def broker(django_db_setup: None) -> Iterator[redis.Redis]:
    """The run's Valkey, empty; Celery sends its messages there."""
    url = settings.CACHES["default"]["LOCATION"]
    app.conf.update(broker_url=settings.CELERY_BROKER_URL)
    with redis.Redis.from_url(url) as client:
        client.flushall()
        yield client
        client.flushall()


def _next(queue: SimpleQueue) -> Message | None:
    try:
        return queue.get(block=False)
    except queue.Empty:
        return None


@pytest.fixture
def work(broker: redis.Redis) -> Callable[[], int]:
    """Run what lies in the queue as a worker would; returns the number of messages."""

    def work_until_idle() -> int:
        done = 0
        with app.connection_for_read() as connection:
            queues = [connection.SimpleQueue(name) for name in QUEUES]
            while messages := [found for queue in queues if (found := _next(queue))]:
                for message in messages:
                    arguments, _, _ = message.decode()
                    app.tasks[message.headers["task"]](*arguments)
                    message.ack()
                    done += 1
        return done

    return work_until_idle
