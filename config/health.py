"""Whether this process lives, whether the site can work, and its figures."""

from collections.abc import Callable
from functools import wraps

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from config.figures import WorkFigures


def inside_only[Answer: HttpResponse](
    view: Callable[[HttpRequest], Answer],
) -> Callable[[HttpRequest], Answer]:
    """Hide a page from whoever comes through the proxy, which says so in a header."""

    @wraps(view)
    def guarded(request: HttpRequest) -> Answer:
        if "X-Forwarded-For" in request.headers:
            raise Http404
        return view(request)

    return guarded


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@inside_only
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, tables, broker and work are in order, else 503 with causes."""
    parts = {name: check() for name, check in PARTS.items()}
    ready = all(answer == "ok" for answer in parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


@inside_only
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of waiting work for Prometheus."""
    registry = CollectorRegistry()
    registry.register(WorkFigures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _tables() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return type(error).__name__
    return f"{len(missing)} migrations missing" if missing else "ok"


def _broker() -> str:
    try:
        cache.set("readyz", "ok", 10)
        return "ok" if cache.get("readyz") == "ok" else "does not keep a value"
    except redis.RedisError as error:
        return type(error).__name__


def _keys() -> str:
    folder = settings.KEYS_DIR
    if folder.exists() and folder.stat().st_mode & 0o077:
        return "keys can be read by others"
    return "ok"


PARTS: dict[str, Callable[[], str]] = {
    "tables": _tables,
    "broker": _broker,
    "keys": _keys,
}
