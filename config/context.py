"""What every template may name: the city, the chosen look, the request's id."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from city import selectors
from city.models import CityProfile
from config.requests import request_id_of

THEME_COOKIE = "rempah_theme"
THEMES = ("light", "dark")


def city_profile(request: HttpRequest) -> dict[str, Any]:
    """`city` (asked for at its first use on a page), `theme`, `request_id`."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "city": SimpleLazyObject(_city_if_loaded),
        "theme": theme if theme in THEMES else "",
        "request_id": request_id_of(request),
    }


def _city_if_loaded() -> CityProfile | None:
    # The page that says "no city is loaded" is drawn with this context too.
    try:
        return selectors.profile()
    except selectors.CityNotLoaded:
        return None
