"""What every template may name: the city, the chosen look, the request's id.

The filters of times ask here for the city's zone, because a filter sees no request.
"""

from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from city import selectors
from config.requests import request_id_of

THEME_COOKIE = "rempah_theme"
THEMES = ("light", "dark")
_CITY_KEY = "rempah.city"
# The profile of the page being drawn: one query a page, however many times are shown.
_city_of_page: ContextVar[Any] = ContextVar("city_of_page", default=None)


def city_profile(request: HttpRequest) -> dict[str, Any]:
    """`city` (read at its first use, once a request), `theme`, `request_id`."""
    city = request.META.setdefault(_CITY_KEY, SimpleLazyObject(selectors.profile))
    _city_of_page.set(city)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "city": city,
        "theme": theme if theme in THEMES else "",
        "request_id": request_id_of(request),
    }


def city_zone() -> ZoneInfo:
    """The zone in which this page tells times; outside a page, the stored profile's."""
    city = _city_of_page.get() or selectors.profile()
    return ZoneInfo(city.timezone)
