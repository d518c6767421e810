"""From what a person typed to their bill; a page that helps when there is none."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.limits import limited
from kernel.identifiers import (
    MistypedKodeBayar,
    parse_kode_bayar,
    typed_digits,
    typed_opaque_code,
)
from payments.forms import mistyped_sentence


@require_safe
@limited("reads")
def find_bill(request: HttpRequest) -> HttpResponse:
    """One field for what a person holds: a kode bayar, or a plate's code."""
    typed = request.GET.get("kode", "").strip()
    if not typed:
        return render(request, "payments/find_bill.html")
    if plate := typed_opaque_code(typed):
        return redirect("stalls:public", code=plate)
    try:
        kode = parse_kode_bayar(typed)
    except MistypedKodeBayar:
        return answer_mistyped(request, typed)
    return redirect("payments:pay", kode=kode)


def answer_mistyped(request: HttpRequest, typed: str) -> HttpResponse:
    """The field again, with what was typed, and what is wrong with it."""
    if typed_digits(typed):
        return _ask_again(request, typed, mistyped_sentence(typed))
    return _ask_again(
        request,
        typed,
        _("Ketik 14 angka kode bayar, atau 12 huruf dan angka di bawah QR plat lapak."),
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
