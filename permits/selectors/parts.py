"""The parts of an application: what was given, what is missing, what is asked again."""

from collections.abc import Mapping
from dataclasses import dataclass

from city.models import Kelurahan, Market
from kernel.nik import masked_nik
from levies.tariffs import size_text
from permits.definitions import (
    Definition,
    Question,
    QuestionKind,
    QuestionPage,
    Requirement,
)
from permits.models import Application, Part, Verdict
from permits.selectors.applications import ApplicationUnknown
from permits.transitions import ApplicationState

WITHOUT_BYTES = "upload__content"


@dataclass(frozen=True, slots=True)
class GivenItem:
    """A page or requirement of the type with its part as it is now, and those before.

    `answers` are label and shown answer of each question; none for a file.
    """

    page: QuestionPage | None
    requirement: Requirement | None
    current: Part | None
    before: tuple[Part, ...]
    answers: tuple[tuple[Question, str], ...]

    @property
    def item(self) -> str:
        one = self.page or self.requirement
        return one.item if one else ""

    @property
    def label(self) -> str:
        if self.page:
            return self.page.title
        return self.requirement.label if self.requirement else ""

    @property
    def is_asked_again(self) -> bool:
        return self.current is not None and self.current.verdict == Verdict.CORRECT


def current_parts(application: Application) -> dict[str, Part]:
    """The part that counts of each item, without the bytes of files."""
    parts = application.parts.filter(replaced_at__isnull=True)
    return {
        part.item: part
        for part in parts.select_related("upload", "reviewed_by").defer(WITHOUT_BYTES)
    }


def items_of(application: Application) -> list[GivenItem]:
    """Every page and requirement in the order of the type, with what was given.

    In the reader's language.
    """
    definition = application.permit_type.shown
    all_parts = application.parts.select_related("upload", "reviewed_by")
    parts: dict[str, list[Part]] = {}
    for part in all_parts.defer(WITHOUT_BYTES).order_by("id"):
        parts.setdefault(part.item, []).append(part)
    shown = answers_of(
        application, parts_by_item=_current(parts), definition=definition
    )
    pages = [
        _given(parts.get(page.item, []), page=page, shown=shown)
        for page in definition.pages
    ]
    papers = [
        _given(parts.get(one.item, []), requirement=one, shown=shown)
        for one in definition.requirements
    ]
    return pages + papers


def answers_of(
    application: Application,
    *,
    parts_by_item: Mapping[str, Part] | None = None,
    definition: Definition | None = None,
) -> dict[str, str]:
    """Every answer as it is shown, by question code; the NIK masked.

    In Indonesian, as papers have it, or in the words of a `definition` for screens.
    """
    definition = definition or application.permit_type.definition
    parts = current_parts(application) if parts_by_item is None else parts_by_item
    kept: dict[str, str] = dict(application.findings)
    for part in parts.values():
        kept |= part.answers or {}
    return {
        question.code: shown_answer(question, kept.get(question.code, ""), application)
        for question in definition.questions()
    }


def shown_answer(question: Question, kept: str, application: Application) -> str:
    """One answer in words: a label for a code, square metres for a size."""
    if question.kind is QuestionKind.NIK:
        return masked_nik(application.nik)
    if not kept:
        return ""
    if question.kind is QuestionKind.CHOICE:
        return next(o.label for o in question.options if o.value == kept)
    if question.kind is QuestionKind.SIZE_M2:
        return size_text(int(kept))
    if question.kind is QuestionKind.MARKET:
        return _name_of(Market, application.market, kept)
    if question.kind is QuestionKind.KELURAHAN:
        return _name_of(Kelurahan, application.kelurahan, kept)
    return kept


def missing_items(
    application: Application, *, parts: Mapping[str, Part] | None = None
) -> list[QuestionPage | Requirement]:
    """What must be given and is not: pages first, then mandatory requirements."""
    definition: Definition = application.permit_type.definition
    have = current_parts(application) if parts is None else parts
    pages = [page for page in definition.pages if page.item not in have]
    papers = [
        one for one in definition.requirements if one.mandatory and one.item not in have
    ]
    return [*pages, *papers]


def asked_again(application: Application) -> set[str]:
    """The items whose current part an officer wants corrected."""
    wanted = application.parts.filter(replaced_at__isnull=True, verdict=Verdict.CORRECT)
    return set(wanted.values_list("item", flat=True))


def editable_items(application: Application) -> set[str]:
    """What the applicant may give now.

    All of a draft; of what was returned what is asked again, or was corrected and not
    handed in yet; else nothing.
    """
    definition: Definition = application.permit_type.definition
    if application.state == ApplicationState.DRAFT:
        pages = {page.item for page in definition.pages}
        return pages | {one.item for one in definition.requirements}
    if application.state != ApplicationState.RETURNED:
        return set()
    items = application.parts.values_list("item", flat=True)
    unseen = set(items.filter(replaced_at__isnull=True, verdict=Verdict.NONE))
    before = set(items.filter(replaced_at__isnull=False))
    return asked_again(application) | (unseen & before)


def part_with_file(application: Application, part_id: int) -> Part:
    """One file of this application, now or before, with its bytes; erased ones not.

    Raises:
        ApplicationUnknown: it has no such file.
    """
    kept = {"upload__isnull": False, "upload__erased_at__isnull": True}
    parts = application.parts.filter(pk=part_id, **kept)
    part = parts.select_related("upload").first()
    if part is None:
        raise ApplicationUnknown
    return part


def _current(parts: Mapping[str, list[Part]]) -> dict[str, Part]:
    return {
        item: given[-1] for item, given in parts.items() if not given[-1].replaced_at
    }


def _given(
    parts: list[Part],
    *,
    shown: Mapping[str, str],
    page: QuestionPage | None = None,
    requirement: Requirement | None = None,
) -> GivenItem:
    current = next((part for part in parts if part.replaced_at is None), None)
    before = tuple(part for part in reversed(parts) if part.replaced_at is not None)
    questions = page.questions if page else ()
    answers = tuple((question, shown[question.code]) for question in questions)
    return GivenItem(page, requirement, current, before, answers)


def _name_of(
    model: type[Market] | type[Kelurahan], known: Market | Kelurahan | None, code: str
) -> str:
    """The name of a place; a type may ask for a second one besides the known."""
    if known is not None and known.code == code:
        return known.name
    names = model.objects.filter(code=code).values_list("name", flat=True)
    return names[0] if names else code
