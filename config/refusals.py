"""Refusals of the rules as pages: the sentence of each code, in the reader's language.

The API tells the same codes as problem+json (config.problems).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from config.requests import request_id_of
from kernel.errors import RempahError

# code → (what happened, what to do)
SENTENCES = {
    "refused": (_("Permintaan tidak dapat diproses"), _("Periksa kembali isiannya.")),
    "not_found": (
        _("Tidak ditemukan"),
        _("Periksa kembali alamat atau kode yang Anda ketik."),
    ),
    "forbidden": (
        _("Anda tidak berwenang untuk ini"),
        _("Hubungi admin bila tugas ini memang tugas Anda."),
    ),
    "conflict": (
        _("Data sudah berubah"),
        _("Muat ulang halaman, lalu coba lagi."),
    ),
    "kode_bayar_mistyped": (
        _("Kode bayar keliru"),
        _(
            "Kode bayar terdiri atas 14 angka. Salah satu angkanya keliru; periksa lagi."
        ),
    ),
    "same_person": (
        _("Harus diperiksa orang lain"),
        _("Yang membuat tidak boleh menyetujui. Mintalah rekan yang berwenang."),
    ),
    "conflicting_role": (
        _("Peran ini tidak boleh dirangkap"),
        _("Orang ini masih memegang peran %(held)s di tempat yang sama."),
    ),
    "role_held_already": (
        _("Peran ini sudah dipegang"),
        _("Orang ini sudah memegang peran yang sama di tempat yang sama."),
    ),
    "username_taken": (
        _("Nama pengguna sudah dipakai"),
        _("Pilih nama pengguna lain."),
    ),
    "password_refused": (_("Kata sandi tidak cukup kuat"), "%(why)s"),
}


def sentence_of(error: RempahError) -> tuple[str, str]:
    """What happened and what to do, filled with the facts the error names."""
    title, detail = SENTENCES[error.code]
    return str(title) % error.facts, str(detail) % error.facts


class RefusalMiddleware:
    """Turns a RempahError of a page view into an error page with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a refusal; anything else goes on to become a 500."""
        if not isinstance(exception, RempahError):
            return None
        title, detail = sentence_of(exception)
        context = {
            "title": title,
            "detail": detail,
            "code": exception.code,
            "request_id": request_id_of(request),
        }
        return render(request, "errors/refusal.html", context, status=exception.status)
