"""The day at BP2RD: four truths, money in transit, payments, and its CSV."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Action
from accounts.selectors import actions_of
from city.selectors import business_date_of, zone
from kernel import clock
from kernel.money import Rupiah, total
from payments.collection.selectors.custody import CashOfDay
from payments.reconciliation.access import (
    require_importer,
    require_reader,
)
from payments.reconciliation.forms import DayForm
from payments.reconciliation.selectors.calendar import payout_calendar
from payments.reconciliation.selectors.days import (
    DayReport,
    day_report,
    money_in_transit,
)
from payments.reconciliation.selectors.findings import CauseGroup, oldest_by_cause
from payments.reconciliation.selectors.levels import (
    PaymentLevels,
    levels_of,
    payments_of_day,
)
from payments.reconciliation.services import can_pull, reconcile
from payments.reconciliation.views.export import csv_rows, safe_cell
from payments.reconciliation.views.frame import finding_row, navigation, page_of


@require_safe
@login_required
@never_cache
def day(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    person = require_reader(request, now)
    today = business_date_of(now)
    on = DayForm.day_asked(request.GET, today)
    report = day_report(on)
    actions = actions_of(person=person, on=today)
    may_bring = Action.IMPORT_REPORTS in actions
    page = page_of(request, payments_of_day(on))
    calendar = payout_calendar()
    context = {
        "navigation": navigation(request, actions),
        "day": on,
        "today": today,
        "form": DayForm(initial={"hari": on}, today=today),
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1) if on < today else None,
        "report": report,
        "truths": _truths(report),
        "in_transit": _in_transit(today),
        "causes": [_cause(group, today) for group in oldest_by_cause()],
        "page": page,
        "payments": [levels_of(payment, calendar) for payment in page],
        "may_import": may_bring,
        "can_pull": can_pull(),
        "has_clock": settings.IS_DEMO and may_bring,
    }
    return render(request, "reconciliation/day.html", context)


@require_safe
@login_required
@never_cache
def day_csv(request: HttpRequest) -> StreamingHttpResponse:
    now = clock.now()
    require_reader(request, now)
    on = DayForm.day_asked(request.GET, business_date_of(now))
    response = StreamingHttpResponse(
        csv_rows(_csv_rows(on)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="rekonsiliasi-{on}.csv"'
    return response


@require_POST
@login_required
def run(request: HttpRequest) -> HttpResponse:
    """The button "Jalankan rekonsiliasi"."""
    now = clock.now()
    person = require_importer(request, now)
    result = reconcile(now=now, person=person)
    told = [
        ngettext("%(n)s baris cocok", "%(n)s baris cocok", result.lines_matched)
        % {"n": result.lines_matched},
        ngettext(
            "%(n)s pencairan ditemukan di bank",
            "%(n)s pencairan ditemukan di bank",
            result.payouts_found,
        )
        % {"n": result.payouts_found},
        ngettext(
            "%(n)s setoran tunai ditemukan di bank",
            "%(n)s setoran tunai ditemukan di bank",
            result.deposits_found,
        )
        % {"n": result.deposits_found},
        ngettext(
            "%(n)s pengembalian ditemukan di bank",
            "%(n)s pengembalian ditemukan di bank",
            result.refunds_found,
        )
        % {"n": result.refunds_found},
        ngettext("%(n)s selisih baru", "%(n)s selisih baru", result.findings_new)
        % {"n": result.findings_new},
        ngettext(
            "%(n)s selisih selesai", "%(n)s selisih selesai", result.findings_resolved
        )
        % {"n": result.findings_resolved},
    ]
    text = _("Rekonsiliasi selesai: %(what)s.") % {"what": ", ".join(told)}
    messages.success(request, text)
    on = DayForm.day_asked(request.POST, business_date_of(now))
    return redirect(f"{reverse('reconciliation:day')}?hari={on}")


def _in_transit(today: date) -> dict[str, Any]:
    days = money_in_transit()
    return {
        "days": days,
        "payments": sum(one.payments for one in days),
        "amount": total([one.amount for one in days]),
        "is_late": any(one.expected_on < today for one in days),
    }


def _cause(group: CauseGroup, today: date) -> dict[str, Any]:
    return {
        "cause": group.cause,
        "label": group.label,
        "count": group.count,
        "rows": [finding_row(finding, today) for finding in group.oldest],
    }


def _truths(report: DayReport) -> list[dict[str, Any]]:
    """The four columns; each notes what its total is made of."""
    net = report.in_bank - report.channel_cost
    bank_note = (
        _("%(net)s masuk rekening + %(cost)s biaya kanal")
        % {"net": net, "cost": report.channel_cost}
        if report.in_bank
        else _("belum ada yang masuk rekening")
    )
    gateway_note = (
        _("termasuk %(amount)s yang belum dikenali") % {"amount": report.unexplained}
        if report.unexplained
        else _("menurut laporan gateway")
    )
    return [
        {
            "label": _("Dibayar nontunai"),
            "amount": report.billed,
            "note": _("menurut pembukuan kita"),
        },
        {
            "label": _("Gateway"),
            "amount": report.at_gateway,
            "note": gateway_note,
            "short": _("belum dilaporkan"),
        },
        {
            "label": _("Bank (RKUD)"),
            "amount": report.in_bank,
            "note": bank_note,
            "short": _("belum masuk"),
        },
        {
            "label": _("Setoran tunai"),
            "amount": report.cash.banked,
            "note": _cash_note(report.cash, report.cash_short),
            "lacking": report.cash_short,
            "own": True,
        },
    ]


def _cash_note(cash: CashOfDay, short: Rupiah) -> str:
    taken = cash.taken + short
    if not taken:
        return _("tidak ada tunai hari ini")
    return _(
        "dari %(taken)s tunai: %(collectors)s di juru pungut, "
        "%(treasurers)s di bendahara"
    ) % {
        "taken": taken,
        "collectors": cash.with_collectors,
        "treasurers": cash.with_treasurers,
    }


def _csv_rows(on: date) -> Iterator[list[str]]:
    yield [
        "kode_pembayaran",
        "dibayar_pada",
        "kanal",
        "diterima_idr",
        "kode_bayar",
        "wajib_retribusi",
        "opd",
        "di_laporan_gateway",
        "pencairan",
        "masuk_bank_pada",
        "diperkirakan_pada",
    ]
    calendar = payout_calendar()
    for payment in payments_of_day(on).iterator(chunk_size=1000):
        yield [safe_cell(cell) for cell in _csv_row(levels_of(payment, calendar))]


def _local_time(at: datetime | None) -> str:
    """To the second and in the city's zone, as the books date it."""
    return at.astimezone(zone()).isoformat(timespec="seconds") if at else ""


def _csv_row(levels: PaymentLevels) -> list[object]:
    payment, items = levels.payment, levels.items
    return [
        payment.code,
        _local_time(payment.paid_at),
        payment.channel,
        Rupiah(payment.received_idr or 0).amount,
        " ".join(item.bill.kode_bayar for item in items),
        "; ".join(item.bill.payer.name for item in items),
        "; ".join(sorted({item.opd.name for item in items})),
        "ya" if levels.is_settled else "tidak",
        levels.payout,
        levels.banked_on or "",
        "" if levels.banked_on else levels.expected_on or "",
    ]
