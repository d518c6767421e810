"""What makes the collectors' pages an app: manifest, worker, offline page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from city.selectors import profile

ICON_SIZES = (192, 512)
PAPER, SEA = "#faf8f3", "#0a5a66"


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """So that a phone can keep it among its apps."""
    start = reverse("collection:home")
    city = profile()
    return JsonResponse(
        {
            "id": start,
            "name": _("Petugas %(city)s") % {"city": city.full_name},
            "short_name": _("Petugas"),
            "lang": settings.LANGUAGE_CODE,
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": SEA,
            "icons": [
                {
                    "src": static(f"collection/icon-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for size in ICON_SIZES
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker of the pages under /petugas/; it keeps the shell, never a stall."""
    response = render(
        request, "collection/sw.js", content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a network: honestly, that nothing can be taken."""
    return render(request, "collection/offline.html")
