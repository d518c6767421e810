"""The applicant's way: a page of questions each, the papers, the answers, hand in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.limits import limited, uploads_limited
from kernel import clock
from permits.answers import AnswerRefused
from permits.definitions import QuestionKind, QuestionPage, Requirement
from permits.forms import AnswersForm, PapersForm
from permits.models import Application, Part
from permits.selectors import (
    application_by_token,
    current_parts,
    editable_items,
    items_of,
    missing_items,
    part_with_file,
)
from permits.services import (
    ApplicationNotEditable,
    ItemNotAsked,
    ItemsMissing,
    answer_page,
    attach_requirement,
    submit_application,
    withdraw_application,
)
from permits.transitions import ApplicationState
from permits.views.frame import link_of, steps_of
from uploads.limits import bounded_body
from uploads.views import upload_answer


@require_http_methods(["GET", "HEAD", "POST"])
@limited("reads")
@never_cache
def questions(request: HttpRequest, *, token: str, page: str) -> HttpResponse:
    """One page of questions; a POST keeps its answers and goes on."""
    application = application_by_token(token)
    asked = application.permit_type.shown.page(page)
    if asked is None or asked.item not in editable_items(application):
        raise _not_asked(application)
    if request.method == "POST":
        return _keep_answers(request, application, asked)
    form = AnswersForm(
        asked.questions,
        initial=_kept(application, asked),
        kept_nik=application.nik,
    )
    return _questions_page(request, application, asked, form)


@uploads_limited(of="token")
@bounded_body
@require_http_methods(["GET", "HEAD", "POST"])
@limited("reads")
@never_cache
def papers(request: HttpRequest, *, token: str) -> HttpResponse:
    """All papers on one page. Each good file is kept, whatever ails another."""
    application = application_by_token(token)
    editable = editable_items(application)
    wanted = [
        one
        for one in application.permit_type.shown.requirements
        if one.item in editable
    ]
    if not wanted:
        raise _not_asked(application)
    if request.method == "POST":
        return _keep_papers(request, application=application, wanted=wanted)
    return _papers_page(request, application, PapersForm(wanted))


@require_safe
@limited("reads")
@never_cache
def check(request: HttpRequest, *, token: str) -> HttpResponse:
    """All answers and papers before they are handed in, each with a way back to it."""
    application = application_by_token(token)
    if application.state != ApplicationState.DRAFT:
        return redirect("permits:application", token=token)
    context = {
        "application": application,
        "definition": application.permit_type.shown,
        "items": items_of(application),
        "missing": missing_items(application),
        "link": link_of(request, application),
    }
    return render(request, "permits/check.html", context)


@require_POST
@limited("applications")
def submit(request: HttpRequest, *, token: str) -> HttpResponse:
    """Hand in; what is still missing is told on the page that asks for it."""
    application = application_by_token(token)
    try:
        submit_application(application=application, now=clock.now())
    except ItemsMissing:
        return _onward(application)
    return redirect("permits:application", token=token)


@require_POST
@limited("applications")
def withdraw(request: HttpRequest, *, token: str) -> HttpResponse:
    withdraw_application(application=application_by_token(token), now=clock.now())
    return redirect("permits:application", token=token)


@require_safe
@limited("reads")
def file(request: HttpRequest, *, token: str, part_id: int) -> HttpResponse:
    """A file the applicant handed in."""
    part = part_with_file(application_by_token(token), part_id)
    if part.upload is None:
        raise ItemNotAsked
    return upload_answer(request, part.upload)


def next_step(application: Application) -> HttpResponseRedirect:
    """The first page of a draft that is not answered, then papers, then all."""
    return _onward(application)


@limited("applications")
def _keep_papers(
    request: HttpRequest, *, application: Application, wanted: list[Requirement]
) -> HttpResponse:
    form = PapersForm(wanted, request.POST, request.FILES)
    form.is_valid()
    for code, file in form.cleaned_data.items():
        if file:
            attach_requirement(
                application=application, requirement=code, file=file, now=clock.now()
            )
    if not form.errors and not _missing_papers(application):
        return _onward(application)
    return _papers_page(request, application, form)


def _keep_answers(
    request: HttpRequest, application: Application, page: QuestionPage
) -> HttpResponse:
    form = AnswersForm(page.questions, request.POST, kept_nik=application.nik)
    if form.is_valid():
        try:
            answer_page(
                application=application,
                page=page.code,
                answers=form.cleaned_data,
                now=clock.now(),
            )
        except AnswerRefused as refused:
            form.add_refusal(refused)
        else:
            return _onward(application)
    return _questions_page(request, application, page, form, status=422)


def _questions_page(
    request: HttpRequest,
    application: Application,
    page: QuestionPage,
    form: AnswersForm,
    status: int = 200,
) -> HttpResponse:
    parts = current_parts(application)
    context = {
        "application": application,
        "page": page,
        "form": form,
        "is_alone": len(page.questions) == 1,
        "part": parts.get(page.item),
        "link": link_of(request, application),
        "steps": steps_of(application, page.item, parts),
    }
    return render(request, "permits/questions.html", context, status=status)


def _papers_page(
    request: HttpRequest, application: Application, form: PapersForm
) -> HttpResponse:
    parts = current_parts(application)
    definition = application.permit_type.shown
    rows = [
        {
            "field": form[code],
            "requirement": definition.requirement(code),
            "part": parts.get(code),
            "is_missing": form.is_bound and _is_missing(application, code, parts),
        }
        for code in form.fields
    ]
    context = {
        "application": application,
        "form": form,
        "rows": rows,
        "missing": [row for row in rows if row["is_missing"]],
        "link": link_of(request, application),
        "steps": steps_of(application, "", parts),
    }
    status = 422 if form.errors or context["missing"] else 200
    return render(request, "permits/papers.html", context, status=status)


def _is_missing(application: Application, code: str, parts: dict[str, Part]) -> bool:
    wanted = application.permit_type.shown.requirement(code)
    return bool(wanted and wanted.mandatory and code not in parts)


def _missing_papers(application: Application) -> bool:
    return any(not isinstance(one, QuestionPage) for one in missing_items(application))


def _onward(application: Application) -> HttpResponseRedirect:
    """Where the applicant is needed next."""
    token = application.token
    if application.state != ApplicationState.DRAFT:
        return HttpResponseRedirect(
            reverse("permits:application", kwargs={"token": token})
        )
    missing = missing_items(application)
    first = missing[0] if missing else None
    if isinstance(first, QuestionPage):
        return HttpResponseRedirect(
            reverse("permits:questions", kwargs={"token": token, "page": first.code})
        )
    name = "permits:papers" if first else "permits:check"
    return HttpResponseRedirect(reverse(name, kwargs={"token": token}))


def _kept(application: Application, page: QuestionPage) -> dict[str, str]:
    """What was answered before, as a person would type it; the NIK is typed anew."""
    part = current_parts(application).get(page.item)
    kept = dict(part.answers or {}) if part else {}
    for question in page.questions:
        if question.kind is QuestionKind.NIK:
            kept[question.code] = ""
    return kept


def _not_asked(application: Application) -> ApplicationNotEditable | ItemNotAsked:
    if application.state == ApplicationState.RETURNED:
        return ItemNotAsked()
    return ApplicationNotEditable(number=application.number)
