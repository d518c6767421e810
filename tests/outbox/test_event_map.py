"""The event map is whole: every name is mapped, every path leads somewhere."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import autodiscover_modules, import_string

from config.celery import app
from config.events import HANDLERS, MONEY_QUEUE, PAPERS_QUEUE, SLOW, queue_of
from config.schedule import beat_schedule

APPS = [
    "accounts",
    "city",
    "ledger",
    "levies",
    "papers",
    "payments",
    "permits",
    "receipts",
    "complaints",
]


def published_names() -> Iterator[str]:
    """Every literal `publish(name=…)` of the product."""
    for package in APPS:
        for path in Path(settings.BASE_DIR, package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _called(node) == "publish":
                    for argument in node.keywords:
                        if argument.arg == "name":
                            yield ast.literal_eval(argument.value)


def _called(call: ast.Call) -> str:
    function = call.func
    return getattr(function, "attr", getattr(function, "id", ""))


def test_every_published_event_is_in_the_map_and_the_map_has_no_other() -> None:
    assert set(published_names()) == set(HANDLERS)


@pytest.mark.parametrize(
    "path", sorted({path for paths in HANDLERS.values() for path in paths})
)
def test_every_handler_takes_a_payload_and_the_time(path: str) -> None:
    parameters = inspect.signature(import_string(path)).parameters.values()
    assert [(p.name, p.kind) for p in parameters] == [
        ("payload", inspect.Parameter.KEYWORD_ONLY),
        ("now", inspect.Parameter.KEYWORD_ONLY),
    ]


@pytest.mark.parametrize(
    "task",
    sorted(e["task"] for e in beat_schedule(receipt_sweep_seconds=10).values()),
)
def test_every_scheduled_task_is_known_to_the_worker(task: str) -> None:
    autodiscover_modules("tasks", "relay")
    assert task in app.tasks


def test_slow_handlers_wait_apart_from_money() -> None:
    everywhere = {name for names in HANDLERS.values() for name in names}
    assert everywhere >= SLOW
    assert {queue_of(name) for name in SLOW} == {PAPERS_QUEUE}
    assert queue_of("payments.tasks.cancel_at_gateway") == MONEY_QUEUE
