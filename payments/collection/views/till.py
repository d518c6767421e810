"""The treasurer's cash on one page, and each of its lists whole; others only look."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import person_signed_in
from accounts.models import Person
from accounts.roles import Action
from accounts.selectors import actions_of
from city.models import Opd
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import Forbidden, NotFound
from payments.collection.access import allowed_at, offices_for
from payments.collection.selectors.till import LISTS, slips, till_of
from payments.collection.selectors.voids import voids_asked

ROWS_A_PAGE = 50
# What a list is called above it; its word in the address is selectors.till's.
TITLES = {
    "serah-terima": gettext_lazy("Serah terima"),
    "setoran": gettext_lazy("Setoran"),
    "kekurangan": gettext_lazy("Kekurangan"),
    "bertugas": gettext_lazy("Masih di tangan juru pungut"),
}


@require_safe
@login_required
@never_cache
def till(request: HttpRequest) -> HttpResponse:
    """All cash of one OPD, by whose it is."""
    person, offices = who_may(request, Action.SEE_TREASURY)
    opd = office_asked(request.GET.get("opd", ""), offices)
    now = clock.now()
    allowed = allowed_at(person, opd, now)
    context = {
        "navigation": navigation(request),
        "tabs": [
            {
                "label": office.name,
                "href": f"?opd={office.code}",
                "current": office == opd,
            }
            for office in offices
        ],
        "till": till_of(opd, business_date_of(now)),
        "may_receive": Action.RECEIVE_CASH in allowed,
        "voids": list(voids_asked(opd)),
        "may_decide": Action.APPROVE_VOID in allowed,
        "teller_url": settings.TELLER_URL,
    }
    return render(request, "collection/till.html", context)


@require_safe
@login_required
@never_cache
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """One list of the till whole, page by page."""
    person, offices = who_may(request, Action.SEE_TREASURY)
    if name not in LISTS:
        raise NotFound
    opd, now = office_asked(request.GET.get("opd", ""), offices), clock.now()
    page = Paginator(LISTS[name](opd), ROWS_A_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    context = {
        "navigation": navigation(request),
        "opd": opd,
        "name": name,
        "title": TITLES[name],
        "page": page,
        "rows": slips(found, business_date_of(now)) if name == "setoran" else found,
        "may_receive": Action.RECEIVE_CASH in allowed_at(person, opd, now),
    }
    return render(request, "collection/till_rows.html", context)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The places of who asks, with the one that this page belongs to."""
    person = person_signed_in(request)
    allowed = actions_of(person=person, on=business_date_of(clock.now()))
    places = [
        (_("Kas tunai"), reverse("till:till"), Action.SEE_TREASURY),
        (_("Plat lapak"), reverse("plates:markets"), Action.PRINT_PLATES),
    ]
    return [
        {"label": label, "href": href, "current": request.path.startswith(href)}
        for label, href, action in places
        if action in allowed
    ]


def back_to_till(opd: Opd) -> HttpResponse:
    """To the cash of this OPD."""
    return redirect(f"{reverse('till:till')}?opd={opd.code}")


def who_may(request: HttpRequest, action: Action) -> tuple[Person, list[Opd]]:
    """Who asks, and the OPD in which they may do it today.

    Raises:
        Forbidden: there is none.
    """
    person = person_signed_in(request)
    offices = offices_for(person, action, clock.now())
    if not offices:
        raise Forbidden
    return person, offices


def office_asked(code: str, offices: list[Opd]) -> Opd:
    """The OPD that is asked for, else the first."""
    return next((one for one in offices if one.code == code), offices[0])
