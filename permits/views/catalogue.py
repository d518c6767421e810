"""Which permits there are, what each costs and takes, and how to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import limited
from kernel import clock
from permits.selectors import current_type, current_types
from permits.services import start_application
from permits.views.wording import basis_rows


@require_safe
@limited("reads")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every type, by name."""
    rows = [{"code": one.code, "definition": one.shown} for one in current_types()]
    return render(request, "permits/catalogue.html", {"rows": rows})


@require_safe
@limited("reads")
def start(request: HttpRequest, *, code: str) -> HttpResponse:
    """One type before anybody applies: who, cost, days, papers, and the rule."""
    permit_type = current_type(code)
    definition = permit_type.shown
    context = {
        "permit_type": permit_type,
        "definition": definition,
        "bases": basis_rows(definition.legal_basis),
        "has_levy": definition.assess is not None,
    }
    return render(request, "permits/start.html", context)


@require_POST
@limited("applications")
def begin(request: HttpRequest, *, code: str) -> HttpResponse:
    """A new draft, and its first question."""
    application = start_application(permit_type=current_type(code), now=clock.now())
    return redirect("permits:application", token=application.token)
