"""The page of the person who is signed in, and the way to where they work."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import person_signed_in
from accounts.adapter import workplace_of
from accounts.selectors import assignments_of
from city.selectors import business_date_of
from kernel import clock


@require_safe
@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    person = person_signed_in(request)
    held = assignments_of(person=person, on=business_date_of(clock.now()))
    return render(request, "accounts/me.html", {"person": person, "assignments": held})


@require_safe
@login_required
@never_cache
def office(request: HttpRequest) -> HttpResponse:
    """/kantor/ names no page of its own: each is led to where they work."""
    return redirect(workplace_of(person_signed_in(request)))
