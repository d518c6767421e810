"""The audit log for those who look: its lines, and whether its chain is whole."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import authorize, person_signed_in
from accounts.chain import verify_audit_log
from accounts.models import AuditEvent
from accounts.roles import Action
from city.selectors import business_date_of
from kernel import clock
from payments.reconciliation.views.frame import navigation, page_of


@require_safe
@login_required
@never_cache
def audit(request: HttpRequest) -> HttpResponse:
    """The latest lines; with `?periksa` the whole chain is walked, which takes time."""
    person, on = person_signed_in(request), business_date_of(clock.now())
    authorize(person=person, action=Action.SEE_AUDIT_LOG, on=on)
    events = AuditEvent.objects.select_related("actor").order_by("-id")
    context = {
        "navigation": navigation(request),
        "page": page_of(request, events),
        "verdict": verify_audit_log() if "periksa" in request.GET else None,
    }
    return render(request, "reconciliation/audit.html", context)
