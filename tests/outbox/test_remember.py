"""Idempotency keys: one answer per key, a named refusal for everything else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connections

from kernel.errors import Conflict
from outbox.models import IdempotencyKey
from outbox.services import (
    Answer,
    IdempotencyInFlight,
    IdempotencyKeyMalformed,
    IdempotencyKeyReused,
    purge,
    remember,
)
from tests.outbox.conftest import NOON


def ask(
    answer: Callable[[], Answer],
    *,
    key: str = "k1",
    body: bytes = b"{}",
    scope: str = "payments",
    after: timedelta = timedelta(0),
) -> Answer:
    """One request of a machine that pays."""
    return remember(scope=scope, key=key, body=body, now=NOON + after, answer=answer)


def created(number: int) -> Callable[[], Answer]:
    """An answer that can be told from others."""
    return lambda: Answer(201, {"payment": number})


@pytest.mark.django_db
def test_the_same_key_with_the_same_body_gets_the_same_answer() -> None:
    assert ask(created(1)) == Answer(201, {"payment": 1})
    assert ask(created(2)) == Answer(201, {"payment": 1})


@pytest.mark.django_db
def test_a_key_belongs_to_its_caller_and_route() -> None:
    ask(created(1))
    assert ask(created(2), scope="refunds") == Answer(201, {"payment": 2})


@pytest.mark.django_db
def test_refuses_the_same_key_with_another_body() -> None:
    ask(created(1))
    with pytest.raises(IdempotencyKeyReused):
        ask(created(2), body=b"{ }")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201, "kün", "a\nb"])
def test_refuses_a_key_that_cannot_be_kept(key: str) -> None:
    with pytest.raises(IdempotencyKeyMalformed):
        ask(created(1), key=key)


@pytest.mark.django_db
def test_a_refusal_is_not_stored_so_the_key_can_be_tried_again() -> None:
    def refuse() -> Answer:
        raise Conflict

    with pytest.raises(Conflict):
        ask(refuse)
    assert ask(created(2)) == Answer(201, {"payment": 2})


@pytest.mark.django_db
def test_takes_the_place_of_a_request_that_died() -> None:
    IdempotencyKey.objects.create(
        scope="payments",
        key="k1",
        body_sha256="44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        created_at=NOON,
    )
    with pytest.raises(IdempotencyInFlight):
        ask(created(1), after=timedelta(seconds=59))
    assert ask(created(2), after=timedelta(seconds=60)) == Answer(201, {"payment": 2})


@pytest.mark.django_db
def test_keys_are_kept_for_a_day_at_least_and_not_for_ever() -> None:
    ask(created(1))
    purge(now=NOON + timedelta(hours=24))
    assert ask(created(2)) == Answer(201, {"payment": 1})
    assert purge(now=NOON + timedelta(hours=49)) == 1
    assert ask(created(3)) == Answer(201, {"payment": 3})


def test_many_threads_with_one_key_do_the_work_once(committed_db: str) -> None:
    threads = 8
    start, everyone_else_was_refused = Barrier(threads), Event()
    done: list[int] = []
    refused: list[int] = []

    def answer() -> Answer:
        done.append(1)
        everyone_else_was_refused.wait(timeout=20)
        return Answer(201, {"payment": 1})

    def send(_: int) -> Answer | None:
        start.wait()
        try:
            return ask(answer)
        except IdempotencyInFlight:
            refused.append(1)
            if len(refused) == threads - 1:
                everyone_else_was_refused.set()
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(send, range(threads)))
    assert len(done) == 1
    assert len(refused) == threads - 1
    assert [a for a in answers if a] == [Answer(201, {"payment": 1})]
    assert ask(answer) == Answer(201, {"payment": 1})
