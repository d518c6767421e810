"""What the collectors' pages share: who is on duty, and the strip at their top."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import person_signed_in
from accounts.models import Person
from accounts.roles import Action
from city.models import Market
from kernel import clock
from kernel.errors import Forbidden
from payments.collection.access import markets_for, require_collector
from payments.collection.models import Plate, Shift
from payments.collection.selectors.custody import open_shift_of
from payments.collection.selectors.stalls import plate_by_code

type View = Callable[..., HttpResponse]


def markets_of_collector(request: HttpRequest) -> tuple[Person, list[Market]]:
    """Who asks, and the markets at which they may collect today, if any."""
    person = person_signed_in(request)
    return person, markets_for(person, Action.COLLECT_MONEY, clock.now())


def collectors_page(view: View) -> View:
    """A page of a collector on duty who may still collect there; `shift` comes along.

    Without a shift the way leads to the start. With one, but without the role any more,
    too: it says how to count and hand over. The services refuse the money anyhow.
    """

    @on_duty
    @wraps(view)
    def allowed(request: HttpRequest, *, shift: Shift, **kwargs: Any) -> HttpResponse:
        try:
            require_collector(shift.collector, shift.market, clock.now())
        except Forbidden:
            return redirect("collection:home")
        return view(request, shift=shift, **kwargs)

    return allowed


def stall_page(view: View) -> View:
    """A page of one stall for a collector on duty; `plate` and `shift` come along.

    Of a stall that is not of the shift's market it shows nothing but that.
    """

    @collectors_page
    @wraps(view)
    def here(
        request: HttpRequest, code: str, *, shift: Shift, **kwargs: Any
    ) -> HttpResponse:
        plate = plate_by_code(code)
        if plate.levy_object.market_id != shift.market_id:
            return show_elsewhere(request, plate, shift)
        return view(request, plate=plate, shift=shift, **kwargs)

    return here


def show_elsewhere(request: HttpRequest, plate: Plate, shift: Shift) -> HttpResponse:
    """Not a stall of this shift's market: neither payer, amount nor label is shown.

    A label is free text; it may name the payer.
    """
    context = strip(shift) | {"market": plate.levy_object.market}
    is_asked = request.method in ("GET", "HEAD")
    status = HTTPStatus.OK if is_asked else HTTPStatus.CONFLICT
    return render(request, "collection/elsewhere.html", context, status=status)


def on_duty(view: View) -> View:
    """A page of whoever has an open shift: its end, also after the role has ended."""

    @wraps(view)
    @login_required
    @never_cache
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        shift = open_shift_of(person_signed_in(request))
        if shift is None:
            messages.info(request, _("Mulai tugas dulu, baru menagih."))
            return redirect("collection:home")
        return view(request, shift=shift, **kwargs)

    return guarded


def strip(shift: Shift | None) -> dict[str, object]:
    """What the strip says: at which market somebody is on duty."""
    return {"shift": shift}
