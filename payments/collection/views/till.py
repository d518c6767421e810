"""The treasurer's cash: hand-overs to count, what is held, deposits, shortages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import person_signed_in
from accounts.models import Person
from city.models import Opd
from kernel import clock
from kernel.errors import Forbidden
from kernel.money import Rupiah
from payments.collection.access import offices_for, require_treasurer
from payments.collection.forms import CountForm, SeenForm
from payments.collection.selectors.custody import hand_over_by_id, till_of
from payments.collection.services import (
    confirm_hand_over,
    make_deposit,
    repay_shortage,
)


@require_safe
@login_required
@never_cache
def till(request: HttpRequest) -> HttpResponse:
    """All cash of one OPD, by whose it is."""
    _person, offices = _treasurer(request)
    opd = _asked(request.GET.get("opd", ""), offices)
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
        "till": till_of(opd),
    }
    return render(request, "collection/till.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def count(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Count blind: what the tickets say is told after, to both."""
    person, now = person_signed_in(request), clock.now()
    found = hand_over_by_id(hand_over_id)
    require_treasurer(person, found.opd, now)
    form = CountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        counted = confirm_hand_over(
            hand_over_id=hand_over_id,
            treasurer=person,
            counted=form.cleaned_data["dihitung"],
            now=now,
        )
        messages.success(request, _told(counted.difference))
        return redirect(f"{reverse('till:till')}?opd={found.opd.code}")
    context = {
        "navigation": navigation(request),
        "hand_over": found,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "collection/count.html", context, status=status)


@require_POST
@login_required
def deposit(request: HttpRequest) -> HttpResponse:
    """Put all that is held under one slip."""
    person, offices = _treasurer(request)
    opd = _asked(request.POST.get("opd", ""), offices)
    form = SeenForm(request.POST)
    if form.is_valid():
        made = make_deposit(
            opd=opd, treasurer=person, amount=form.seen, now=clock.now()
        )
        text = _("STS %(number)s dibuat. Setor ke bank dengan nomor itu.")
        messages.success(request, text % {"number": made.paper.number})
    return redirect(f"{reverse('till:till')}?opd={opd.code}")


@require_POST
@login_required
def repaid(request: HttpRequest, shortage_id: int) -> HttpResponse:
    """A collector brought what was missing."""
    shortage = repay_shortage(
        shortage_id=shortage_id,
        treasurer=person_signed_in(request),
        now=clock.now(),
    )
    messages.success(request, _("Kekurangan lunas; uangnya kini kas bendahara."))
    return redirect(f"{reverse('till:till')}?opd={shortage.opd.code}")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The treasurer's places, with the one that this page belongs to."""
    places = [(_("Kas tunai"), "till:till"), (_("Plat lapak"), "plates:markets")]
    found = [(label, reverse(name)) for label, name in places]
    return [
        {"label": label, "href": href, "current": request.path.startswith(href)}
        for label, href in found
    ]


def _treasurer(request: HttpRequest) -> tuple[Person, list[Opd]]:
    person = person_signed_in(request)
    offices = offices_for(person, clock.now())
    if not offices:
        raise Forbidden
    return person, offices


def _asked(code: str, offices: list[Opd]) -> Opd:
    return next((one for one in offices if one.code == code), offices[0])


def _told(difference: Rupiah) -> str:
    if not difference:
        return _("Hitungan cocok dengan karcis. Juru pungut tinggal menyetujui.")
    if difference.amount < 0:
        return _(
            "Kurang %(amount)s menurut karcis. Bila juru pungut menyetujui hitungan "
            "ini, kekurangannya menjadi utangnya."
        ) % {"amount": -difference}
    return _(
        "Lebih %(amount)s menurut karcis. Kelebihannya dicatat sebagai titipan OPD."
    ) % {"amount": difference}
