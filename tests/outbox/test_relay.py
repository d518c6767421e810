"""From publish to handler: at least once, whatever the doorbell loses."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from config import relay
from outbox import services as outbox
from outbox.models import Event, Task
from outbox.services.tasks import ATTEMPTS_MAX, LEASE
from tests.outbox import recording
from tests.outbox.conftest import HANDLERS, NOON, Clock

pytestmark = pytest.mark.usefixtures("committed_db", "broker")
Work = Callable[[], int]


def publish(number: int = 1, name: str = "stall_paid") -> None:
    """Something happened to thing `number`."""
    outbox.publish(name=name, payload={"id": number}, now=NOON)


def test_a_published_event_reaches_its_handler(clock: Clock, work: Work) -> None:
    with transaction.atomic():
        publish()
        assert work() == 0  # nobody rings before the commit
    work()
    assert recording.CALLS == [{"id": 1}]
    task = Task.objects.get()
    assert (task.attempts, task.done_at) == (1, NOON)


def test_an_event_of_a_transaction_that_failed_never_was(
    clock: Clock, work: Work
) -> None:
    with transaction.atomic():
        publish()
        transaction.set_rollback(True)
    relay.sweep()
    assert work() == 0
    assert not Event.objects.exists()


def test_many_events_ring_once_and_each_is_told(
    clock: Clock, work: Work, broker: redis.Redis
) -> None:
    with transaction.atomic():
        for number in range(12):
            publish(number)
    assert broker.llen("money") == 1
    # One message of the bell, and two of up to ten tasks.
    assert work() == 3
    assert recording.effects() == 12


def test_an_event_after_the_relay_looked_rings_again(clock: Clock, work: Work) -> None:
    publish(1)
    work()
    publish(2)
    assert work() == 2
    assert recording.effects() == 2


def test_a_flushed_redis_is_a_delay(
    clock: Clock, work: Work, broker: redis.Redis
) -> None:
    publish(1)
    broker.flushall()
    assert work() == 0
    relay.sweep()  # the bell was lost
    broker.flushall()
    assert work() == 0
    clock.wait(seconds=5)
    relay.sweep()  # the tasks were lost
    work()
    assert recording.effects() == 1


def test_a_dead_redis_never_fails_the_caller(
    clock: Clock, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    dead = {"default": {"LOCATION": f"unix://{tmp_path}/nobody.sock"}}
    settings.CACHES = dead  # type: ignore[attr-defined]
    with transaction.atomic():
        publish()
    assert Event.objects.count() == 1
    relay.relay()
    assert Task.objects.count() == 1


def test_a_message_that_comes_twice_runs_a_task_once(clock: Clock, work: Work) -> None:
    publish()
    work()
    [task_id] = Task.objects.values_list("pk", flat=True)
    relay.run_tasks([task_id, task_id])
    assert len(recording.CALLS) == 1


def test_a_process_killed_between_effect_and_done_has_its_effect_once(
    clock: Clock, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = "tests.outbox.recording.die_after_the_effect"
    monkeypatch.setitem(HANDLERS, "stall_paid", [deadly])
    publish()
    with pytest.raises(KeyboardInterrupt):
        work()
    Task.objects.update(handler="tests.outbox.recording.record")
    clock.wait(seconds=LEASE.total_seconds() - 1)
    relay.sweep()
    work()
    assert len(recording.CALLS) == 1  # the lease of the dead still stands
    clock.wait(seconds=5)
    relay.sweep()
    work()
    assert len(recording.CALLS) == 2
    assert recording.effects() == 1
    assert Task.objects.get().done_at


def test_a_worker_killed_in_the_middle_of_a_task_is_a_delay(
    clock: Clock, work: Work, committed_db: str
) -> None:
    publish()
    relay.relay()
    task = Task.objects.get()
    deadly = "tests.outbox.recording.kill_after_the_effect"
    Task.objects.update(handler=deadly, due_at=NOON - timedelta(days=365))
    worker = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from config.relay import run_tasks; "
            f"run_tasks([{task.pk}])",
        ],
        env=os.environ | {"DATABASE_URL": committed_db},
        cwd=settings.BASE_DIR,
        timeout=60,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL
    task.refresh_from_db()
    assert (task.attempts, task.done_at, recording.effects()) == (1, None, 1)
    Task.objects.update(handler="tests.outbox.recording.record")
    relay.sweep()
    work()
    assert Task.objects.get().done_at
    assert recording.effects() == 1


def test_a_task_that_kills_its_process_again_and_again_is_parked(
    clock: Clock, work: Work
) -> None:
    publish()
    relay.relay()
    Task.objects.update(attempts=ATTEMPTS_MAX)
    clock.wait(seconds=60)
    relay.sweep()
    work()
    assert recording.CALLS == []
    task = Task.objects.get()
    assert task.parked_at
    assert "died" in task.last_error


def test_one_poisoned_task_stops_no_other(clock: Clock, work: Work) -> None:
    publish(1, "told_to_two")
    publish(2)
    work()
    assert recording.effects() == 2
    poisoned = Task.objects.get(handler="tests.outbox.recording.fail")
    assert (poisoned.done_at, poisoned.attempts) == (None, 1)


def test_a_failing_task_is_tried_at_growing_intervals_then_parked(
    clock: Clock, work: Work
) -> None:
    publish(1, "told_to_two")
    work()
    waits = []
    for _ in range(ATTEMPTS_MAX):
        poisoned = Task.objects.get(handler="tests.outbox.recording.fail")
        if poisoned.parked_at:
            break
        waits.append(poisoned.due_at - clock.present)
        clock.present = poisoned.due_at + timedelta(seconds=4)
        relay.sweep()
        work()
    assert poisoned.parked_at
    assert poisoned.attempts == ATTEMPTS_MAX == len(waits) + 1
    assert [wait.total_seconds() for wait in waits[:4]] == [2, 4, 8, 16]
    assert waits == sorted(waits)
    assert max(waits) <= timedelta(hours=1)


def test_a_parked_task_is_tried_again_when_a_person_says_so(
    clock: Clock, work: Work
) -> None:
    publish()
    relay.relay()
    Task.objects.update(parked_at=NOON, attempts=ATTEMPTS_MAX)
    work()
    assert recording.CALLS == []
    call_command("retry_parked")
    clock.wait(seconds=4)
    relay.sweep()
    work()
    assert recording.CALLS == [{"id": 1}]
    assert Task.objects.get().attempts == 1


@pytest.mark.parametrize(
    ("handler", "told"), [("fail", "ValueError"), ("refuse", "Conflict conflict")]
)
def test_an_error_is_recorded_without_what_it_says(
    handler: str, told: str, clock: Clock, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "stall_paid", [f"tests.outbox.recording.{handler}"])
    publish()
    work()
    error = Task.objects.get().last_error
    assert error.startswith(f"{told} at {handler}:")
    assert recording.SECRET not in error


def test_an_event_that_nobody_here_knows_waits_for_who_does(
    clock: Clock, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(1, "of_a_newer_release")
    publish(2, "told_to_nobody")
    work()
    unrelayed = Event.objects.filter(relayed_at__isnull=True)
    assert [event.name for event in unrelayed] == ["of_a_newer_release"]
    monkeypatch.setitem(
        HANDLERS, "of_a_newer_release", ["tests.outbox.recording.record"]
    )
    relay.relay()
    work()
    assert recording.effects() == 1


def test_relays_and_workers_share_the_work(clock: Clock) -> None:
    for number in range(40):
        publish(number)

    def relay_and_run(_: int) -> list[int]:
        try:
            relayed = outbox.relay_events(handlers=HANDLERS, now=NOON, limit=10)
            barrier_ids = list(Task.objects.values_list("pk", flat=True))
            relay.run_tasks(barrier_ids)
            return [task.id for task in relayed.tasks]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        made = [task for tasks in pool.map(relay_and_run, range(4)) for task in tasks]
    relay.run_tasks(made)
    assert len(made) == len(set(made)) == Task.objects.count() == 40
    assert len(recording.CALLS) == 40


def test_a_claim_that_first_reads_and_then_writes_runs_a_task_twice(
    clock: Clock,
) -> None:
    """The race that the one-statement claim of `run_task` closes does exist."""
    publish()
    relay.relay()
    [task_id] = Task.objects.values_list("pk", flat=True)
    everyone_has_read = Barrier(2)

    def claim_in_two_steps(_: int) -> bool:
        try:
            is_due = Task.objects.filter(pk=task_id, due_at__lte=NOON).exists()
            everyone_has_read.wait(timeout=20)
            Task.objects.filter(pk=task_id).update(due_at=NOON + LEASE)
            return is_due
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(claim_in_two_steps, range(2))) == [True, True]
