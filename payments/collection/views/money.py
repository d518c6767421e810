"""Taking money at a stall: cash with its ticket, or QRIS that turns to paid itself."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_signed_in
from kernel import clock
from kernel.errors import NotFound
from payments.collection.access import require_collector
from payments.collection.forms import CashForm
from payments.collection.models import Plate, Shift
from payments.collection.selectors.custody import open_shift_of
from payments.collection.selectors.stalls import plate_by_code, stall_name
from payments.collection.services import show_qris, take_cash
from payments.collection.views.frame import show_elsewhere, stall_page, strip
from payments.collection.views.stalls import account_chosen
from payments.models import Payment
from payments.selectors import payment_by_code
from payments.services import ask_about
from payments.transitions import MONEY_MAY_ARRIVE, PaymentState
from payments.views.progress import progress_of
from payments.views.waiting import wallet_url


@require_safe
@stall_page
def confirm_cash(request: HttpRequest, *, plate: Plate, shift: Shift) -> HttpResponse:
    """Is the money in the hand? The page's own key makes two taps one ticket."""
    account = account_chosen(request, plate)
    if not account.owed:
        return redirect("collection:stall", code=plate.code)
    context = strip(shift) | {
        "plate": plate,
        "name": stall_name(plate.levy_object, plate.levy_object.market),
        "payer": plate.levy_object.payer,
        "account": account,
        "key": uuid.uuid4().hex,
    }
    return render(request, "collection/confirm_cash.html", context)


@require_POST
@stall_page
def take(request: HttpRequest, *, plate: Plate, shift: Shift) -> HttpResponse:
    """Book the cash and go to its ticket."""
    form = CashForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Halaman tidak lengkap. Ulangi dari lapaknya."))
        return redirect("collection:stall", code=plate.code)
    cash = take_cash(
        shift_id=shift.pk,
        collector=shift.collector,
        kodes=form.cleaned_data["kode"],
        amount=form.seen,
        key=form.cleaned_data["kunci"],
        now=clock.now(),
    )
    return redirect("collection:ticket", code=cash.ticket.code)


@require_POST
@stall_page
def start_qris(request: HttpRequest, *, plate: Plate, shift: Shift) -> HttpResponse:
    """Ask for the payment and go where its QR is shown."""
    account = account_chosen(request, plate)
    if not account.owed:
        return redirect("collection:stall", code=plate.code)
    payment = show_qris(
        shift_id=shift.pk,
        collector=shift.collector,
        kodes=account.kodes,
        now=clock.now(),
    )
    return redirect("collection:qris", code=plate.code, payment_code=payment.code)


@require_safe
@stall_page
def qris(
    request: HttpRequest, payment_code: str, *, plate: Plate, shift: Shift
) -> HttpResponse:
    """The QR on the collector's screen; the page turns to paid by itself."""
    context = strip(shift) | _progress(plate, payment_code)
    return render(request, "collection/qris.html", context)


@require_safe
@login_required
def qris_status(request: HttpRequest, code: str, payment_code: str) -> HttpResponse:
    """The changing part of that page; 304 while nothing has changed (js/poll.js).

    For who may collect there, also when the shift has ended meanwhile.
    """
    person, plate = person_signed_in(request), plate_by_code(code)
    market = plate.levy_object.market
    if market is None:
        raise NotFound
    shift = open_shift_of(person)
    if shift is not None and shift.market_id != market.pk:
        return show_elsewhere(request, plate, shift)
    require_collector(person, market, clock.now())
    context = _progress(plate, payment_code)
    etag = str(context["etag"])
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = render(request, "collection/qris_progress.html", context)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@stall_page
def check_qris(
    request: HttpRequest, payment_code: str, *, plate: Plate, shift: Shift
) -> HttpResponse:
    """The payer says they have paid: ask the gateway now."""
    payment = _payment_at(plate, payment_code)
    ask_about(payment=payment, now=clock.now())
    payment.refresh_from_db(fields=["state"])
    if PaymentState(payment.state) in MONEY_MAY_ARRIVE:
        messages.info(request, _("Belum ada kabar bahwa uangnya masuk. Tunggu dulu."))
    return redirect("collection:qris", code=plate.code, payment_code=payment_code)


def _payment_at(plate: Plate, payment_code: str) -> Payment:
    """The payment, if it is for bills of this stall.

    Raises:
        NotFound: it is for something else.
    """
    payment = payment_by_code(payment_code)
    here = payment.items.filter(bill__levy_object=plate.levy_object_id)
    if not here.exists():
        raise NotFound
    return payment


def _progress(plate: Plate, payment_code: str) -> dict[str, object]:
    now = clock.now()
    payment = _payment_at(plate, payment_code)
    progress = progress_of(payment=payment, now=now)
    kode = payment.items.order_by("id").values_list("bill__kode_bayar", flat=True)[0]
    address = {"code": plate.code, "payment_code": payment.code}
    return {
        "plate": plate,
        "name": stall_name(plate.levy_object, plate.levy_object.market),
        "payment": payment,
        "progress": progress,
        "now": now,
        "etag": progress.etag(get_language() or ""),
        "status_url": reverse("collection:qris_status", kwargs=address),
        "check_url": reverse("collection:check_qris", kwargs=address),
        "qr_url": reverse(
            "payments:qr", kwargs={"kode": kode, "payment_code": payment.code}
        ),
        "wallet_url": wallet_url(payment),
    }
