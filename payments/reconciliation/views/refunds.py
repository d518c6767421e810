"""Refunds: what payers are owed, asking for it, and the second person's answer."""

from datetime import datetime
from typing import Any

from django.conf import settings
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

from accounts.access import authorize, person_signed_in
from accounts.models import AuditEvent, Person
from accounts.roles import Action
from accounts.selectors import actions_of
from city.selectors import business_date_of
from kernel import clock
from kernel.money import Rupiah
from payments.models import Payment, RefundRequest
from payments.reconciliation.access import require_reader
from payments.reconciliation.forms import ReasonForm
from payments.reconciliation.selectors.payouts import is_paid_out
from payments.reconciliation.selectors.refunds import (
    acts_on,
    money_of,
    owed_by_id,
    owed_money,
    refund_request_by_id,
    refund_requests,
)
from payments.reconciliation.views.frame import navigation, page_of
from payments.reconciliation.views.wording import ACTS, ROUTES, look_of, reason_of
from payments.services import (
    approve_refund,
    decline_refund,
    has_refunds,
    request_refund,
)

OWED_SHOWN = 50
Route = RefundRequest.Route


@require_safe
@login_required
@never_cache
def refunds(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    person = require_reader(request, now)
    page = page_of(request, refund_requests())
    owed = list(owed_money()[: OWED_SHOWN + 1])
    context = {
        "navigation": navigation(request),
        "owed": [{"money": one, "reason": reason_of(one)} for one in owed[:OWED_SHOWN]],
        "has_more": len(owed) > OWED_SHOWN,
        "page": page,
        "requests": [{"request": one, "look": look_of(one)} for one in page],
        "may_request": _may(person, Action.REQUEST_REFUND, now),
    }
    return render(request, "reconciliation/refunds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ask(request: HttpRequest, money_id: int) -> HttpResponse:
    """Ask for what one payer is owed; the way it goes back follows from where it is."""
    now = clock.now()
    person = person_signed_in(request)
    on = business_date_of(now)
    authorize(person=person, action=Action.REQUEST_REFUND, on=on)
    money = owed_by_id(money_id)
    payment = money.payment
    assert payment is not None  # noqa: S101 (for the type; the query asks it)
    paid_out = is_paid_out(payment=payment, today=on)
    route = Route.TREASURY if paid_out or not has_refunds(payment) else Route.GATEWAY
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = request_refund(
            code=payment.code,
            amount=Rupiah(vars(money)["rest_idr"]),
            reason=form.cleaned_data["alasan"],
            person=person,
            now=now,
            is_paid_out=paid_out,
            money=money if route is Route.TREASURY else None,
        )
        messages.success(request, _("Pengembalian diajukan. Orang lain menyetujuinya."))
        return redirect("reconciliation:refund", asked.pk)
    context = {
        "navigation": navigation(request),
        "money": money,
        "facts": [{"money": money, "reason": reason_of(money)}],
        "route": ROUTES[route],
        "is_by_gateway": route is Route.GATEWAY,
        "is_too_early": route is Route.TREASURY and not paid_out,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reconciliation/refund_form.html", context, status=status)


@require_safe
@login_required
@never_cache
def refund(request: HttpRequest, request_id: int) -> HttpResponse:
    require_reader(request, clock.now())
    return _page(request, request_id, ReasonForm())


@require_POST
@login_required
def approve(request: HttpRequest, request_id: int) -> HttpResponse:
    now = clock.now()
    person = _require_decider(request, now)
    found = refund_request_by_id(request_id)
    approve_refund(
        request_id=request_id,
        person=person,
        now=now,
        is_paid_out=_is_paid_out(found.payment, now),
    )
    messages.success(request, _("Pengembalian disetujui."))
    return redirect("reconciliation:refund", request_id)


@require_POST
@login_required
def decline(request: HttpRequest, request_id: int) -> HttpResponse:
    now = clock.now()
    person = _require_decider(request, now)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, request_id, form)
    ended = decline_refund(
        request_id=request_id,
        person=person,
        reason=form.cleaned_data["alasan"],
        now=now,
    )
    is_called_off = ended.outcome == RefundRequest.Outcome.CALLED_OFF
    said = (
        _("Pengembalian dibatalkan.") if is_called_off else _("Pengembalian ditolak.")
    )
    messages.success(request, said)
    return redirect("reconciliation:refund", request_id)


def _page(request: HttpRequest, request_id: int, form: ReasonForm) -> HttpResponse:
    now = clock.now()
    person = person_signed_in(request)
    found = refund_request_by_id(request_id)
    is_open = found.approved_at is None and found.finished_at is None
    is_decider = _may(person, Action.APPROVE_REFUND, now)
    waits_for_bank = _waits_for_bank(found)
    is_own = found.requested_by_id == person.pk
    context = {
        "navigation": navigation(request),
        "asked": found,
        "look": look_of(found),
        "route": ROUTES[found.route],
        "is_by_gateway": found.route == Route.GATEWAY,
        "money": [{"money": one, "reason": reason_of(one)} for one in money_of(found)],
        "is_paid_out": _is_paid_out(found.payment, now),
        "events": [_event(act) for act in acts_on(found)],
        "may_decide": is_open and is_decider and not is_own,
        "may_call_off": waits_for_bank and is_decider,
        "is_own": is_open and is_own,
        "waits_for_bank": waits_for_bank,
        "teller_url": settings.TELLER_URL,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reconciliation/refund.html", context, status=status)


def _waits_for_bank(asked: RefundRequest) -> bool:
    is_approved = asked.approved_at is not None and asked.finished_at is None
    return is_approved and asked.route == Route.TREASURY


def _require_decider(request: HttpRequest, now: datetime) -> Person:
    person = person_signed_in(request)
    on = business_date_of(now)
    authorize(person=person, action=Action.APPROVE_REFUND, on=on)
    return person


def _event(act: AuditEvent) -> dict[str, Any]:
    return {
        "title": ACTS.get(act.action, act.action),
        "at": act.at,
        "by": act.actor,
        "note": act.reason,
    }


def _is_paid_out(payment: Payment, now: datetime) -> bool:
    return is_paid_out(payment=payment, today=business_date_of(now))


def _may(person: Person, action: Action, now: datetime) -> bool:
    """Whether to offer it; the service asks again, for each OPD of the payment."""
    return action in actions_of(person=person, on=business_date_of(now))
