"""Issues, draws and voids official papers. The only writer of papers and files."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from accounts.access import Scope, authorize
from accounts.audit import record
from accounts.models import Person
from accounts.roles import Action
from city.models import Opd
from city.selectors import business_date_of
from kernel.errors import Conflict
from kernel.identifiers import opaque_code
from kernel.reasons import stated_reason
from outbox.services import publish
from papers.models import Paper, PaperFile, PaperKind
from papers.numbering import take_numbers
from papers.rendering import Proof, draw
from papers.selectors import layouts_missing
from papers.signing import current_signer
from papers.values import PaperValues
from papers.verification import fingerprint, verification_url

BATCH = 1_000


class VoidedAlready(Conflict):
    """The paper was voided before; its number and first reason stand."""

    code = "paper_voided_already"


@transaction.atomic
def issue_paper(
    *, opd: Opd, kind: PaperKind, values: PaperValues, issued_on: date, now: datetime
) -> Paper:
    """Issue one paper with the next number of its series; its file is drawn soon after.

    The number is taken in the caller's transaction: either paper and number are there,
    or neither is. Publishes `paper_issued`, which lets a worker draw and sign it.
    """
    (paper,) = _issue(opd, kind, [values], issued_on, now)
    publish(name="paper_issued", payload={"paper_id": paper.pk}, now=now)
    return paper


@transaction.atomic
def issue_papers(
    *,
    opd: Opd,
    kind: PaperKind,
    values_list: Sequence[PaperValues],
    issued_on: date,
    now: datetime,
) -> list[Paper]:
    """Issue many papers of one series at once, numbered in the order given.

    One statement takes all numbers. No file is drawn: of a month's letters few are ever
    opened, and each is drawn when somebody asks for it (`want_files`).
    """
    return _issue(opd, kind, values_list, issued_on, now) if values_list else []


def _issue(
    opd: Opd,
    kind: PaperKind,
    values_list: Sequence[PaperValues],
    issued_on: date,
    now: datetime,
) -> list[Paper]:
    year = issued_on.year
    numbers = take_numbers(opd=opd, kind=kind, year=year, count=len(values_list))
    papers = [
        Paper(
            opd=opd,
            kind=kind,
            year=year,
            serial=number.serial,
            number=number.text,
            code=opaque_code(),
            values=values,
            issued_on=issued_on,
            issued_at=now,
        )
        for number, values in zip(numbers, values_list, strict=True)
    ]
    return Paper.objects.bulk_create(papers, batch_size=BATCH)


def want_files(*, paper: Paper, now: datetime) -> None:
    """Ask a worker to draw what is missing of a paper. Safe to repeat."""
    if layouts_missing(paper):
        publish(name="paper_wanted", payload={"paper_id": paper.pk}, now=now)


def render_paper(*, paper_id: int, now: datetime) -> None:
    """Draw, sign and store every missing layout of a paper. Safe to repeat.

    Drawing and signing happen outside any transaction. Of two workers that drew the
    same layout the first one's bytes stay; they are never replaced.
    """
    paper = Paper.objects.select_related("opd").get(pk=paper_id)
    signer = current_signer(now)
    proof = Proof(verification_url(paper), fingerprint(paper), signer.note)
    for layout in layouts_missing(paper):
        drawn = draw(paper=paper, layout=layout, proof=proof)
        pdf = signer.sign(drawn, reason=paper.number, now=now)
        file = PaperFile(
            paper=paper,
            layout=layout,
            pdf=pdf,
            sha256=sha256(pdf).hexdigest(),
            made_at=now,
        )
        PaperFile.objects.bulk_create([file], ignore_conflicts=True)


@transaction.atomic
def void_paper(
    *, paper: Paper, person: Person | None, reason: str, now: datetime
) -> Paper:
    """Void an issued paper. Number, values and file stay; verification says DIBATALKAN.

    A person needs the right to approve a void in the paper's OPD; without one it is the
    machine, on the word of a gateway that took its payment back.

    Raises:
        Forbidden: the person may not void papers of this OPD.
        ReasonMissing, ReasonTooLong: its reader is shown why.
        VoidedAlready: it was voided before.
    """
    if person is not None:
        authorize(
            person=person,
            action=Action.APPROVE_VOID,
            scope=Scope(opd=paper.opd),
            on=business_date_of(now),
        )
    reason = stated_reason(reason)
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.is_voided:
        raise VoidedAlready(number=paper.number)
    paper.voided_at, paper.voided_by, paper.void_reason = now, person, reason
    paper.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(
        actor=person,
        action="paper_voided",
        subject=f"paper:{paper.pk}",
        facts={"number": paper.number},
        reason=reason,
        now=now,
    )
    return paper
