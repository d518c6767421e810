"""The page of one payment: its QR or number, then its confirmation or its end."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import limited
from kernel import clock
from kernel.errors import NotFound
from kernel.money import Rupiah
from levies.models import Bill
from levies.transitions import BillState
from papers.qr import qr_png
from payments.models import Payment, PaymentItem
from payments.selectors import newer_payment_of, payment_by_code
from payments.services import ask_about
from payments.transitions import MONEY_MAY_ARRIVE, PaymentState
from payments.views.closed import knows, remember
from payments.views.progress import Phase, Progress, progress_of

PIXELS_PER_MODULE = 8
NOT_YET = _(
    "Belum ada kabar bahwa uangnya masuk. Bila Anda sudah membayar, tunggu sebentar; "
    "halaman ini berubah sendiri."
)


@require_safe
@limited("reads")
@never_cache
def waiting(request: HttpRequest, *, kode: str, payment_code: str) -> HttpResponse:
    progress = _progress(kode, payment_code)
    context = _context(request, kode, progress)
    page = render(request, "payments/waiting.html", context)
    return remember(request, page, progress.payment)


@require_safe
def status(request: HttpRequest, *, kode: str, payment_code: str) -> HttpResponse:
    """The changing part of the page; 304 while nothing has changed (js/poll.js)."""
    progress = _progress(kode, payment_code)
    etag = progress.etag(get_language() or "")
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        context = _context(request, kode, progress)
        answer = render(request, "payments/progress.html", context)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
@cache_control(private=True, max_age=3600)
def qr_image(request: HttpRequest, *, kode: str, payment_code: str) -> HttpResponse:
    """The QR as a picture to save and open in a wallet on the same phone."""
    text = _payment(kode, payment_code).next_action.get("qr_string", "")
    if not text:
        raise NotFound
    image = qr_png(text, pixels_per_module=PIXELS_PER_MODULE)
    return HttpResponse(image, content_type="image/png")


@require_POST
@limited("reads")
def check(request: HttpRequest, *, kode: str, payment_code: str) -> HttpResponse:
    """A payer says they have paid: ask the gateway now, not every second."""
    payment = _payment(kode, payment_code)
    ask_about(payment=payment, now=clock.now())
    payment.refresh_from_db(fields=["state"])
    if PaymentState(payment.state) in MONEY_MAY_ARRIVE:
        messages.info(request, NOT_YET)
    return redirect("payments:waiting", kode=kode, payment_code=payment_code)


def _payment(kode: str, payment_code: str) -> Payment:
    """The payment, if it is for this bill: one code does not open another's page."""
    payment = payment_by_code(payment_code)
    if not payment.items.filter(bill__kode_bayar=kode).exists():
        raise NotFound
    return payment


def _progress(kode: str, payment_code: str) -> Progress:
    return progress_of(payment=_payment(kode, payment_code), now=clock.now())


def _context(request: HttpRequest, kode: str, progress: Progress) -> dict[str, object]:
    payment = progress.payment
    address = {"kode": kode, "payment_code": payment.code}
    items = payment.items.select_related(
        "bill__levy_object", "bill__levy_type", "bill__successor"
    ).order_by("id")
    bills = [item.bill for item in items]
    return {
        "progress": progress,
        "payment": payment,
        "items": [_item(item) for item in items],
        "kode": kode,
        "now": clock.now(),
        "etag": progress.etag(get_language() or ""),
        "newer_url": _newer_url(request, kode, progress),
        "withdrawn": [bill for bill in bills if _is_cancelled(bill)],
        "pay_url": _pay_url(kode, bills),
        "status_url": reverse("payments:status", kwargs=address),
        "check_url": reverse("payments:check", kwargs=address),
        "qr_name": f"qris-{kode}.png",
        "qr_url": reverse("payments:qr", kwargs=address),
        "wallet_url": wallet_url(payment),
    }


def _newer_url(request: HttpRequest, kode: str, progress: Progress) -> str:
    """Where a payment that took the place of an ended one is; "" when none did.

    Another's payment is not led to: its page shows the receipt, so who made it is asked
    at the bill, by the NPWRD.
    """
    is_over = progress.phase is Phase.ENDED
    newer = newer_payment_of(progress.payment) if is_over else None
    if newer is None:
        return ""
    if knows(request, newer):
        address = {"kode": kode, "payment_code": newer.code}
        return reverse("payments:waiting", kwargs=address)
    return reverse("payments:pay", kwargs={"kode": kode})


def _item(item: PaymentItem) -> dict[str, object]:
    amount = Rupiah(item.principal_idr + item.late_interest_idr)
    return {"bill": item.bill, "amount": amount}


def _is_cancelled(bill: Bill) -> bool:
    return bill.state == BillState.CANCELLED


def _pay_url(kode: str, bills: list[Bill]) -> str:
    """Back to the same bills, to pay them another way or again; "" when none is left.

    What replaced a cancelled bill takes its place.
    """
    current = [bill.successor if _is_cancelled(bill) else bill for bill in bills]
    kodes = [bill.kode_bayar for bill in current if bill is not None]
    if not kodes:
        return ""
    main = kode if kode in kodes else kodes[0]
    page = reverse("payments:pay", kwargs={"kode": main})
    others = [("dengan", other) for other in kodes if other != main]
    return f"{page}?{urlencode(others)}" if others else page


def wallet_url(payment: Payment) -> str:
    """The simulator's wallet, in the demo only: it plays the payer's telephone."""
    text = payment.next_action.get("qr_string", "")
    if not (settings.IS_DEMO and settings.MIDTRANS["url"] and text):
        return ""
    return f"{settings.MIDTRANS['url']}/wallet?{urlencode({'qr': text})}"
