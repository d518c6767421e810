"""The treasurer counts: what a collector hands over, and what repays a shortage."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import person_signed_in
from accounts.models import Person
from city.selectors import business_date_of
from kernel import clock
from kernel.money import ZERO, Rupiah
from payments.collection.access import require_treasurer
from payments.collection.forms import CountForm
from payments.collection.models import HandOver, Shortage
from payments.collection.selectors.custody import hand_over_by_id, shortage_by_id
from payments.collection.selectors.voids import voids_in
from payments.collection.services import confirm_hand_over, repay_shortage
from payments.collection.services.refusals import RepaymentDiffers
from payments.collection.views.till import back_to_till, navigation


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
        return back_to_till(found.opd)
    context = {
        "navigation": navigation(request),
        "hand_over": found,
        "voids": list(voids_in(found.shift)),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "collection/count.html", context, status=status)


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
        return back_to_till(shortage.opd)
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
