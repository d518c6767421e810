"""Findings: the open ones by cause and age, and one with its evidence."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import authorize, person_signed_in
from accounts.roles import Action
from accounts.selectors import actions_of
from city.selectors import business_date_of
from kernel import clock
from payments.reconciliation.access import require_reader
from payments.reconciliation.forms import NoteForm
from payments.reconciliation.selectors.findings import (
    WORDS,
    finding_by_id,
    open_by_cause,
    open_findings,
    remedy_of,
    resolution_of,
)
from payments.reconciliation.selectors.notes import (
    Answers,
    answers_of,
    notes_of,
)
from payments.reconciliation.selectors.refunds import last_request_of
from payments.reconciliation.selectors.sides import Ours, sides_of
from payments.reconciliation.services import answer_finding
from payments.reconciliation.views.frame import finding_row, navigation, page_of
from payments.reconciliation.views.sides import rows_of_ours, rows_of_theirs
from payments.reconciliation.views.wording import look_of


@require_safe
@login_required
@never_cache
def findings(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    require_reader(request, now)
    cause = request.GET.get("sebab", "")
    cause = cause if cause in WORDS else ""
    causes = open_by_cause()
    page = page_of(request, open_findings(cause))
    today = business_date_of(now)
    answers = answers_of(page)
    context = {
        "navigation": navigation(request),
        "tabs": _tabs(causes, cause),
        "page": page,
        "query": f"sebab={cause}&" if cause else "",
        "rows": [
            finding_row(finding, today) | {"answer": _said(answers.get(finding.pk))}
            for finding in page
        ],
    }
    return render(request, "reconciliation/findings.html", context)


@require_safe
@login_required
@never_cache
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    require_reader(request, clock.now())
    return _page(request, finding_id, NoteForm())


@require_POST
@login_required
def answer(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Keep a note: what is being done, and by whom."""
    now = clock.now()
    person = require_reader(request, now)
    form = NoteForm(request.POST)
    if not form.is_valid():
        on = business_date_of(now)
        authorize(person=person, action=Action.ANSWER_FINDINGS, on=on)
        return _page(request, finding_id, form)
    text = form.cleaned_data["catatan"]
    answer_finding(finding_id=finding_id, text=text, person=person, now=now)
    messages.success(request, _("Tindak lanjut dicatat."))
    return redirect("reconciliation:finding", finding_id)


def _page(request: HttpRequest, finding_id: int, form: NoteForm) -> HttpResponse:
    now = clock.now()
    person = person_signed_in(request)
    actions = actions_of(person=person, on=business_date_of(now))
    found = finding_by_id(finding_id)
    ours, theirs = sides_of(found)
    context = {
        "navigation": navigation(request, actions),
        "finding": found,
        "row": finding_row(found, business_date_of(now)),
        "remedy": remedy_of(found),
        "resolution": resolution_of(found),
        "ours": rows_of_ours(ours),
        "theirs": rows_of_theirs(theirs),
        "refund": _refund(ours, may_request=Action.REQUEST_REFUND in actions),
        "events": [
            {"title": note.text, "at": note.at, "by": note.author}
            for note in notes_of(found)
        ],
        "may_answer": Action.ANSWER_FINDINGS in actions,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reconciliation/finding.html", context, status=status)


def _refund(ours: Ours, *, may_request: bool) -> dict[str, Any] | None:
    """What can be done, or is done, about money that is owed to a payer."""
    owed = next((one for one in ours.money if one.payer_id and one.payment), None)
    if owed is None:
        return None
    last = last_request_of(owed)
    rest = owed.amount_idr - owed.returned_idr - owed.paid_back_idr
    is_waiting = last is not None and last.finished_at is None
    return {
        "request": last,
        "look": look_of(last) if last else None,
        "money": owed if may_request and rest > 0 and not is_waiting else None,
    }


def _said(answers: Answers | None) -> str:
    """How many answers there are, and the last of them."""
    if answers is None:
        return ""
    told = ngettext(
        "%(who)s: %(text)s",
        "%(n)s tindak lanjut, terakhir %(who)s: %(text)s",
        answers.total,
    )
    last = answers.last
    return told % {"n": answers.total, "who": last.author, "text": last.text}


def _tabs(causes: list[dict[str, Any]], current: str) -> list[dict[str, Any]]:
    every = {
        "label": _("Semua"),
        "href": "?",
        "current": not current,
        "count": sum(one["count"] for one in causes),
    }
    return [every] + [
        {
            "label": one["label"],
            "href": f"?sebab={one['cause']}",
            "current": one["cause"] == current,
            "count": one["count"],
        }
        for one in causes
    ]
