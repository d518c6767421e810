"""What other machines fetch to check papers: keys, voided papers, the page's worker."""

import json
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kernel import clock
from papers.verification import published_keys, published_revocations

KEYS_SECONDS, REVOKED_SECONDS = 3600, 60


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return _public(request, published_keys(clock.now()), KEYS_SECONDS)


@require_safe
def revocations(request: HttpRequest) -> HttpResponse:
    return _public(request, published_revocations(clock.now()), REVOKED_SECONDS)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker of the pages under /verifikasi/, which keeps them for offline use."""
    response = render(
        request, "verification/sw.js", content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _public(request: HttpRequest, content: object, seconds: int) -> HttpResponse:
    """JSON anyone may read, from any site, with the hash of its bytes as its ETag."""
    body = json.dumps(content, indent=1).encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body,
        content_type="application/json",
        headers={
            "ETag": etag,
            "Cache-Control": f"public, max-age={seconds}",
            "Access-Control-Allow-Origin": "*",
        },
    )
    return get_conditional_response(request, etag=etag, response=response) or response
