"""Finding a stall by its plate, and what is owed there; for anybody, and on duty."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import NotFound
from kernel.names import name_hint
from payments.collection.forms import BillsForm, ReadForm
from payments.collection.models import Plate, Shift
from payments.collection.selectors.custody import open_shift_of
from payments.collection.selectors.stalls import (
    Account,
    ForeignQr,
    account_of,
    last_payment_at,
    plate_by_code,
    stall_name,
)
from payments.collection.services import plate_of
from payments.collection.views.frame import collectors_page, stall_page, strip

# Reading a QR in wasm is the one thing no other page may do.
_POLICY = cast("dict[str, list[str]]", settings.SECURE_CSP)
_SCRIPTS = [*_POLICY["script-src"], CSP.WASM_UNSAFE_EVAL]
WITH_WASM = {**_POLICY, "script-src": _SCRIPTS}


@csp_override(WITH_WASM)
@require_http_methods(["GET", "HEAD", "POST"])
@collectors_page
def scan(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """The camera, and a field to type into. POST, so that no foreign QR is logged."""
    form = ReadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plate = plate_of(text=form.cleaned_data["isi"], now=clock.now())
        except NotFound as unknown:
            form.add_error("isi", _why(unknown))
        else:
            return redirect("collection:stall", code=plate.code)
    status = 422 if form.errors else 200
    context = strip(shift) | {"form": form}
    return render(request, "collection/scan.html", context, status=status)


@require_safe
@stall_page
def stall(request: HttpRequest, *, plate: Plate, shift: Shift) -> HttpResponse:
    """One of three: owes, owes nothing, or (`stall_page`) not of this market."""
    found = plate.levy_object
    context = strip(shift) | {
        "plate": plate,
        "stall": found,
        "name": stall_name(found, found.market),
        "payer": found.payer,
    }
    account = account_chosen(request, plate)
    if not account.owed:
        context["last"] = last_payment_at(found)
        return render(request, "collection/clear.html", context)
    return render(request, "collection/owes.html", context | {"account": account})


@require_safe
@limited("reads")
@never_cache
def public(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody's phone shows for a plate: what is owed there, and where to pay."""
    plate = plate_by_code(code)
    found = plate.levy_object
    person = request.user if request.user.is_authenticated else None
    context = {
        "plate": plate,
        "stall": found,
        "name": stall_name(found, found.market),
        "payer": name_hint(found.payer.name),
        "account": account_of(found, on=business_date_of(clock.now())),
        "may_collect": person is not None and open_shift_of(person) is not None,
    }
    return render(request, "collection/public.html", context)


def account_chosen(request: HttpRequest, plate: Plate) -> Account:
    """What is owed at a stall today, with the bills that the address asks for."""
    data = request.POST if request.method == "POST" else request.GET
    form = BillsForm(data)
    wanted = form.cleaned_data["kode"] if form.is_valid() else []
    today = business_date_of(clock.now())
    return account_of(plate.levy_object, on=today, wanted=wanted)


def _why(unknown: NotFound) -> str:
    """Said plainly: what was read, and what to look for instead."""
    if isinstance(unknown, ForeignQr) and unknown.facts["is_qris"]:
        return _("Ini QR untuk membayar (QRIS), bukan plat lapak. Pindai plat lapak.")
    if isinstance(unknown, ForeignQr):
        return _("Ini bukan plat lapak kota. Pindai plat lapak, atau ketik kodenya.")
    return _("Tidak ada lapak dengan kode ini. Periksa kode di bawah QR pada plat.")
