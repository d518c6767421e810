"""Stored files as answers, and the page of a letter (SKRD) that waits for its file."""

from collections.abc import Sequence

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from accounts.limits import limited
from kernel import clock
from papers.models import Paper, PaperKind
from papers.selectors import LAYOUTS, layouts_missing, paper_by_code, paper_file
from papers.services import want_files

YEAR_SECONDS = 365 * 24 * 60 * 60
# One page that refreshes itself asks for its file once in this time, not each time.
WANTED_SECONDS = 30


@require_safe
@limited("reads")
@never_cache
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one letter: its file, or that it is being drawn."""
    paper = paper_by_code(code)
    is_drawn = not layouts_missing(paper)
    want_missing_files([paper])
    context = {
        "paper": paper,
        "is_drawn": is_drawn,
        "layout": LAYOUTS[PaperKind(paper.kind)][0].value,
        "etag": drawn_etag([paper]),
    }
    return render(request, "papers/letter.html", context)


@require_safe
@limited("reads")
def letter_file(request: HttpRequest, code: str, layout: str) -> HttpResponse:
    return file_answer(request, code=code, layout=layout)


@require_safe
@limited("reads")
def letter_status(request: HttpRequest, code: str) -> HttpResponse:
    return status_answer(request, [paper_by_code(code)])


def want_missing_files(papers: Sequence[Paper]) -> None:
    """Ask for the files that a reader waits for, however often the page is loaded."""
    for paper in papers:
        if layouts_missing(paper) and _is_first_to_want(paper):
            want_files(paper=paper, now=clock.now())


def drawn_etag(papers: Sequence[Paper]) -> str:
    """Changes when another file of these papers is there."""
    return f'"{sum(len(layouts_missing(paper)) for paper in papers)}"'


def status_answer(request: HttpRequest, papers: Sequence[Paper]) -> HttpResponse:
    """What js/poll.js asks: 304 while nothing changed, else JSON, and it reloads."""
    etag = drawn_etag(papers)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    response = JsonResponse({"missing": etag.strip('"')}, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def file_answer(request: HttpRequest, *, code: str, layout: str) -> HttpResponse:
    """The stored bytes; they never change, so a browser need never ask again.

    Raises:
        papers.selectors.FileNotDrawn: there is no such file (yet).
    """
    file = paper_file(code=code, layout=layout)
    name = f"{file.paper.number.replace('/', '-')}-{layout}.pdf"
    etag = f'"{file.sha256}"'
    response = HttpResponse(
        bytes(file.pdf),
        content_type="application/pdf",
        headers={
            "ETag": etag,
            "Cache-Control": f"private, max-age={YEAR_SECONDS}, immutable",
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Robots-Tag": "noindex",
        },
    )
    return get_conditional_response(request, etag=etag, response=response) or response


def _is_first_to_want(paper: Paper) -> bool:
    try:
        return bool(cache.add(f"paper-wanted:{paper.pk}", 1, WANTED_SECONDS))
    except RedisError:
        return True
