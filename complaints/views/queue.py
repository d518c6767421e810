"""The list of an officer's reports: views of it, filters, one page."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Action
from accounts.selectors import actions_of
from complaints.access import reports_of_officer
from complaints.models import Report, ReportCategory
from complaints.transitions import ANSWERED, OPEN, TERMINAL
from complaints.views.wording import deadline_sentence, look_of
from kernel.errors import Forbidden

ROWS_A_PAGE = 50
OPEN_STATES = Q(state__in=sorted(OPEN))


def queue_context(request: HttpRequest, person: Person, on: date) -> dict[str, Any]:
    """What the page of the list shows.

    Raises:
        Forbidden: the person answers no reports anywhere, today.
    """
    if Action.ANSWER_REPORTS not in actions_of(person=person, on=on):
        raise Forbidden
    views = {
        "": (_("Perlu dikerjakan"), OPEN_STATES),
        "lewat": (_("Lewat batas"), OPEN_STATES & Q(due_on__lt=on)),
        "dijawab": (_("Menunggu pelapor"), Q(state=ANSWERED)),
        "selesai": (_("Selesai"), Q(state__in=sorted(TERMINAL))),
    }
    theirs = reports_of_officer(person=person, on=on)
    kinds = _kinds(theirs)
    view = request.GET.get("lihat", "")
    view = view if view in views else ""
    kind = request.GET.get("jenis", "")
    kind = kind if kind in {one["code"] for one in kinds} else ""
    if kind:
        theirs = theirs.filter(category__code=kind)
    counts = theirs.aggregate(
        **{
            f"n_{name}": Count("id", filter=chosen)
            for name, (_l, chosen) in views.items()
        }
    )
    rows = theirs.filter(views[view][1]).select_related("category", "kelurahan", "opd")
    order = ("due_on", "id") if view in ("", "lewat") else ("-submitted_at", "-id")
    page = Paginator(rows.order_by(*order), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    return {
        "navigation": navigation(),
        "tabs": [
            {
                "label": label,
                "href": f"?{_query(lihat=name, jenis=kind)}",
                "current": name == view,
                "count": counts[f"n_{name}"],
            }
            for name, (label, _chosen) in views.items()
        ],
        "kinds": kinds,
        "kind": kind,
        "view": view,
        "page": page,
        "query": f"{_query(lihat=view, jenis=kind)}&" if view or kind else "",
        "rows": [_row(report, on) for report in page],
    }


def navigation() -> list[dict[str, Any]]:
    """The line of places of this office."""
    href = reverse("reports_office:queue")
    return [{"label": _("Laporan warga"), "href": href, "current": True}]


def _kinds(theirs: Any) -> list[dict[str, str]]:
    """The categories this officer has reports of."""
    known = ReportCategory.objects.filter(pk__in=theirs.values("category"))
    return [{"code": one.code, "name": str(one)} for one in known.order_by("position")]


def _row(report: Report, on: date) -> dict[str, Any]:
    return {
        "report": report,
        "look": look_of(report),
        "deadline": deadline_sentence(report, on),
        "is_late": report.due_on < on,
    }


def _query(**chosen: str) -> str:
    return urlencode({name: value for name, value in chosen.items() if value})
