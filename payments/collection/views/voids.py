"""The head of an OPD decides on tickets that were given by mistake."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person_signed_in
from kernel import clock
from payments.collection.services import approve_void, refuse_void
from payments.collection.views.till import back_to_till


@require_POST
@login_required
def approve(request: HttpRequest, void_id: int) -> HttpResponse:
    """The ticket is void, and its bill owed again."""
    person, now = person_signed_in(request), clock.now()
    void = approve_void(void_id=void_id, approver=person, now=now)
    text = _("Karcis %(number)s dibatalkan; tagihannya kembali belum dibayar.")
    messages.success(request, text % {"number": void.cash.ticket.number})
    return back_to_till(void.cash.opd)


@require_POST
@login_required
def refuse(request: HttpRequest, void_id: int) -> HttpResponse:
    """The ticket stands."""
    person, now = person_signed_in(request), clock.now()
    void = refuse_void(void_id=void_id, approver=person, now=now)
    text = _("Karcis %(number)s tetap berlaku.")
    messages.info(request, text % {"number": void.cash.ticket.number})
    return back_to_till(void.cash.opd)
