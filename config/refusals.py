"""Refusals of the rules as pages, in the reader's language (config.sentences).

The API tells the same codes as problem+json (config.problems).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.requests import request_id_of
from config.sentences import SENTENCES
from kernel.errors import RempahError


def sentence_of(error: RempahError) -> tuple[str, str]:
    """What happened and what to do, filled with the facts the error names."""
    title, detail = SENTENCES[error.code]
    return str(title) % error.facts, str(detail) % error.facts


class RefusalMiddleware:
    """Turns a RempahError of a page view into an error page with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a refusal; anything else goes on to become a 500."""
        if not isinstance(exception, RempahError):
            return None
        title, detail = sentence_of(exception)
        context = {
            "title": title,
            "detail": detail,
            "code": exception.code,
            "request_id": request_id_of(request),
        }
        return render(request, "errors/refusal.html", context, status=exception.status)
