"""How much a request and a file may bring. Numbers, and the gate before the body."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kernel.errors import RempahError

MEGABYTE = 1024 * 1024
RAW_MAX_BYTES = 10 * MEGABYTE
# Three pictures just over the limit still get the sentence of the form; more does not.
REQUEST_MAX_BYTES = 36 * MEGABYTE
# The camera of a good telephone has 50 million pixels. A JPEG is decoded at a fraction
# of its size; WebP needs 17 bytes for each pixel. Either stays below 220 MB.
JPEG_MAX_PIXELS = 50_000_000
OTHER_MAX_PIXELS = 12_500_000
LONGEST_SIDE = 1600
PDF_MAX_PAGES = 30
PDF_STREAM_MAX_BYTES = 64 * MEGABYTE


class RequestTooLarge(RempahError):
    """The request is larger than all its files may be together; nothing was read."""

    code = "request_too_large"
    status = 413


def bounded_body(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body that is too large before anything, the CSRF check too, reads it.

    The outermost decorator of every page that takes files, but for that page's limit
    on how often files may come (`accounts.limits.uploads_limited`).
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > REQUEST_MAX_BYTES:
            raise RequestTooLarge(limit=REQUEST_MAX_BYTES // MEGABYTE)
        response: HttpResponse = checked(request, *args, **kwargs)
        return response

    return bounded
