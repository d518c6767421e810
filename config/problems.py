"""Errors of the API as RFC 9457 problem+json, with documented, stable codes."""

from typing import Any

from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.refusals import sentence_of
from config.requests import request_id_of
from kernel.errors import RempahError

CONTENT_TYPE = "application/problem+json"


def answer_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unknown error become a 500."""
    problem = _problem_of(error)
    if problem is None:
        return None
    request = context["request"]
    set_rollback()
    problem |= {
        "type": request.build_absolute_uri(f"/api/v1/problems/#{problem['code']}"),
        "instance": request.path,
        "request_id": request_id_of(request),
    }
    response = Response(problem, status=problem["status"], content_type=CONTENT_TYPE)
    # DRF sets `wait` only when it knows when the address may ask again.
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _problem_of(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, RempahError):
        title, detail = sentence_of(error)
        facts = {name: str(value) for name, value in error.facts.items()}
        return _problem(error.status, error.code, title, detail) | facts
    if isinstance(error, Http404):
        return _problem(status.HTTP_404_NOT_FOUND, "not_found", str(error), "")
    if isinstance(error, exceptions.ValidationError):
        fields = list(_fields(error.detail))
        return _problem(422, "invalid", str(error.default_detail), "") | {
            "errors": fields
        }
    if isinstance(error, exceptions.APIException):
        code = str(error.get_codes()) if isinstance(error.detail, str) else "refused"
        return _problem(error.status_code, code, str(error.detail), "")
    return None


def _problem(status_code: int, code: str, title: str, detail: str) -> dict[str, Any]:
    return {"status": status_code, "code": code, "title": title, "detail": detail}


def _fields(detail: Any, pointer: str = "") -> Any:
    """One `{pointer, code, detail}` for each message of a nested error detail."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _fields(inner, f"{pointer}/{name}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _fields(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield {"pointer": pointer or "/", "code": detail.code, "detail": str(detail)}
