"""Pages that belong to no app: home, style guide, language and look, errors."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from config.context import THEME_COOKIE, THEMES
from config.requests import request_id_of
from config.style_guide import examples

YEAR_SECONDS = 365 * 24 * 60 * 60

# No token: a forged change of language or look harms nobody, and without it the pages
# of people who have not signed in set no cookie and can be cached.
choose_language = csrf_exempt(set_language)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html")


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/style_guide.html", examples())


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/offline.html")


@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the look in a cookie; an empty or unknown one follows the device again."""
    theme = request.POST.get("theme", "")
    response = HttpResponseRedirect(_safe_next(request))
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR_SECONDS, samesite="Lax", httponly=True
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else "/"


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page; it stands even when the database that knows the city does not."""
    template = loader.get_template("500.html")
    try:
        page = template.render({}, request)
    except DatabaseError:
        page = template.render({"request_id": request_id_of(request)})
    return HttpResponse(page, status=500)
