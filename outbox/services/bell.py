"""The doorbell: a Redis key and a message, both of which may be lost without loss."""

import logging
from functools import lru_cache

import redis
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# One message wakes the task for all that rings until it comes; if the message itself is
# lost, the bell can be rung again after this time.
BELL_MILLISECONDS = 300
# Whoever rings has done their work already, so a Redis that hangs must not hold them.
REDIS_SECONDS = 0.25


def ring_on_commit(task: str) -> None:
    """Wake a Celery task when the transaction commits; at once without one.

    Guarantees nothing but speed: the sweep finds what no bell announced. Never raises,
    with Redis down, hanging or full, because the caller's work is committed by then.
    """
    transaction.on_commit(lambda: ring(task), robust=True)


def ring(task: str) -> None:
    """Wake a Celery task now, unless somebody rang for it just before."""
    try:
        is_first = _redis().set(_key(task), 1, nx=True, px=BELL_MILLISECONDS)
        if is_first:
            current_app.send_task(task, ignore_result=True, retry=False)
    except (redis.RedisError, OperationalError, OSError) as error:
        logger.warning("The bell of %s is out of order: %s", task, type(error).__name__)


def take_down(task: str) -> None:
    """Called by a woken task before it looks: what comes later must ring again."""
    try:
        _redis().delete(_key(task))
    except redis.RedisError as error:
        logger.warning("The bell of %s is out of order: %s", task, type(error).__name__)


def is_busy(queue: str) -> bool:
    """Whether messages wait in a queue of the broker; False when it cannot be asked."""
    try:
        return _redis().llen(queue) > 0
    except redis.RedisError:
        return False


def _key(task: str) -> str:
    return f"rempah:bell:{task}"


def _redis() -> redis.Redis:
    return _client(str(settings.CACHES["default"]["LOCATION"]))


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), retries=0),
    )
