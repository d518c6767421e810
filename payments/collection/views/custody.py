"""A collector and the treasurer's count: accept it, or say why not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_signed_in
from kernel import clock
from kernel.errors import NotFound
from kernel.money import ZERO, Rupiah
from payments.collection.forms import ReasonForm, SeenForm
from payments.collection.models import HandOver
from payments.collection.selectors.custody import (
    collectors_count,
    hand_over_by_id,
    open_shift_of,
)
from payments.collection.services import accept_hand_over, contest_count
from payments.collection.views.frame import strip


@require_safe
@login_required
@never_cache
def hand_over(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Where a hand-over stands; once counted, the collector's answer is asked."""
    return _page(request, _own(request, hand_over_id), ReasonForm())


@require_POST
@login_required
def accept(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """The collector accepts the count that stood on the page."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return redirect("collection:hand_over", hand_over_id=hand_over_id)
    accept_hand_over(
        hand_over_id=hand_over_id,
        collector=person_signed_in(request),
        counted=form.seen,
        now=clock.now(),
    )
    return redirect("collection:hand_over", hand_over_id=hand_over_id)


@require_POST
@login_required
def contest(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """The collector does not accept it: the treasurer counts again."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, _own(request, hand_over_id), form)
    contest_count(
        hand_over_id=hand_over_id,
        collector=person_signed_in(request),
        reason=form.cleaned_data["alasan"],
        now=clock.now(),
    )
    messages.info(request, _("Dicatat. Bendahara menghitung ulang bersama Anda."))
    return redirect("collection:hand_over", hand_over_id=hand_over_id)


def _own(request: HttpRequest, hand_over_id: int) -> HandOver:
    found = hand_over_by_id(hand_over_id)
    if found.collector_id != person_signed_in(request).pk:
        raise NotFound
    return found


def _page(request: HttpRequest, found: HandOver, form: ReasonForm) -> HttpResponse:
    own_count, difference = collectors_count(found), ZERO
    if own_count is not None:
        difference = own_count - Rupiah(found.expected_idr)
    context = strip(open_shift_of(found.collector)) | {
        "hand_over": found,
        "own_count": own_count,
        "own_difference": difference,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "collection/hand_over.html", context, status=status)
