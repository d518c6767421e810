"""Plates of a market to print: order, wait for the worker, download."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_signed_in
from accounts.roles import Action
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import Forbidden, NotFound
from payments.collection.access import markets_for, require_printer
from payments.collection.models import PlateSheet
from payments.collection.selectors.stalls import (
    StallCount,
    sheet_by_id,
    stalls_by_market,
)
from payments.collection.services import order_plates
from payments.collection.views.till import navigation


@require_safe
@login_required
@never_cache
def markets(request: HttpRequest) -> HttpResponse:
    """The markets whose plates the person may print, with their stalls."""
    now = clock.now()
    found = markets_for(person_signed_in(request), Action.PRINT_PLATES, now)
    if not found:
        raise Forbidden
    counts, none = stalls_by_market(business_date_of(now)), StallCount(0, 0)
    context = {
        "navigation": navigation(request),
        "rows": [{"market": one, "stalls": counts.get(one.pk, none)} for one in found],
    }
    return render(request, "collection/markets.html", context)


@require_POST
@login_required
def order(request: HttpRequest) -> HttpResponse:
    """Want the plates of one market."""
    person, now = person_signed_in(request), clock.now()
    wanted = request.POST.get("pasar", "")
    found = markets_for(person, Action.PRINT_PLATES, now)
    market = next((one for one in found if one.code == wanted), None)
    if market is None:
        raise NotFound
    sheet = order_plates(market=market, person=person, now=now)
    return redirect("plates:sheet", sheet_id=sheet.pk)


@require_safe
@login_required
@never_cache
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """A sheet on its way, or ready."""
    context = {
        "navigation": navigation(request),
        "sheet": _sheet(request, sheet_id),
    }
    return render(request, "collection/sheet.html", context)


@require_safe
@login_required
def status(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Whether it is drawn: asked by js/poll.js, which reloads the page then."""
    is_made = _sheet(request, sheet_id).made_at is not None
    etag = f'"{int(is_made)}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    response = JsonResponse({"made": is_made}, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@login_required
@never_cache
def pdf(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The drawn sheet."""
    drawn = _sheet(request, sheet_id)
    if drawn.pdf is None:
        raise NotFound
    name = f"plat-{drawn.market.code}.pdf"
    return HttpResponse(
        bytes(drawn.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _sheet(request: HttpRequest, sheet_id: int) -> PlateSheet:
    found = sheet_by_id(sheet_id)
    require_printer(person_signed_in(request), found.market, clock.now())
    return found
