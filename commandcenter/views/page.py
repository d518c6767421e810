"""The command centre: one page of three parts that renew themselves, and its CSV."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import person_signed_in
from accounts.selectors import actions_of
from city.selectors import business_date_of, zone
from commandcenter.access import require_viewer
from commandcenter.selectors.decisions import Decision, decisions
from commandcenter.selectors.figures import (
    TABLE_NAMES,
    Figures,
    channel_rows,
    figures_of,
    levy_rows,
    map_rows,
    market_rows,
    percent_of,
    rows_of,
)
from commandcenter.views.drawing import (
    HEXAGON,
    draw_days,
    draw_map,
    draw_markets,
    draw_shortfalls,
)
from commandcenter.views.wording import COMPASS, differences_of, tiles_of, time_text
from kernel import clock
from kernel.errors import NotFound
from kernel.money import Rupiah
from payments.reconciliation.views.export import csv_rows, safe_cell

WALL = "dinding"


@require_safe
@login_required
@never_cache
def command_centre(request: HttpRequest) -> HttpResponse:
    """The page: a wall's and a phone's layout of the same parts."""
    now = clock.now()
    require_viewer(request, now)
    figures = figures_of(on=business_date_of(now), now=now)
    context = {
        "is_wall": request.GET.get("tampilan") == WALL,
        "parts": {name: _drawn(request, name, figures) for name in PARTS},
        "rows": map_rows(figures),
        "figures": figures,
    }
    return render(request, "commandcenter/page.html", context)


@require_safe
@login_required
def part(request: HttpRequest, *, name: str) -> HttpResponse:
    """One part anew; 304 while it reads the same (js/poll.js)."""
    now = clock.now()
    require_viewer(request, now)
    if name not in PARTS:
        raise NotFound
    drawn = _drawn(request, name, figures_of(on=business_date_of(now), now=now))
    if request.headers.get("If-None-Match") == drawn["etag"]:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = render(request, "commandcenter/part.html", {"part": drawn})
    answer.headers["ETag"] = drawn["etag"]
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
@login_required
@never_cache
def table_csv(request: HttpRequest, *, name: str) -> StreamingHttpResponse:
    """One table as a file whose name says up to when it is complete."""
    now = clock.now()
    require_viewer(request, now)
    if name not in TABLE_NAMES:
        raise NotFound
    figures = figures_of(on=business_date_of(now), now=now)
    lines = ([safe_cell(cell) for cell in row] for row in rows_of(name, figures))
    answer = StreamingHttpResponse(
        csv_rows(lines), content_type="text/csv; charset=utf-8"
    )
    as_of = (figures.trust.as_of or now).astimezone(zone())
    file_name = f"{name}-{as_of:%Y-%m-%dT%H%M%S}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def _drawn(request: HttpRequest, name: str, figures: Figures) -> dict[str, Any]:
    """A part's HTML with the mark that tells one state of it from another."""
    context = PARTS[name](figures)
    if "decisions" in context:
        context = {**context, "decisions": _linked(request, context["decisions"])}
    html = loader.render_to_string(f"commandcenter/parts/{name}.html", context, request)
    mark = hashlib.sha256(html.encode()).hexdigest()[:24]
    address = reverse("commandcenter:part", kwargs={"name": name})
    seconds = SECONDS[name]
    return {
        "name": name,
        "html": html,
        "etag": f'"{mark}"',
        "url": address,
        "seconds": seconds,
    }


def _linked(request: HttpRequest, found: list[Decision]) -> list[dict[str, Any]]:
    """Each decision with the page where it is dealt with, for whoever may open it."""
    on = business_date_of(clock.now())
    allowed = actions_of(person=person_signed_in(request), on=on)
    return [
        {
            "told": one,
            "url": reverse(one.place) + one.query if one.action in allowed else "",
        }
        for one in found
    ]


def _numbers(figures: Figures) -> Mapping[str, Any]:
    year_days = (date(figures.on.year + 1, 1, 1) - date(figures.on.year, 1, 1)).days
    passed = (figures.on - date(figures.on.year, 1, 1)).days + 1
    return {
        "figures": figures,
        "as_of": time_text(figures.trust.as_of),
        "differences": differences_of(figures.trust),
        "tiles": tiles_of(figures),
        "decisions": decisions(
            today=figures.on, year=figures.year, services=figures.services
        ),
        "prorata_permille": passed * 1000 // year_days,
        "target": _target(figures),
    }


def _target(figures: Figures) -> dict[str, Any] | None:
    target = figures.targets.whole
    if target is None:
        return None
    realised = figures.year.whole.revenue.amount
    return {
        "amount": target.amount_idr,
        "source": target.source,
        "verified": target.verified,
        "percent": percent_of(figures.year.whole.revenue, Rupiah(target.amount_idr)),
        "permille": min(realised * 1000 // target.amount_idr, 1000),
    }


def _map(figures: Figures) -> Mapping[str, Any]:
    rows = map_rows(figures)
    drawing = draw_map(figures.map, rows)
    islands = [{**one, "direction": COMPASS[one["compass"]]} for one in drawing.islands]
    return {
        "figures": figures,
        "drawing": drawing,
        "islands": islands,
        "hexagon": HEXAGON,
        "shortfalls": draw_shortfalls(rows),
    }


def _charts(figures: Figures) -> Mapping[str, Any]:
    return {
        "figures": figures,
        "days": draw_days(figures.days),
        "levies": _bars(levy_rows(figures)),
        "markets": draw_markets(market_rows(figures)),
        "channels": _bars(channel_rows(figures)),
    }


def _bars(rows: list[Any]) -> list[dict[str, Any]]:
    return [{"label": row.name, "amount": row.year.revenue} for row in rows]


PARTS: Mapping[str, Callable[[Figures], Mapping[str, Any]]] = {
    "angka": _numbers,
    "peta": _map,
    "grafik": _charts,
}
# The small part asks often; the two large ones change only when money moved.
SECONDS = {"angka": 5, "peta": 8, "grafik": 8}
