"""What a bill costs and how it can be paid; a POST makes the payment."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import NotFound
from kernel.identifiers import MistypedKodeBayar, parse_kode_bayar
from kernel.money import Rupiah
from levies.models import Bill
from levies.selectors import bill_by_kode, calculation
from payments.forms import PayForm, SelectionForm
from payments.services import request_payment
from payments.views.closed import remember, show_closed
from payments.views.finding import answer_mistyped, answer_unknown
from payments.views.selection import PayableBill, Selection, is_open, select
from payments.views.wording import channel_options, facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@limited("reads")
@never_cache
def pay(request: HttpRequest, *, kode: str) -> HttpResponse:
    """One bill by its kode bayar: its calculation and the ways to pay it."""
    try:
        digits = parse_kode_bayar(kode)
        bill = bill_by_kode(digits)
    except MistypedKodeBayar:
        return answer_mistyped(request, kode)
    except NotFound:
        return answer_unknown(request, kode)
    if digits != kode:
        return redirect("payments:pay", kode=digits)
    if not is_open(bill):
        return show_closed(request, bill)
    return (
        _start(request, bill=bill)
        if request.method == "POST"
        else _offer(request, bill)
    )


def _offer(request: HttpRequest, bill: Bill) -> HttpResponse:
    """The page before paying; a code added in its form becomes part of its address."""
    form = SelectionForm(request.GET)
    wanted = form.cleaned_data.get("dengan", []) if form.is_valid() else []
    added = form.cleaned_data.get("tambah", "")
    selection = _select(bill, [*wanted, added] if added else wanted)
    if added and added in selection.dropped:
        form.add_error("tambah", _("Tagihan dengan kode ini tidak dapat dibayar."))
    elif added:
        return HttpResponseRedirect(_address(selection.main, selection.together))
    return _page(request, selection, selection_form=form)


@limited("payments")
def _start(request: HttpRequest, *, bill: Bill) -> HttpResponse:
    """Ask for the payment and go where its QR or number is shown."""
    form = PayForm(request.POST)
    is_valid = form.is_valid()
    selection = _select(bill, form.cleaned_data.get("dengan", []))
    if not is_valid or selection.dropped:
        return _page(request, selection, pay_form=form)
    payment = request_payment(
        kodes=selection.kodes,
        channel=form.cleaned_data["channel"],
        now=clock.now(),
    )
    page = redirect("payments:waiting", kode=bill.kode_bayar, payment_code=payment.code)
    return remember(request, page, payment)


def _select(bill: Bill, wanted: list[str]) -> Selection:
    return select(bill=bill, wanted=wanted, on=business_date_of(clock.now()))


def _page(
    request: HttpRequest,
    selection: Selection,
    *,
    selection_form: SelectionForm | None = None,
    pay_form: PayForm | None = None,
) -> HttpResponse:
    bill = selection.main.bill
    chosen = pay_form.data.get("channel", "") if pay_form else ""
    context = {
        "bill": bill,
        "facts": facts_of(bill),
        "selection": selection,
        "all_chosen": _address(
            selection.main, [*selection.together, *selection.others]
        ),
        "paid_before": Rupiah(bill.paid_idr),
        "calculation": calculation(bill),
        "channels": channel_options(selection.amount, chosen),
        "selection_form": selection_form or SelectionForm(),
        "pay_form": pay_form,
    }
    status = 422 if pay_form else 200
    return render(request, "payments/pay.html", context, status=status)


def _address(main: PayableBill, together: Iterable[PayableBill]) -> str:
    page = reverse("payments:pay", kwargs={"kode": main.bill.kode_bayar})
    chosen = [("dengan", payable.bill.kode_bayar) for payable in together]
    return f"{page}?{urlencode(chosen)}#cara"
