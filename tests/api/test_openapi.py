"""The description of the API: valid, complete, as committed, and true under fuzzing."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.api import PROTOCOL_PROBLEMS
from config.sentences import SENTENCES
from tests.levies.samples import SmallCity, small_city
from tests.pages_payments.pages import bill_of_today
from tests.simulator_processes import Simulator

COMMITTED = Path(django_settings.BASE_DIR) / "docs" / "openapi.json"
FUZZED = [
    ("bills/{kode}/", "GET", GenerationMode.POSITIVE),
    ("payments/", "POST", GenerationMode.POSITIVE),
    ("payments/", "POST", GenerationMode.NEGATIVE),
    ("payments/{payment_id}/", "GET", GenerationMode.POSITIVE),
    ("receipts/{code}/", "GET", GenerationMode.POSITIVE),
    ("receipts/{code}/pdf/", "GET", GenerationMode.POSITIVE),
    ("receipts/{code}/pdf/", "GET", GenerationMode.NEGATIVE),
]
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
QUICKLY = hypothesis_settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(city: SmallCity, empty_cache: None) -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == HTTPStatus.OK
    document: dict[str, Any] = json.loads(answer.content)
    return document


def test_is_valid_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    validate_schema(described)  # type: ignore[no-untyped-call]


def test_every_path_of_the_api_is_described(described: dict[str, Any]) -> None:
    assert set(described["paths"]) == {
        "/api/v1/bills/{kode}/",
        "/api/v1/payments/",
        "/api/v1/payments/{payment_id}/",
        "/api/v1/receipts/{code}/",
        "/api/v1/receipts/{code}/pdf/",
    }


def test_every_operation_may_answer_a_problem(described: dict[str, Any]) -> None:
    for path in described["paths"].values():
        for operation in path.values():
            problem = operation["responses"]["default"]["content"]
            assert set(problem) == {"application/problem+json"}


def test_the_committed_description_is_this_one(described: dict[str, Any]) -> None:
    """Drawn by `manage.py spectacular --format openapi-json --file docs/openapi.json`.

    Whoever changes the API on purpose draws it anew in the same commit.
    """
    assert json.loads(COMMITTED.read_text()) == described


@pytest.mark.usefixtures("city")
def test_the_page_of_problems_has_an_anchor_for_every_code() -> None:
    page = Client().get("/api/v1/problems/").content.decode()
    for code in {**SENTENCES, **PROTOCOL_PROBLEMS}:
        assert f'id="{code}"' in page


@pytest.fixture
def site(committed_db: str, simulator: Simulator) -> Iterator[str]:
    """The site over real HTTP, in a thread, on a database of its own."""
    small_city()
    bill_of_today()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, {})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.mark.usefixtures("empty_cache")
def test_whatever_is_sent_no_answer_breaks_the_description(site: str) -> None:
    schema = schemathesis.openapi.from_url(f"{site}/api/v1/openapi.json")
    for path, method, mode in FUZZED:
        operation = schema[f"/api/v1/{path}"][method]

        @QUICKLY
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers_as_described(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        answers_as_described()
