"""A bill that cannot be paid: what became of it, and who may open its receipts.

Anybody who knows a kode bayar sees that the bill is paid. A receipt names its payer in
full, so its code is shown only to who asked for the payment or watched it, and to who
knows the payer's NPWRD (docs/adr/0015).
"""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.limits import limited
from kernel import clock
from levies.models import Bill
from levies.selectors import bill_by_kode, cancelled_at
from levies.transitions import BillState
from payments.forms import NpwrdForm
from payments.models import Payment
from payments.selectors import latest_payment_of
from payments.views.progress import progress_of
from payments.views.wording import closed_sentence, facts_of

# A signed cookie: who pays leaves no session in the database.
SEEN, SEEN_SALT, SEEN_MAX = "rempah_payments", "payments.seen", 20
SEEN_FOR = timedelta(days=30)
BETWEEN = "!"


def remember(
    request: HttpRequest, response: HttpResponse, payment: Payment
) -> HttpResponse:
    """Let this browser, which asked for the payment or watched it, know it again."""
    if not knows(request, payment):
        response.set_signed_cookie(
            SEEN,
            BETWEEN.join([*_seen(request), payment.code][-SEEN_MAX:]),
            salt=SEEN_SALT,
            max_age=SEEN_FOR,
            path=reverse("payments:find_bill"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def knows(request: HttpRequest, payment: Payment) -> bool:
    """Whether this browser asked for the payment or watched it (docs/adr/0015)."""
    return payment.code in _seen(request)


def _seen(request: HttpRequest) -> list[str]:
    """The payments of this browser; none when the cookie is old or not ours."""
    kept = request.get_signed_cookie(SEEN, "", salt=SEEN_SALT, max_age=SEEN_FOR)
    return kept.split(BETWEEN) if kept else []


def show_closed(
    request: HttpRequest, bill: Bill, form: NpwrdForm | None = None
) -> HttpResponse:
    """A bill that is paid, cancelled, replaced or written off: say so and lead on."""
    payment = latest_payment_of(bill)
    is_cancelled = bill.state == BillState.CANCELLED
    context = {
        "bill": bill,
        "facts": facts_of(bill),
        "sentence": closed_sentence(bill),
        "cancelled_at": cancelled_at(bill) if is_cancelled else None,
        "progress": progress_of(payment=payment, now=clock.now()) if payment else None,
        "is_locked": payment is not None and not knows(request, payment),
        "npwrd_form": form or NpwrdForm(npwrd=bill.payer.npwrd),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "payments/closed.html", context, status=status)


@require_POST
@limited("openings")
@never_cache
def open_receipts(request: HttpRequest, *, kode: str) -> HttpResponse:
    """Who types the NPWRD of the bill's payer opens its payment in this browser."""
    bill = bill_by_kode(kode)
    payment = latest_payment_of(bill)
    answer = redirect("payments:pay", kode=bill.kode_bayar)
    if payment is None:
        return answer
    form = NpwrdForm(request.POST, npwrd=bill.payer.npwrd)
    if not form.is_valid():
        return show_closed(request, bill, form)
    return remember(request, answer, payment)
