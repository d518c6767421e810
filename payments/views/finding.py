"""From what a person typed to their bill; a page that helps when there is none."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.limits import limited
from kernel.identifiers import MistypedKodeBayar, parse_kode_bayar


@require_safe
@limited("reads")
def find_bill(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("kode", "").strip()
    if not typed:
        return render(request, "payments/find_bill.html")
    try:
        kode = parse_kode_bayar(typed)
    except MistypedKodeBayar:
        return answer_mistyped(request, typed)
    return redirect("payments:pay", kode=kode)


def answer_mistyped(request: HttpRequest, typed: str) -> HttpResponse:
    """The field again, with what was typed: the check digits do not fit."""
    return _ask_again(
        request,
        typed,
        _("Kode bayar terdiri atas 14 angka. Salah satu angkanya keliru."),
    )


def answer_unknown(request: HttpRequest, kode: str) -> HttpResponse:
    """The field again: the code is well formed, and no bill has it."""
    return _ask_again(
        request,
        kode,
        _("Tidak ada tagihan dengan kode ini. Periksa lagi, atau tanyakan ke petugas."),
    )


def _ask_again(request: HttpRequest, typed: str, error: str) -> HttpResponse:
    context = {"typed": typed, "error": error}
    return render(
        request, "payments/find_bill.html", context, status=HTTPStatus.NOT_FOUND
    )
