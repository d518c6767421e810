"""The citizens' page: the same figures without a person in them, and as CSV."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.limits import limited
from city.selectors import business_date_of, zone
from commandcenter.selectors.figures import Figures, figures_of
from commandcenter.selectors.open_data import (
    KEYS,
    TITLES,
    VALUES,
    Table,
    open_data_of,
)
from commandcenter.views.wording import differences_of, time_text
from kernel import clock
from kernel.errors import NotFound
from payments.reconciliation.views.export import csv_rows, safe_cell

FRESH_SECONDS = 60
# A file has days as machines sort them, the page as people say them.
DAYS = {"bulan": "F Y", "tanggal": "j F Y"}


@require_safe
@limited("reads")
@cache_control(public=True, max_age=FRESH_SECONDS)
def page(request: HttpRequest) -> HttpResponse:
    """All public tables on one page, with what each column means."""
    figures = _figures()
    told = open_data_of(figures)
    context = {
        "figures": figures,
        "total": told.total,
        "differences": differences_of(figures.trust),
        "as_of": time_text(figures.trust.as_of),
        "tables": [_drawn(table) for table in told.tables.values()],
        "dictionary": [*KEYS.items(), *VALUES.items()],
    }
    return render(request, "commandcenter/open_data.html", context)


@require_safe
@limited("reads")
@cache_control(public=True, max_age=FRESH_SECONDS)
def table_csv(request: HttpRequest, *, name: str) -> StreamingHttpResponse:
    """One public table as a file whose name says up to when it is complete."""
    if name not in TITLES:
        raise NotFound
    figures = _figures()
    table = open_data_of(figures).tables[name]
    head: list[object] = [*table.keys, *table.values]
    lines = ([safe_cell(cell) for cell in row] for row in (head, *table.rows()))
    answer = StreamingHttpResponse(
        csv_rows(lines), content_type="text/csv; charset=utf-8"
    )
    as_of = (figures.trust.as_of or clock.now()).astimezone(zone())
    file_name = f"{name}-{as_of:%Y-%m-%dT%H%M%S}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _figures() -> Figures:
    now = clock.now()
    return figures_of(on=business_date_of(now), now=now)


def _drawn(table: Table) -> dict[str, Any]:
    """A table as its component shows it, rupiah written as rupiah."""
    columns = (*table.keys, *table.values)
    return {
        "id": f"tabel-{table.name}",
        "title": table.title,
        "csv": reverse("commandcenter:open_csv", kwargs={"name": table.name}),
        "head": [
            {"label": column.label, "number": column.name in VALUES}
            for column in table.columns
        ],
        "rows": [
            [_cell(name, cell) for name, cell in zip(columns, row, strict=True)]
            for row in table.rows()
        ],
    }


def _cell(column: str, value: object) -> object:
    if column in VALUES and value == "":
        return {"text": _("digabung")}
    if column.endswith("_idr"):
        return {"amount": value}
    if column in DAYS and str(value)[:1].isdigit():
        return date_format(date.fromisoformat(str(value)), DAYS[column])
    return str(value)
