"""The pages that say whether a paper is real. No login, nothing asked of a reader."""

from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from city.selectors import business_date_of, zone
from kernel import clock
from papers.forms import VerifyForm
from papers.models import Paper
from papers.verification import claims_of, finding_on, fingerprint


# Without a token: the form changes nothing, and its page sets no cookie and is kept for
# use without a network. POST, so that the values behind # stay out of every log.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("reads")
def verify_form(request: HttpRequest) -> HttpResponse:
    """Take a code or a link to its verdict; the address is made here, never taken."""
    form = VerifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        path = reverse("papers:verify", kwargs={"code": form.cleaned_data["code"]})
        payload = form.cleaned_data["payload"]
        response = HttpResponseRedirect(f"{path}#{payload}" if payload else path)
        response.status_code = HTTPStatus.SEE_OTHER
        return response
    is_wrong = form.is_bound and not form.is_valid()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "verification/form.html", {"form": form}, status=status)


@require_safe
@limited("reads")
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The verdict on a code, with the values as issued; 404 when there is no paper."""
    finding = finding_on(code)
    context = {"finding": finding, "code": code} | _shown(finding.paper)
    status = HTTPStatus.OK if finding.paper else HTTPStatus.NOT_FOUND
    return render(request, "verification/verdict.html", context, status=status)


@require_safe
@limited("reads")
def verify_offline(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps, and that checks a QR without a network."""
    now = clock.now().astimezone(zone())
    context = {"zone": zone().key, "zone_name": now.tzname()}
    return render(request, "verification/offline.html", context)


def _shown(paper: Paper | None) -> dict[str, object]:
    if paper is None:
        return {}
    claims = claims_of(paper)
    paid_on = paper.values.get("paid_on")
    return {
        "paid_on": date.fromisoformat(paid_on) if paid_on else None,
        "claims": claims,
        "claimed": claims.as_list(),
        "fingerprint": fingerprint(paper),
        "lines": paper.values["lines"],
        "decision": _decision(paper),
    }


def _decision(paper: Paper) -> dict[str, object] | None:
    """What a decision grants and until when, and whether that is over or ahead."""
    text = paper.values.get("decision")
    if text is None:
        return None
    today = business_date_of(clock.now())
    begins = date.fromisoformat(text["valid_from_on"])
    ends = date.fromisoformat(text["valid_until_on"])
    return {
        "title": text["title"],
        "object": text["object"],
        "valid_from": begins,
        "valid_until": ends,
        "is_over": today > ends,
        "is_ahead": today < begins,
    }
