"""A kept file as an answer, for views of other apps that have asked who may see it."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from uploads.models import Upload

HOUR_SECONDS = 3600
# The browser draws it and does nothing else with it: no script, no frame, no origin.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def upload_answer(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The bytes, for one person's browser: a picture to look at, a PDF to download."""
    etag = f'"{upload.sha256}"'
    place = "inline" if upload.is_picture else "attachment"
    ending = "jpg" if upload.is_picture else "pdf"
    response = HttpResponse(
        bytes(upload.content),
        content_type=upload.media_type,
        headers={
            "ETag": etag,
            "Cache-Control": f"private, max-age={HOUR_SECONDS}",
            "Content-Disposition": f'{place}; filename="{upload.code}.{ending}"',
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )
    return get_conditional_response(request, etag=etag, response=response) or response
