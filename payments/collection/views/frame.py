"""What the collectors' pages share: who is on duty, and the strip at their top."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import person_signed_in
from accounts.models import Person
from accounts.roles import Action
from city.models import Market
from kernel import clock
from kernel.errors import Forbidden
from payments.collection.access import markets_for, require_collector
from payments.collection.models import Shift
from payments.collection.selectors.custody import open_shift_of

type View = Callable[..., HttpResponse]


def markets_of_collector(request: HttpRequest) -> tuple[Person, list[Market]]:
    """Who asks, and the markets at which they may collect today.

    Raises:
        Forbidden: there is none.
    """
    person = person_signed_in(request)
    markets = markets_for(person, Action.COLLECT_MONEY, clock.now())
    if not markets:
        raise Forbidden
    return person, markets


def collectors_page(view: View) -> View:
    """A page of a collector on duty who may still collect there; `shift` comes along.

    Without a shift the way leads to the start. With one, but without the role any more:
    Forbidden, as the services that take money say.
    """

    @on_duty
    @wraps(view)
    def allowed(request: HttpRequest, *, shift: Shift, **kwargs: Any) -> HttpResponse:
        require_collector(shift.collector, shift.market, clock.now())
        return view(request, shift=shift, **kwargs)

    return allowed


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
