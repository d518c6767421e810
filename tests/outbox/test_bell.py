"""The bell: one message for many rings, and never a caller that waits or fails."""

import socket
import time
from pathlib import Path

import pytest
import redis
from pytest_django.fixtures import Settings

from outbox.services import bell, ring, take_down

TASK = "config.relay.relay"


def test_many_rings_are_one_message(broker: redis.Redis) -> None:
    for _ in range(20):
        ring(TASK)
    assert broker.llen("money") == 1


def test_rings_again_after_the_woken_task_took_the_bell_down(
    broker: redis.Redis,
) -> None:
    ring(TASK)
    take_down(TASK)
    ring(TASK)
    assert broker.llen("money") == 2


def test_rings_again_when_the_message_was_lost(broker: redis.Redis) -> None:
    ring(TASK)
    assert 0 < broker.pttl(f"rempah:bell:{TASK}") <= bell.BELL_MILLISECONDS
    broker.flushall()
    ring(TASK)
    assert broker.llen("money") == 1


@pytest.mark.usefixtures("broker")
def test_each_task_has_a_bell_of_its_own(broker: redis.Redis) -> None:
    ring(TASK)
    ring("config.relay.sweep")
    assert broker.llen("money") == 2


def test_a_redis_that_hangs_holds_nobody(settings: Settings, tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(hanging))
        server.listen()
        settings.CACHES = {"default": {"LOCATION": f"unix://{hanging}"}}
        started = time.monotonic()
        ring(TASK)
        take_down(TASK)
        assert time.monotonic() - started < 4 * bell.REDIS_SECONDS
