"""The page of a secret link: a draft goes on, an application shows where it stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from city.selectors import business_date_of
from kernel import clock
from papers.selectors import layouts_missing
from permits.models import Application
from permits.selectors import (
    application_by_token,
    clock_of,
    events_of,
    items_of,
)
from permits.transitions import WITHDRAWABLE, ApplicationState
from permits.views.applying import next_step
from permits.views.frame import link_of
from permits.views.wording import clock_words, is_silent, look_of, timeline


@require_safe
@limited("reads")
@never_cache
def application(request: HttpRequest, *, token: str) -> HttpResponse:
    """Where it stands, what is asked, what it costs, and what happened."""
    found = application_by_token(token)
    if found.state == ApplicationState.DRAFT:
        return next_step(found)
    today = business_date_of(clock.now())
    events = events_of(found)
    counted = clock_of(found, on=today)
    context = {
        "application": found,
        "definition": found.permit_type.shown,
        "look": look_of(found),
        "words": clock_words(found, counted),
        "is_silent": is_silent(found, counted),
        "events": timeline(events, is_office=False),
        "rejection": next((e.note for e in events if e.name == "rejected"), ""),
        "items": items_of(found),
        "link": link_of(request, found),
        "can_withdraw": found.state in WITHDRAWABLE,
        "etag": _etag(found),
        "is_waiting": found.state == ApplicationState.PAID or _is_drawing(found),
    } | _corrections(found)
    return render(request, "permits/application.html", context)


@require_safe
@limited("reads")
def status(request: HttpRequest, *, token: str) -> HttpResponse:
    """What js/poll.js asks: 304 while nothing changed, else JSON, and it reloads."""
    found = application_by_token(token)
    etag = _etag(found)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    answer = JsonResponse({"state": found.state}, headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _etag(found: Application) -> str:
    return f'"{found.turn}-{int(_is_drawing(found))}"'


def _corrections(found: Application) -> dict[str, Any]:
    """What is asked again, and whether all of it came."""
    if found.state != ApplicationState.RETURNED:
        return {}
    items = items_of(found)
    asked = [one for one in items if one.is_asked_again]
    done = [
        one for one in items if one.before and one.current and not one.current.verdict
    ]
    return {"asked": asked, "done": done, "is_complete": not asked}


def _is_drawing(found: Application) -> bool:
    return found.decision is not None and bool(layouts_missing(found.decision))
