"""A collector's day: begin, see what was taken, count, end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import person_signed_in
from kernel import clock
from kernel.errors import Forbidden, NotFound
from kernel.money import Rupiah
from payments.collection.forms import CountForm
from payments.collection.models import Shift
from payments.collection.selectors.custody import (
    debts_of,
    open_shift_of,
    shift_by_id,
    sums_of,
    unfinished_hand_overs,
)
from payments.collection.selectors.voids import undecided_in, voids_in
from payments.collection.services import close_shift, open_shift
from payments.collection.views.frame import (
    markets_of_collector,
    on_duty,
    strip,
)


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """On duty: what was taken, and the way to the next stall. Else: begin.

    Whose role has ended sees what is left to count, hand over or repay, and no more.
    """
    person, markets = markets_of_collector(request)
    shift = open_shift_of(person)
    hand_overs, debts = list(unfinished_hand_overs(person)), list(debts_of(person))
    if not (markets or shift or hand_overs or debts):
        raise Forbidden
    context = strip(shift) | {
        "markets": markets,
        "may_take": shift is None or shift.market in markets,
        "sums": sums_of(shift) if shift else None,
        "hand_overs": hand_overs,
        "debts": debts,
    }
    return render(request, "collection/home.html", context)


@require_POST
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin at one of the person's markets."""
    person, markets = markets_of_collector(request)
    if not markets:
        raise Forbidden
    wanted = request.POST.get("pasar", "")
    market = next((one for one in markets if one.code == wanted), None)
    if market is None:
        raise NotFound
    open_shift(collector=person, market=market, now=clock.now())
    messages.success(request, _("Anda bertugas di %(market)s.") % {"market": market})
    return redirect("collection:home")


@require_http_methods(["GET", "HEAD", "POST"])
@on_duty
def end(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """Count first; what the tickets say is told after."""
    form = CountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_shift(
            shift_id=shift.pk,
            collector=shift.collector,
            counted=form.cleaned_data["dihitung"],
            now=clock.now(),
        )
        return redirect("collection:shift", shift_id=shift.pk)
    status = 422 if form.errors else 200
    context = strip(shift) | {"form": form, "undecided": undecided_in(shift)}
    return render(request, "collection/end.html", context, status=status)


@require_safe
@login_required
@never_cache
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """A shift that has ended: the count, what the tickets say, and what comes next."""
    person = person_signed_in(request)
    ended = shift_by_id(shift_id=shift_id, collector=person)
    if ended.is_open or ended.counted_idr is None:
        return redirect("collection:home")
    sums = sums_of(ended)
    context = strip(open_shift_of(person)) | {
        "ended": ended,
        "sums": sums,
        "difference": Rupiah(ended.counted_idr) - sums.cash,
        "voids": list(voids_in(ended)),
        "hand_overs": list(ended.hand_overs.select_related("opd", "treasurer")),
    }
    return render(request, "collection/shift.html", context)
