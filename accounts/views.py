"""The page of the person who is signed in, and the way to where they work."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import person_signed_in
from accounts.adapter import workplace_of
from accounts.places import done_elsewhere, places_for
from accounts.selectors import actions_of, assignments_of, has_collected
from city.selectors import business_date_of
from kernel import clock


@require_safe
@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    person = person_signed_in(request)
    today = business_date_of(clock.now())
    context = {
        "person": person,
        "assignments": assignments_of(person=person, on=today),
        "has_collected": has_collected(person, before=today),
    }
    return render(request, "accounts/me.html", context)


@require_safe
@login_required
@never_cache
def office(request: HttpRequest) -> HttpResponse:
    """/kantor/ leads each to where they work."""
    return redirect(workplace_of(person_signed_in(request)))


@require_safe
@login_required
@never_cache
def all_pages(request: HttpRequest) -> HttpResponse:
    """All that somebody may open, whether they have a desk or none."""
    person = person_signed_in(request)
    allowed = actions_of(person=person, on=business_date_of(clock.now()))
    context = {
        "person": person,
        "places": places_for(allowed),
        "elsewhere": done_elsewhere(allowed),
    }
    return render(request, "accounts/pages.html", context)
