"""How often one address may ask for a page or of the API; rates: the settings.

What was counted is noted on the request, and the answer tells it in the headers of
draft-ietf-httpapi-ratelimit-headers-10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError
from rest_framework.throttling import (
    AnonRateThrottle,
    ScopedRateThrottle,
    SimpleRateThrottle,
)

from kernel.errors import RempahError

if TYPE_CHECKING:  # DRF's views import this module through its settings.
    from rest_framework.request import Request
    from rest_framework.views import APIView

NOTED = "rempah.limits"
PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class TooManyRequests(RempahError):
    """This address has asked more often than the rate of its scope allows."""

    code = "too_many_requests"
    status = 429


class TooManyUploads(TooManyRequests):
    """It has sent files more often than that; what was kept before is kept."""

    code = "too_many_uploads"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an address stands within the rate of one scope, after this request."""

    scope: str
    quota: int
    window_seconds: int
    remaining: int
    reset_seconds: int


class _Forgiving(SimpleRateThrottle):
    """Counts in the cache; while the cache is away, nobody is counted."""

    num_requests: int
    duration: int

    def parse_rate(self, rate: str | None) -> tuple[int | None, int | None]:
        """`300/min`, and over several of a period too: `20/10min`; None: no limit."""
        if rate is None:
            return None, None
        count, period = rate.split("/")
        unit = period.lstrip("0123456789")
        several = int(period.removesuffix(unit) or 1)
        return int(count), several * PERIODS[unit[0]]

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            is_within = super().allow_request(request, view)
        except RedisError:
            return True
        if getattr(self, "key", None) is not None:
            request.META.setdefault(NOTED, []).append(self._standing())
        return is_within

    def minutes_left(self) -> int:
        """After how many minutes the next request is within the rate again."""
        return ceil(self._standing().reset_seconds / 60)

    def _standing(self) -> Standing:
        asked = self.history
        oldest = asked[-1] if asked else self.now
        return Standing(
            scope=str(self.scope),
            quota=self.num_requests,
            window_seconds=self.duration,
            remaining=max(self.num_requests - len(asked), 0),
            reset_seconds=max(ceil(oldest + self.duration - self.now), 1),
        )


class ForgivingThrottle(_Forgiving, ScopedRateThrottle):
    """The API's: the rate of the view's `throttle_scope`."""


def limited(scope: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Refuse a page to an address over the rate of DEFAULT_THROTTLE_RATES[scope].

    The same counting as the API's. While the cache is away nobody is counted: whether a
    paper is valid can be asked at any time.
    """
    limit = type("Limit", (_Forgiving, AnonRateThrottle), {"scope": scope})

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def limited_view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            # The throttle reads only META and the user, which both requests have.
            if not limit().allow_request(cast("Request", request), None):
                raise TooManyRequests
            return view(request, **kwargs)

        return limited_view

    return decorate


class _AddressUploads(_Forgiving, AnonRateThrottle):
    """Counts an address for all it sends files to, whether that is there or not."""

    scope = "uploads_of_an_address"


class _UploadLimit(_Forgiving, AnonRateThrottle):
    """Counts an address for each thing it sends files to."""

    scope = "uploads"

    def __init__(self, thing: str) -> None:
        super().__init__()
        self.thing = thing

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        key = super().get_cache_key(request, view)
        return key and f"{key}_{self.thing}"


def uploads_limited(of: str = "") -> Callable[..., Callable[..., HttpResponse]]:
    """Refuse files to an address that sends too many, before their bytes are read.

    `of` names the argument of the path that says what they belong to: each application
    is counted by itself, since many people share the address of one network, and all
    of an address together by a wider rate, since a path is easily made up. Stands
    above `bounded_body`, whose CSRF check reads the body.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def limited_view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                for limit in (_AddressUploads(), _UploadLimit(str(kwargs.get(of, "")))):
                    if not limit.allow_request(
                        cast("Request", request), cast(Any, None)
                    ):
                        raise TooManyUploads(minutes=limit.minutes_left())
            return view(request, **kwargs)

        return limited_view

    return decorate


class RateLimitMiddleware:
    """Tells in the answer's headers what was counted, and when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        standings: list[Standing] = request.META.get(NOTED, [])
        if standings:
            response.headers["RateLimit-Policy"] = ", ".join(
                f'"{one.scope}";q={one.quota};w={one.window_seconds}'
                for one in standings
            )
            response.headers["RateLimit"] = ", ".join(
                f'"{one.scope}";r={one.remaining};t={one.reset_seconds}'
                for one in standings
            )
        if standings and response.status_code == TooManyRequests.status:
            wait = str(standings[-1].reset_seconds)
            response.headers.setdefault("Retry-After", wait)
        return response
