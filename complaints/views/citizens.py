"""The reporter's pages: no account; the number tracks, the secret link replies."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.limits import limited, uploads_limited
from city.selectors import business_date_of
from complaints import services
from complaints.access import reporter_key, require_reporter
from complaints.forms import FindForm, ReopenForm, ReportForm
from complaints.models import Report
from complaints.selectors import photo_of, report_by_number
from complaints.transitions import ANSWERED, TERMINAL, ReportMovedOn
from complaints.views.wording import (
    Audience,
    deadline_sentence,
    look_of,
    pictures_of,
    timeline_of,
)
from kernel import clock
from kernel.errors import NotFound
from kernel.identifiers import MistypedReportNumber
from uploads.limits import bounded_body
from uploads.views import upload_answer


@uploads_limited()
@bounded_body
@require_http_methods(["GET", "HEAD", "POST"])
@limited("reads")
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _submit(request)
    context = {"form": ReportForm(), "find_form": FindForm()}
    return render(request, "complaints/report.html", context)


@limited("reports")
def _submit(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"form": form, "find_form": FindForm()}
        return render(request, "complaints/report.html", context, status=422)
    kept = services.submit_report(new=form.new_report(), now=clock.now())
    return redirect("reports:mine", number=kept.number, key=reporter_key(kept.number))


@require_safe
@limited("reads")
def find(request: HttpRequest) -> HttpResponse:
    """From a typed number to its page; what is no number is told beside the field."""
    form = FindForm(request.GET)
    if form.is_valid():
        try:
            found = report_by_number(form.cleaned_data["nomor"])
        except (MistypedReportNumber, NotFound) as refusal:
            form.add_error("nomor", _number_sentence(refusal))
        else:
            return redirect("reports:track", number=found.number)
    context = {"find_form": form}
    return render(request, "complaints/find.html", context, status=404)


@require_safe
@limited("reads")
@never_cache
def track(request: HttpRequest, *, number: str) -> HttpResponse:
    """What everybody may see: state, steps, pictures, deadline; nobody's words."""
    found = report_by_number(number)
    if found.number != number:
        return redirect("reports:track", number=found.number)
    context = _page(found, Audience.PUBLIC)
    return render(request, "complaints/track.html", context)


@require_safe
@limited("reads")
@never_cache
def mine(request: HttpRequest, *, number: str, key: str) -> HttpResponse:
    require_reporter(number=number, key=key)
    return _mine(request, report_by_number(number), key)


@bounded_body
@require_POST
@limited("reports")
def confirm(request: HttpRequest, *, number: str, key: str) -> HttpResponse:
    try:
        services.confirm_report(number=number, key=key, now=clock.now())
    except ReportMovedOn:
        return _mine(request, report_by_number(number), key, moved_on=True)
    return redirect("reports:mine", number=number, key=key)


@uploads_limited(of="number")
@bounded_body
@require_POST
@limited("reports")
def reopen(request: HttpRequest, *, number: str, key: str) -> HttpResponse:
    require_reporter(number=number, key=key)
    form = ReopenForm(request.POST, request.FILES)
    if not form.is_valid():
        return _mine(request, report_by_number(number), key, form=form)
    try:
        services.reopen_report(
            number=number,
            key=key,
            reason=form.cleaned_data["alasan"],
            photo=form.cleaned_data["foto"],
            now=clock.now(),
        )
    except ReportMovedOn:
        return _mine(request, report_by_number(number), key, form=form, moved_on=True)
    return redirect("reports:mine", number=number, key=key)


@require_safe
@limited("reads")
def photo(request: HttpRequest, *, number: str, code: str) -> HttpResponse:
    found = report_by_number(number)
    if found.category.is_confidential:
        raise NotFound
    return upload_answer(request, photo_of(report=found, code=code))


@require_safe
@limited("reads")
def my_photo(request: HttpRequest, *, number: str, key: str, code: str) -> HttpResponse:
    require_reporter(number=number, key=key)
    found = report_by_number(number)
    return upload_answer(request, photo_of(report=found, code=code))


def _mine(
    request: HttpRequest,
    found: Report,
    key: str,
    *,
    form: ReopenForm | None = None,
    moved_on: bool = False,
) -> HttpResponse:
    context = _page(found, Audience.REPORTER) | {
        "key": key,
        "link": request.build_absolute_uri(f"/lapor/{found.number}/{key}/"),
        "can_reply": found.state == ANSWERED,
        "is_over": found.state in TERMINAL,
        "form": form or ReopenForm(),
        "moved_on": moved_on,
    }
    status = 409 if moved_on else 422 if form else 200
    return render(request, "complaints/mine.html", context, status=status)


def _page(found: Report, audience: Audience) -> dict[str, Any]:
    is_private = audience is Audience.PUBLIC and found.category.is_confidential
    return {
        "report": found,
        "look": look_of(found),
        "events": timeline_of(found, audience),
        "pictures": [] if is_private else pictures_of(found),
        "is_private": is_private,
        "deadline": deadline_sentence(found, business_date_of(clock.now())),
    }


def _number_sentence(refusal: Exception) -> str:
    if isinstance(refusal, MistypedReportNumber):
        return _("Nomor laporan terdiri atas 12 angka, dan ada angka yang keliru.")
    return _("Tidak ada laporan dengan nomor ini. Periksa lagi.")
