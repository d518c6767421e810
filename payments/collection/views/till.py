"""The treasurer's cash: hand-overs to count, what is held, deposits, shortages."""

from datetime import datetime
from typing import Any

from django.conf import settings
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
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import Forbidden
from kernel.money import ZERO, Rupiah
from payments.collection.access import offices_for, require_treasurer
from payments.collection.forms import CountForm, SeenForm
from payments.collection.models import HandOver, Shortage
from payments.collection.selectors.custody import (
    hand_over_by_id,
    shortage_by_id,
    till_of,
)
from payments.collection.services import (
    confirm_hand_over,
    make_deposit,
    repay_shortage,
)
from payments.collection.services.refusals import RepaymentDiffers


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
        "teller_url": settings.TELLER_URL,
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
        _tell(request, counted)
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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def repaid(request: HttpRequest, shortage_id: int) -> HttpResponse:
    """A collector brings what was missing: count it, then it is the treasurer's."""
    person, now = person_signed_in(request), clock.now()
    shortage = shortage_by_id(shortage_id)
    require_treasurer(person, shortage.opd, now)
    form = CountForm(request.POST or None)
    if form.is_valid() and _is_repaid(form, shortage, person, now):
        text = _("%(who)s melunasi %(amount)s; uangnya kini kas bendahara.")
        amount = Rupiah(shortage.amount_idr)
        told = {"who": shortage.collector.full_name, "amount": amount}
        messages.success(request, text % told)
        return redirect(f"{reverse('till:till')}?opd={shortage.opd.code}")
    context = {
        "navigation": navigation(request),
        "shortage": shortage,
        "today": business_date_of(now),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "collection/repay.html", context, status=status)


def _is_repaid(
    form: CountForm, shortage: Shortage, person: Person, now: datetime
) -> bool:
    counted = form.cleaned_data["dihitung"]
    try:
        repay_shortage(
            shortage_id=shortage.pk, treasurer=person, counted=counted, now=now
        )
    except RepaymentDiffers as refusal:
        text = _("Kekurangannya %(owed)s, Anda menghitung %(counted)s. Hitung lagi.")
        form.add_error("dihitung", text % refusal.facts)
        return False
    return True


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


def _tell(request: HttpRequest, counted: HandOver) -> None:
    """Both amounts, and what their difference means."""
    difference = counted.difference
    sums = {
        "difference": Rupiah(abs(difference.amount)),
        "counted": Rupiah(counted.counted_idr or 0),
        "tickets": Rupiah(counted.expected_idr),
    }
    if not difference:
        text = _("Hitungan cocok dengan karcis. Juru pungut tinggal menyetujui.")
        messages.success(request, text)
    elif difference < ZERO:
        text = _(
            "Kurang %(difference)s: menurut karcis %(tickets)s, Anda menghitung "
            "%(counted)s. Bila juru pungut menyetujui hitungan ini, kekurangannya "
            "menjadi utangnya."
        )
        messages.error(request, text % sums)
    else:
        text = _(
            "Lebih %(difference)s: menurut karcis %(tickets)s, Anda menghitung "
            "%(counted)s. Kelebihannya dicatat sebagai titipan OPD."
        )
        messages.warning(request, text % sums)
