"""A collector's tickets: one to print, those of the shift, one given by mistake."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_signed_in
from kernel import clock
from kernel.errors import NotFound
from papers.qr import qr_data_uri
from papers.verification import verification_url
from payments.collection.forms import VoidForm
from payments.collection.models import CashTaken, Shift
from payments.collection.selectors.custody import open_shift_of
from payments.collection.selectors.tickets import ticket_of
from payments.collection.selectors.voids import latest_void_of, tickets_of_shift
from payments.collection.services import ask_for_void
from payments.collection.views.frame import on_duty, strip

ROWS_A_PAGE = 30


@require_safe
@on_duty
def tickets(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """The tickets of the shift, to find one again."""
    found = Paginator(tickets_of_shift(shift), ROWS_A_PAGE)
    context = strip(shift) | {"page": found.get_page(request.GET.get("page"))}
    return render(request, "collection/tickets.html", context)


@require_safe
@login_required
@never_cache
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """A ticket on the screen, ready for a 58 mm printer; also after the shift."""
    return _page(request, _own(request, code), VoidForm())


@require_POST
@login_required
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """It was given by mistake: ask for its void, with a reason."""
    cash, form = _own(request, code), VoidForm(request.POST)
    if not form.is_valid():
        return _page(request, cash, form)
    ask_for_void(
        cash_id=cash.pk,
        collector=person_signed_in(request),
        reason=form.cleaned_data["alasan"],
        now=clock.now(),
    )
    messages.info(request, _("Permintaan terkirim. Kepala dinas yang memutuskan."))
    return redirect("collection:ticket", code=code)


def _own(request: HttpRequest, code: str) -> CashTaken:
    cash = ticket_of(code=code, collector=person_signed_in(request))
    if cash is None:
        raise NotFound
    return cash


def _page(request: HttpRequest, cash: CashTaken, form: VoidForm) -> HttpResponse:
    context = strip(open_shift_of(person_signed_in(request))) | {
        "cash": cash,
        "ticket": cash.ticket,
        "values": cash.ticket.values,
        "payment": cash.payment,
        "qr": qr_data_uri(verification_url(cash.ticket)),
        "void": latest_void_of(cash),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "collection/ticket.html", context, status=status)
