"""The office's pages: the queue by deadline left, one application, and its verbs."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from city.models import Opd
from city.selectors import business_date_of, holidays
from kernel import clock
from kernel.working_days import add_working_days
from permits import services
from permits.access import (
    may_approve,
    may_check,
    require_application,
    require_reader,
)
from permits.forms import AnswersForm, DecisionForm, ReasonForm, ReviewForm
from permits.models import Application
from permits.selectors import (
    ApplicationUnknown,
    applications_in_queue,
    clock_of,
    items_of,
    near_silence,
    part_with_file,
)
from permits.transitions import IN_PROCESS, ApplicationState
from permits.views.desk import desk_context, moved_on_context
from permits.views.wording import clock_words, look_of
from uploads.views import upload_answer

ROWS_A_PAGE = 50
ALARMS_AT_MOST = 10
VIEWS = {
    "": frozenset({ApplicationState.SUBMITTED}),
    "putusan": frozenset({ApplicationState.CHECKED}),
    "menunggu": frozenset(
        IN_PROCESS - {ApplicationState.SUBMITTED, ApplicationState.CHECKED}
    ),
    "selesai": frozenset(set(ApplicationState) - IN_PROCESS - {ApplicationState.DRAFT}),
}


@require_safe
@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the office, the most urgent first."""
    now = clock.now()
    _person, offices = require_reader(request, now)
    view = request.GET.get("lihat", "")
    view = view if view in VIEWS else ""
    rows = applications_in_queue(opds=offices, states=VIEWS[view])
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    on, rest_days = business_date_of(now), holidays()
    context = {
        "navigation": navigation(),
        "tabs": [
            {
                "label": label,
                "href": f"?lihat={name}" if name else "?",
                "current": name == view,
                "count": applications_in_queue(
                    opds=offices, states=VIEWS[name]
                ).count(),
            }
            for name, label in _tabs().items()
        ],
        "alarms": [_row(one, on, rest_days) for one in _alarms(offices, on, rest_days)],
        "page": page,
        "query": f"lihat={view}&" if view else "",
        "rows": [_row(one, on, rest_days) for one in page],
    }
    return render(request, "permits/office/queue.html", context)


@require_safe
@login_required
@never_cache
def application(request: HttpRequest, *, number: str) -> HttpResponse:
    """One application: answers and papers left, what is to be done right."""
    now = clock.now()
    person, found = require_application(request, number, now)
    return _desk(request, person, found)


@require_safe
@login_required
def file(request: HttpRequest, *, number: str, part_id: int) -> HttpResponse:
    """A paper, for who may see the application it belongs to."""
    _person, found = require_application(request, number, clock.now())
    part = part_with_file(found, part_id)
    if part.upload is None:
        raise ApplicationUnknown
    return upload_answer(request, part.upload)


