"""The citizens' page: the same figures without a person in them, and as CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.limits import limited
from city.selectors import business_date_of, zone
from commandcenter.grouping import LEAST_PAYERS
from commandcenter.selectors.figures import Figures, figures_of
from commandcenter.selectors.open_data import KEYS, TABLES, VALUES, Table, table_of
from commandcenter.views.wording import differences_of, time_text
from kernel import clock
from kernel.errors import NotFound
from payments.reconciliation.views.export import csv_rows, safe_cell

FRESH_SECONDS = 60


@require_safe
@limited("reads")
@cache_control(public=True, max_age=FRESH_SECONDS)
def page(request: HttpRequest) -> HttpResponse:
    """All public tables on one page, with what each column means."""
    figures = _figures()
    context = {
        "figures": figures,
        "is_few": figures.year.whole.payers < LEAST_PAYERS,
        "differences": differences_of(figures.trust),
        "as_of": time_text(figures.trust.as_of),
        "tables": [_drawn(table_of(name, figures)) for name in TABLES],
        "dictionary": [*KEYS.items(), *VALUES.items()],
    }
    return render(request, "commandcenter/open_data.html", context)


@require_safe
@limited("reads")
@cache_control(public=True, max_age=FRESH_SECONDS)
def table_csv(request: HttpRequest, *, name: str) -> StreamingHttpResponse:
    """One public table as a file whose name says up to when it is complete."""
    if name not in TABLES:
        raise NotFound
    figures = _figures()
    table = table_of(name, figures)
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
    numbers = [name.endswith("_idr") for name in (*table.keys, *table.values)]
    return {
        "id": f"tabel-{table.name}",
        "title": table.title,
        "csv": reverse("commandcenter:open_csv", kwargs={"name": table.name}),
        "head": [
            {"label": column.label, "number": column.name in VALUES}
            for column in table.columns
        ],
        "rows": [
            [
                {"amount": cell} if is_amount and cell != "" else str(cell)
                for is_amount, cell in zip(numbers, row, strict=True)
            ]
            for row in table.rows()
        ],
    }
