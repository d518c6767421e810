"""How often one address may ask for a page; the rates stand in the settings."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from kernel.errors import RempahError


class TooManyRequests(RempahError):
    """This address has asked more often than the rate of its scope allows."""

    code = "too_many_requests"
    status = 429


def limited(scope: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Refuse a page to an address over the rate of DEFAULT_THROTTLE_RATES[scope].

    The same counting as the API's. While the cache is away nobody is counted: whether a
    paper is valid can be asked at any time.
    """
    limit = type("Limit", (AnonRateThrottle,), {"scope": scope})

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def limited_view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not _is_within(limit(), request):
                raise TooManyRequests
            return view(request, **kwargs)

        return limited_view

    return decorate


def _is_within(limit: AnonRateThrottle, request: HttpRequest) -> bool:
    try:
        # The throttle reads only META and the user, which both requests have.
        return limit.allow_request(cast(Request, request), APIView())
    except RedisError:
        return True
