"""The demo's one clock: move it, and site and simulators live the next day.

Nothing here exists for a real city: every door refuses without a movable clock.
"""

from datetime import datetime, timedelta

import requests  # noqa: TID251 (the simulators' control)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from city.selectors import business_date_of, zone
from kernel import clock
from levies.services import issue_bills
from payments.reconciliation.services import reconcile

# After the gateway's payout hour (10:00 WIB) in every zone of the country.
HOUR_OF_ARRIVAL = 14
SIMULATOR_SECONDS = 30


def live_until(target: datetime) -> datetime:
    """Move site and simulators to `target` and run what fell due on the way.

    Raises:
        ClockIsFixed: this start has no movable clock.
    """
    first = business_date_of(clock.now()) + timedelta(days=1)
    clock.move(target)
    tell_simulators()
    now = clock.now()
    day = first
    while day <= business_date_of(now):
        issue_bills(day=day, now=now)
        day += timedelta(days=1)
    reconcile(now=now)
    return now


def next_day() -> datetime:
    """The instant at which the demo's next day is looked at, in the city's zone."""
    tomorrow = business_date_of(clock.now()) + timedelta(days=1)
    return clock.start_of_day(tomorrow, zone()) + timedelta(hours=HOUR_OF_ARRIVAL)


def tell_simulators() -> None:
    """Give both simulators the site's clock; the bank first, to date the payouts."""
    offset = int(clock.offset().total_seconds())
    for url in (settings.BANK_URL, settings.MIDTRANS["url"]):
        answer = requests.post(
            f"{url}/_control/clock",
            json={"offset_seconds": offset},
            timeout=SIMULATOR_SECONDS,
        )
        answer.raise_for_status()


@login_required
@require_POST
def next_day_view(request: HttpRequest) -> HttpResponse:
    """The button "Hari berikutnya" of the demo."""
    if not settings.IS_DEMO:
        raise Http404
    now = live_until(next_day())
    messages.success(request, _("Jam demo dimajukan."))
    return redirect(f"/bp2rd/?hari={business_date_of(now)}")
