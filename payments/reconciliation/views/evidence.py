"""Evidence: uploading it or pulling it, and what came of a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from kernel import clock
from payments.reconciliation import services
from payments.reconciliation.access import (
    may_import,
    require_importer,
    require_reader,
)
from payments.reconciliation.forms import EvidenceForm, SettlementForm, StatementForm
from payments.reconciliation.models import EvidenceKind
from payments.reconciliation.selectors.evidence import (
    import_job_by_id,
    imported_file,
    imported_files,
)
from payments.reconciliation.views.frame import navigation, page_of

# A report of so many bytes takes less than a second; what is bigger waits for a worker.
INLINE_MAX_BYTES = 4 * 1024 * 1024


@require_safe
@login_required
@never_cache
def evidence(request: HttpRequest) -> HttpResponse:
    person = require_reader(request, clock.now())
    return _evidence_page(request, person)


@require_POST
@login_required
def upload_settlement(request: HttpRequest) -> HttpResponse:
    form = SettlementForm(request.POST, request.FILES)
    return _upload(request, EvidenceKind.SETTLEMENT, form)


@require_POST
@login_required
def upload_statement(request: HttpRequest) -> HttpResponse:
    form = StatementForm(request.POST, request.FILES)
    return _upload(request, EvidenceKind.STATEMENT, form)


@require_POST
@login_required
def pull_settlement(request: HttpRequest) -> HttpResponse:
    """The button "Tarik laporan gateway"."""
    now = clock.now()
    person = require_importer(request, now)
    try:
        files = services.pull_settlement(person=person, now=now)
    except services.FileRefused as refusal:
        return _evidence_page(request, person, refusal=refusal)
    new = sum(file.new_line_count for file in files if not file.was_known)
    told = ngettext(
        "%(files)s laporan ditarik, %(new)s baris baru.",
        "%(files)s laporan ditarik, %(new)s baris baru.",
        len(files),
    )
    messages.success(request, told % {"files": len(files), "new": new})
    return redirect("reconciliation:evidence")


@require_POST
@login_required
def pull_statement(request: HttpRequest) -> HttpResponse:
    """The button "Tarik rekening koran"."""
    now = clock.now()
    person = require_importer(request, now)
    try:
        file = services.pull_statement(person=person, now=now)
    except services.FileRefused as refusal:
        return _evidence_page(request, person, refusal=refusal)
    new = 0 if file.was_known else file.new_line_count
    told = _("Rekening koran ditarik: %(lines)s baris, %(new)s baru.")
    messages.success(request, told % {"lines": file.line_count, "new": new})
    return redirect("reconciliation:evidence")


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    person = require_reader(request, clock.now())
    context = {
        "navigation": navigation(request),
        "file": imported_file(file_id),
        "was_known": "lagi" in request.GET,
        "may_import": may_import(person, clock.now()),
    }
    return render(request, "reconciliation/file.html", context)


@require_safe
@login_required
@never_cache
def upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Where a big file is; refreshes itself until a worker has read it."""
    require_reader(request, clock.now())
    found = import_job_by_id(upload_id)
    if found.file:
        again = "?lagi=1" if found.file.imported_at < found.uploaded_at else ""
        response = redirect("reconciliation:file", found.file.pk)
        response["Location"] += again
        return response
    refusal = services.sentences_of(found.refusal) if found.refusal else None
    context = {
        "navigation": navigation(request),
        "upload": found,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "reconciliation/upload.html", context, status=status)


def _upload(
    request: HttpRequest, kind: EvidenceKind, form: EvidenceForm
) -> HttpResponse:
    now = clock.now()
    person = require_importer(request, now)
    if not form.is_valid():
        return _evidence_page(request, person, bound=(kind, form))
    given = form.cleaned_data["berkas"]
    if given.size > INLINE_MAX_BYTES:
        kept = services.keep_upload(
            kind=kind, name=given.name, chunks=given.chunks(), person=person, now=now
        )
        return redirect("reconciliation:upload", kept.pk)
    importer = (
        services.import_settlement
        if kind is EvidenceKind.SETTLEMENT
        else services.import_statement
    )
    try:
        imported = importer(name=given.name, content=given.file, person=person, now=now)
    except services.FileRefused as refusal:
        return _evidence_page(request, person, refusal=refusal, name=given.name)
    response = redirect("reconciliation:file", imported.pk)
    response["Location"] += "?lagi=1" if imported.was_known else ""
    return response


def _evidence_page(
    request: HttpRequest,
    person: Person,
    *,
    bound: tuple[EvidenceKind, EvidenceForm] | None = None,
    refusal: services.FileRefused | None = None,
    name: str = "",
) -> HttpResponse:
    forms: dict[str, Any] = {
        "settlement_form": SettlementForm(auto_id="laporan_%s"),
        "statement_form": StatementForm(auto_id="rekening_%s"),
    }
    if bound:
        kind, form = bound
        form.auto_id = forms[f"{kind}_form"].auto_id
        forms[f"{kind}_form"] = form
    context = forms | {
        "navigation": navigation(request),
        "page": page_of(request, imported_files()),
        "may_import": may_import(person, clock.now()),
        "can_pull": services.can_pull(),
        "refusal": services.sentences_of(refusal.report) if refusal else None,
        "refused_name": name,
    }
    status = 422 if bound or refusal else 200
    return render(request, "reconciliation/evidence.html", context, status=status)
