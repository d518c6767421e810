"""What the pages of BP2RD share: places to go, pages of a list, rows of findings."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import person_signed_in
from accounts.roles import Action
from accounts.selectors import actions_of
from city.selectors import business_date_of
from kernel import clock
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.findings import WORDS, sentence_of

ROWS_A_PAGE = 50


def navigation(
    request: HttpRequest, actions: Collection[Action] | None = None
) -> list[dict[str, Any]]:
    """The line of places that open to the person, with the one of this page marked.

    `actions` are those of the person, where a page has asked for them already.
    """
    books, log = Action.SEE_RECONCILIATION, Action.SEE_AUDIT_LOG
    places = [
        (_("Hari"), "reconciliation:day", books),
        (_("Selisih"), "reconciliation:findings", books),
        (_("Pencairan"), "reconciliation:payouts", books),
        (_("Pengembalian"), "reconciliation:refunds", books),
        (_("Bukti"), "reconciliation:evidence", books),
        (_("Jejak audit"), "reconciliation:audit", log),
    ]
    if actions is None:
        on = business_date_of(clock.now())
        actions = actions_of(person=person_signed_in(request), on=on)
    found = [
        (label, reverse(name)) for label, name, action in places if action in actions
    ]
    current = max(
        (href for _label, href in found if request.path.startswith(href)),
        default="",
        key=len,
    )
    return [
        {"label": label, "href": href, "current": href == current}
        for label, href in found
    ]


def page_of[Row: Model](request: HttpRequest, rows: QuerySet[Row]) -> Page[Row]:
    """The page of a list that is asked for; the nearest one for nonsense."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def finding_row(finding: Finding, today: date) -> dict[str, Any]:
    """A finding as its component shows it: sentence, cause and age."""
    days = (today - finding.happened_on).days
    age = ngettext("sudah %(days)s hari", "sudah %(days)s hari", days) % {"days": days}
    return {
        "finding": finding,
        "sentence": sentence_of(finding),
        "cause": WORDS[finding.cause].label,
        "age": _("hari ini") if days <= 0 else age,
    }
