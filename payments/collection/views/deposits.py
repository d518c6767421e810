"""Slips (STS): make one, look at it, and say that a wrong one is to be cancelled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_signed_in
from accounts.roles import Action
from city.selectors import business_date_of
from kernel import clock
from payments.collection.access import allowed_at, require_at
from payments.collection.forms import CancelForm, SeenForm
from payments.collection.models import Deposit
from payments.collection.selectors.till import deposit_by_id, slips
from payments.collection.services import (
    ask_to_cancel,
    cancel_deposit,
    keep_deposit,
    make_deposit,
)
from payments.collection.views.till import (
    back_to_till,
    navigation,
    office_asked,
    who_may,
)


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """Put all that is held under one slip."""
    person, offices = who_may(request, Action.RECEIVE_CASH)
    opd = office_asked(request.POST.get("opd", ""), offices)
    form = SeenForm(request.POST)
    if form.is_valid():
        made = make_deposit(
            opd=opd, treasurer=person, amount=form.seen, now=clock.now()
        )
        text = _("STS %(number)s dibuat. Setor ke bank dengan nomor itu.")
        messages.success(request, text % {"number": made.paper.number})
    return back_to_till(opd)


@require_safe
@login_required
@never_cache
def deposit(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """One slip: what lies under it, where it stands, whether it is to be cancelled."""
    return _page(request, _seen(request, deposit_id), CancelForm())


@require_POST
@login_required
def ask(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """The treasurer says that the slip is wrong."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        found = deposit_by_id(deposit_id)
        person, now = person_signed_in(request), clock.now()
        require_at(person, Action.REQUEST_VOID, found.opd, now)
        return _page(request, found, form)
    ask_to_cancel(
        deposit_id=deposit_id,
        treasurer=person_signed_in(request),
        reason=form.cleaned_data["alasan"],
        now=clock.now(),
    )
    text = _("Pembatalan diminta. Kepala OPD memutuskan; sampai itu STS tetap berlaku.")
    messages.info(request, text)
    return redirect("till:deposit", deposit_id=deposit_id)


@require_POST
@login_required
def keep(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """The request is withdrawn or declined."""
    keep_deposit(
        deposit_id=deposit_id, person=person_signed_in(request), now=clock.now()
    )
    messages.info(request, _("STS tetap berlaku."))
    return redirect("till:deposit", deposit_id=deposit_id)


@require_POST
@login_required
def cancel(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """The head of the OPD agrees."""
    cancel_deposit(
        deposit_id=deposit_id, approver=person_signed_in(request), now=clock.now()
    )
    text = _("STS dibatalkan. Uangnya kembali ke kas bendahara yang belum disetor.")
    messages.success(request, text)
    return redirect("till:deposit", deposit_id=deposit_id)


def _seen(request: HttpRequest, deposit_id: int) -> Deposit:
    found = deposit_by_id(deposit_id)
    person = person_signed_in(request)
    require_at(person, Action.SEE_TREASURY, found.opd, clock.now())
    return found


def _page(request: HttpRequest, found: Deposit, form: CancelForm) -> HttpResponse:
    person, now = person_signed_in(request), clock.now()
    allowed = allowed_at(person, found.opd, now)
    (slip,) = slips([found], business_date_of(now))
    context = {
        "navigation": navigation(request),
        "slip": slip,
        "deposit": found,
        "lines": found.paper.values["lines"],
        "may_ask": Action.REQUEST_VOID in allowed,
        "may_decide": Action.APPROVE_VOID in allowed,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "collection/deposit.html", context, status=status)
