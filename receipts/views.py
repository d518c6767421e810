"""The page of a receipt and its files. The code is the key: who has it may read."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from kernel import clock
from papers.selectors import layouts_missing
from papers.views.files import (
    drawn_etag,
    file_answer,
    status_answer,
    want_missing_files,
)
from payments.selectors import expected_in_treasury_on, in_treasury_on
from receipts.models import Receipt
from receipts.selectors import receipt_by_code, receipts_of

DRAWN_WITHIN = timedelta(minutes=1)


@require_safe
@limited("reads")
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """One receipt, and those of the other offices the same payment paid."""
    named = receipt_by_code(code)
    shown = sorted(
        receipts_of(named.payment_id), key=lambda one: (one.pk != named.pk, one.pk)
    )
    payment, banked_on = named.payment, in_treasury_on(named.payment)
    # A new receipt is being drawn already; what lies longer was left, or was lost.
    if named.issued_at < clock.now() - DRAWN_WITHIN:
        want_missing_files([one.paper for one in shown])
    context = {
        "receipt": named,
        "receipts": [_shown(one) for one in shown],
        "payment": payment,
        "paid": sum(one.amount_idr for one in shown),
        "is_void": all(one.paper.is_voided for one in shown),
        "etag": drawn_etag([one.paper for one in shown]),
        "is_waiting": any(layouts_missing(one.paper) for one in shown),
        "expected_on": expected_in_treasury_on(payment),
        "banked_on": banked_on,
        "steps": 3 if banked_on else 2,
        "owes_rest": any("remaining_idr" in one.paper.values for one in shown),
    }
    return render(request, "receipts/receipt.html", context)


@require_safe
@limited("reads")
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Whether files have been drawn since the page was: asked by js/poll.js."""
    receipts = receipts_of(receipt_by_code(code).payment_id)
    return status_answer(request, [one.paper for one in receipts])


@require_safe
@limited("reads")
def pdf(request: HttpRequest, code: str, layout: str) -> HttpResponse:
    """The stored bytes in one layout: a5 or 58mm."""
    return file_answer(request, code=receipt_by_code(code).paper.code, layout=layout)


def _shown(one: Receipt) -> dict[str, Any]:
    values = one.paper.values
    return {
        "row": one,
        "paper": one.paper,
        "lines": values["lines"],
        "payer": values["payer"],
        "late_interest_idr": values["late_interest_idr"],
        "remaining_idr": values.get("remaining_idr"),
        "credited_idr": values.get("credited_idr"),
        "paid_at": datetime.fromisoformat(values["paid_at"]),
        "is_drawn": not layouts_missing(one.paper),
    }