@require_POST
@login_required
def review(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Pemeriksaan disimpan.")
    return _check(request, number, services.review_items, done)


@require_POST
@login_required
def send_back(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Dikembalikan kepada pemohon; jam berhenti sampai perbaikan datang.")
    return _check(
        request,
        number,
        services.send_back,
        done,
        require=ReviewForm.require_a_correction,
    )


@require_POST
@login_required
def recommend(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Diusulkan untuk disetujui.")
    return _check(
        request,
        number,
        partial(services.recommend, is_favoured=True),
        done,
        require=ReviewForm.require_all_valid,
        has_findings=True,
    )


@require_POST
@login_required
def advise_against(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Diusulkan untuk ditolak.")
    return _check(
        request,
        number,
        partial(services.recommend, is_favoured=False),
        done,
        require=ReviewForm.require_a_note,
        has_note=True,
    )


@require_POST
@login_required
def approve(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Permohonan disetujui.")
    return _decide(request, number, services.approve_application, done, DecisionForm)


@require_POST
@login_required
def reject(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Permohonan ditolak; pemohon membaca alasannya.")
    return _decide(request, number, services.reject_application, done, ReasonForm)


@require_POST
@login_required
def return_to_checker(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Dikembalikan kepada pemeriksa.")
    return _decide(
        request, number, services.return_to_checker, done, ReasonForm, words="note"
    )


@require_POST
@login_required
def cancel_unpaid(request: HttpRequest, *, number: str) -> HttpResponse:
    done = _("Tagihan dibatalkan; permohonan menunggu keputusan lagi.")
    return _decide(request, number, services.cancel_unpaid, done, ReasonForm)


@require_POST
@login_required
def show_nik(request: HttpRequest, *, number: str) -> HttpResponse:
    """The whole NIK once, and a line in the books that says who looked."""
    now = clock.now()
    person, found = require_application(request, number, now)
    nik = services.show_nik(application=found, person=person, now=now)
    return _desk(request, person, found, shown_nik=nik)


def navigation() -> list[dict[str, Any]]:
    """The line of places of this office."""
    href = reverse("permits_office:queue")
    return [{"label": _("Permohonan izin"), "href": href, "current": True}]


def _row(
    application: Application, on: date, rest_days: Collection[date]
) -> dict[str, Any]:
    counted = clock_of(application, on=on, rest_days=rest_days)
    return {
        "application": application,
        "look": look_of(application),
        "words": clock_words(application, counted),
    }


def _alarms(
    offices: Collection[Opd], on: date, rest_days: Collection[date]
) -> QuerySet[Application]:
    """What nobody has decided and soon must, or should have; on every tab."""
    until = add_working_days(on, services.WARNED_WORKING_DAYS, rest_days)
    found = near_silence(until=until).filter(permit_type__opd__in=offices)
    return found.with_details().order_by("deadline_on", "pk")[:ALARMS_AT_MOST]


def _tabs() -> dict[str, str]:
    return {
        "": _("Perlu diperiksa"),
        "putusan": _("Menunggu keputusan"),
        "menunggu": _("Menunggu pemohon"),
        "selesai": _("Selesai"),
    }


def _check(
    request: HttpRequest,
    number: str,
    service: Callable[..., Application],
    done: str,
    *,
    require: Callable[[ReviewForm], bool] = ReviewForm.is_valid,
    has_findings: bool = False,
    has_note: bool = False,
) -> HttpResponse:
    """One of the checker's verbs, with the verdicts of the same form."""
    now = clock.now()
    person, found = require_application(request, number, now)
    form = ReviewForm(items_of(found), request.POST)
    asked = found.permit_type.shown.check.questions
    findings = AnswersForm(asked, request.POST) if has_findings else None
    is_sound = form.is_valid() and require(form)
    if findings is not None and not findings.is_valid():
        is_sound = False
    if not is_sound:
        return _desk(request, person, found, form=form, findings=findings, status=422)
    told: dict[str, Any] = {}
    if findings is not None:
        told["findings"] = findings.cleaned_data
    if has_findings or has_note:
        told["note"] = form.cleaned_data["catatan"]
    try:
        service(
            application=found,
            person=person,
            verdicts=form.verdicts(),
            turn=form.cleaned_data["turn"],
            now=now,
            **told,
        )
    except services.ApplicationMovedOn:
        return _moved_on(request, number, form=form, findings=findings)
    messages.success(request, done)
    return redirect("permits_office:application", number=number)


def _decide(
    request: HttpRequest,
    number: str,
    service: Callable[..., Application],
    done: str,
    form_class: type[DecisionForm],
    *,
    words: str = "reason",
) -> HttpResponse:
    """One of the approver's verbs."""
    now = clock.now()
    person, found = require_application(request, number, now)
    form = form_class(request.POST)
    if not form.is_valid():
        return _desk(request, person, found, decision=form, status=422)
    told = {words: form.cleaned_data["alasan"]} if "alasan" in form.fields else {}
    try:
        service(
            application=found,
            person=person,
            turn=form.cleaned_data["turn"],
            now=now,
            **told,
        )
    except services.ApplicationMovedOn:
        return _moved_on(request, number, decision=form)
    messages.success(request, done)
    return redirect("permits_office:application", number=number)


def _desk(
    request: HttpRequest,
    person: Person,
    found: Application,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    now = clock.now()
    context = desk_context(
        found,
        now=now,
        can_check=may_check(person, found, now),
        can_approve=may_approve(person, found, now),
        **forms,
    )
    context["navigation"] = navigation()
    return render(request, "permits/office/application.html", context, status=status)


def _moved_on(request: HttpRequest, number: str, **forms: Any) -> HttpResponse:
    """Somebody was faster: say who did what, and give back what was typed."""
    _person, found = require_application(request, number, clock.now())
    context = moved_on_context(found, **forms)
    context["navigation"] = navigation()
    return render(request, "permits/office/moved_on.html", context, status=409)
