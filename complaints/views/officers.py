"""The officer's desk: what is to be done, by days left; one report, its next step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_signed_in
from city.selectors import business_date_of
from complaints.access import require_officer
from complaints.forms import StepForm, with_values
from complaints.models import Report
from complaints.selectors import last_event_id, photo_of, report_by_number
from complaints.transitions import ANSWERED, ReportMovedOn
from complaints.views.queue import navigation, queue_context
from complaints.views.steps import STEPS, Taken, steps_from
from complaints.views.wording import (
    Audience,
    deadline_sentence,
    look_of,
    pictures_of,
    timeline_of,
)
from kernel import clock
from kernel.errors import Forbidden, NotFound
from kernel.identifiers import MistypedReportNumber
from uploads.limits import bounded_body
from uploads.views import upload_answer


@require_safe
@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    person = person_signed_in(request)
    typed = request.GET.get("nomor", "").strip()
    if typed and (found := _theirs_if_any(request, typed)):
        return redirect("reports_office:report", number=found.number)
    context = queue_context(request, person, business_date_of(clock.now()))
    return render(request, "complaints/queue.html", context | {"typed": typed})


@require_safe
@login_required
@never_cache
def report(request: HttpRequest, *, number: str) -> HttpResponse:
    return _desk(request, _theirs(request, number))


@require_safe
@login_required
def photo(request: HttpRequest, *, number: str, code: str) -> HttpResponse:
    found = _theirs(request, number)
    return upload_answer(request, photo_of(report=found, code=code))


@bounded_body
@require_POST
@login_required
def take_step(request: HttpRequest, *, number: str, step: str) -> HttpResponse:
    """Do it, or show the desk again with what is wrong or what happened meanwhile."""
    found = _theirs(request, number)
    if step not in STEPS:
        raise NotFound
    form = STEPS[step].form(request.POST, request.FILES)
    if not form.is_valid():
        return _desk(request, found, bound=(step, form))
    person, now = person_signed_in(request), clock.now()
    try:
        STEPS[step].act(Taken(found.number, person, form, now))
    except ReportMovedOn:
        seen = form.cleaned_data["terlihat"]
        return _desk(request, _theirs(request, number), bound=(step, form), since=seen)
    messages.success(request, str(STEPS[step].told))
    if step == "alihkan":
        return redirect("reports_office:queue")
    return redirect("reports_office:report", number=found.number)


def _theirs(request: HttpRequest, number: str) -> Report:
    """The report, if the person who asks may work on it.

    Raises:
        Forbidden: not of their office.
    """
    found = report_by_number(number)
    person = person_signed_in(request)
    require_officer(report=found, person=person, now=clock.now())
    return found


def _theirs_if_any(request: HttpRequest, typed: str) -> Report | None:
    """The report of a typed number; of another office or of none, the same nothing."""
    try:
        return _theirs(request, typed)
    except (MistypedReportNumber, NotFound, Forbidden):
        return None


def _desk(
    request: HttpRequest,
    found: Report,
    *,
    bound: tuple[str, StepForm] | None = None,
    since: int | None = None,
) -> HttpResponse:
    """One report with its steps. `since`: the last event an older page had shown."""
    seen = last_event_id(found)
    possible = steps_from(found.state)
    events = timeline_of(found, Audience.OFFICE)
    context = {
        "navigation": navigation(),
        "report": found,
        "look": look_of(found),
        "deadline": deadline_sentence(found, business_date_of(clock.now())),
        "events": events,
        "pictures": pictures_of(found),
        "steps": [_step(name, seen, bound) for name in possible],
        "is_waiting": found.state == ANSWERED,
        "moved_on": since is not None,
        "news": [event for event in events if event["id"] > (since or 0)],
        "typed": _typed(bound) if bound and bound[0] not in possible else [],
        "form": bound[1] if bound and since is None else None,
        "crumbs": [
            {"label": _("Laporan"), "href": reverse("reports_office:queue")},
            {"label": found.spoken},
        ],
    }
    status = 409 if since is not None else 422 if bound else 200
    return render(request, "complaints/desk.html", context, status=status)


def _step(name: str, seen: int, bound: tuple[str, StepForm] | None) -> dict[str, Any]:
    """A step as the desk draws it; a typed form keeps its words and sees the news."""
    form = STEPS[name].form(initial={"terlihat": seen}, auto_id=f"{name}_%s")
    if bound and bound[0] == name:
        form = bound[1]
        form.auto_id = f"{name}_%s"
        form.data = with_values(form.data, terlihat=seen)
    return {"name": name, "form": form, "button": STEPS[name].button}


def _typed(bound: tuple[str, StepForm]) -> list[dict[str, str]]:
    """What somebody typed into a form that has no place any more."""
    form = bound[1]
    words = [form[name] for name in ("alasan", "jawaban") if name in form.fields]
    return [{"key": str(field.label), "value": str(field.value())} for field in words]
