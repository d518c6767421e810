"""Payouts, and one payout taken apart per OPD × revenue account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kernel import clock
from payments.reconciliation.access import require_reader
from payments.reconciliation.selectors.payouts import payout_breakdown
from payments.reconciliation.selectors.payouts import payouts as all_payouts
from payments.reconciliation.views.frame import navigation, page_of


@require_safe
@login_required
@never_cache
def payouts(request: HttpRequest) -> HttpResponse:
    require_reader(request, clock.now())
    page = page_of(request, all_payouts())
    context = {"navigation": navigation(request), "page": page}
    return render(request, "reconciliation/payouts.html", context)


@require_safe
@login_required
@never_cache
def payout(request: HttpRequest, reference: str) -> HttpResponse:
    require_reader(request, clock.now())
    breakdown = payout_breakdown(reference)
    context = {"navigation": navigation(request), "breakdown": breakdown}
    return render(request, "reconciliation/payout.html", context)
