"""Findings: the open ones by cause and age, and one with its evidence."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from city.selectors import business_date_of
from kernel import clock
from payments.reconciliation.access import require_reader
from payments.reconciliation.selectors.evidence import bank_lines_about, lines_about
from payments.reconciliation.selectors.findings import (
    WORDS,
    finding_by_id,
    open_by_cause,
    open_findings,
    remedy_of,
    resolution_of,
)
from payments.reconciliation.views.frame import finding_row, navigation, page_of


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
    context = {
        "navigation": navigation(request),
        "tabs": _tabs(causes, cause),
        "page": page,
        "query": f"sebab={cause}&" if cause else "",
        "rows": [finding_row(finding, today) for finding in page],
    }
    return render(request, "reconciliation/findings.html", context)


@require_safe
@login_required
@never_cache
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    now = clock.now()
    require_reader(request, now)
    found = finding_by_id(finding_id)
    context = {
        "navigation": navigation(request),
        "finding": found,
        "row": finding_row(found, business_date_of(now)),
        "remedy": remedy_of(found),
        "resolution": resolution_of(found),
        "lines": lines_about(found),
        "bank_lines": bank_lines_about(found),
    }
    return render(request, "reconciliation/finding.html", context)


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
