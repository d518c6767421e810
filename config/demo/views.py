"""The demo's one button."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from city.selectors import business_date_of
from config.demo.days import live_until, next_day
from kernel import clock
from payments.reconciliation.access import require_importer


@login_required
@require_POST
def next_day_view(request: HttpRequest) -> HttpResponse:
    """The demo's button "Hari berikutnya", for who brings the evidence it makes."""
    if not settings.IS_DEMO:
        raise Http404
    require_importer(request, clock.now())
    if clock.offset() < timedelta(0):
        # The demo's past is being lived in another process, which moves the clock.
        messages.error(
            request, _("Riwayat demo masih disusun. Tunggu sampai hari ini tercapai.")
        )
        return redirect("/bp2rd/")
    now = live_until(next_day())
    messages.success(request, _("Jam demo dimajukan."))
    return redirect(f"/bp2rd/?hari={business_date_of(now)}")
