"""What a permit type is: the schema of cities/<name>/permit_types/*.toml. Pure.

A type is wholly data: who may apply, questions, papers, workflow, levy and decision.
What is wrong with a file is told by its field; no type is loaded in part.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Short = Annotated[Text, StringConstraints(max_length=120)]
Long = Annotated[Text, StringConstraints(max_length=600)]
PAGE_ITEM = "page:"


class QuestionKind(StrEnum):
    """What an answer is; it decides the field on the screen and how it is checked."""

    NAME = "name"
    NIK = "nik"
    PHONE = "phone"
    KELURAHAN = "kelurahan"
    MARKET = "market"
    CHOICE = "choice"
    TEXT = "text"
    LONG_TEXT = "long_text"
    SIZE_M2 = "size_m2"


class FileKind(StrEnum):
    """What kind of file a requirement takes."""

    PICTURE = "picture"
    PDF = "pdf"
    EITHER = "either"


class Step(StrEnum):
    """The steps a workflow may have, in this order; only `assess` may be left out."""

    CHECK = "check"
    APPROVE = "approve"
    ASSESS = "assess"
    ISSUE = "issue"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Part):
    """One answer of a choice."""

    value: Code
    label: Short


class Question(_Part):
    """One question. `must` is whether it has to be answered."""

    code: Code
    label: Short
    kind: QuestionKind
    hint: Annotated[str, StringConstraints(max_length=300)] = ""
    must: bool = True
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _options_belong_to_a_choice(self) -> Self:
        if (self.kind is QuestionKind.CHOICE) != bool(self.options):
            raise ValueError("options: a choice has some, another kind has none")
        return self


class QuestionPage(_Part):
    """One page of questions: one thing a page."""

    code: Code
    title: Short
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @property
    def item(self) -> str:
        return PAGE_ITEM + self.code


class Requirement(_Part):
    """One paper to hand in."""

    code: Code
    label: Short
    hint: Annotated[str, StringConstraints(max_length=300)] = ""
    kind: FileKind
    mandatory: bool

    @property
    def item(self) -> str:
        return self.code


class Basis(_Part):
    """A rule the type rests on; an unverified one says so wherever it is shown."""

    text: Short
    verified: bool


class CheckStep(_Part):
    """An officer holds papers against answers, and answers questions of their own."""

    step: Literal[Step.CHECK]
    action: Literal["check_applications"]
    questions: tuple[Question, ...] = ()


class ApproveStep(_Part):
    """Another person decides."""

    step: Literal[Step.APPROVE]
    action: Literal["approve_applications"]


class LevyCase(_Part):
    """Which levy and class of object an answer of the choice `by` leads to."""

    value: Code
    levy_type: Code
    object_class: Code


class AssessStep(_Part):
    """The first month's levy is assessed: its type and class, place and size."""

    step: Literal[Step.ASSESS]
    by: Code
    cases: Annotated[tuple[LevyCase, ...], Field(min_length=1)]
    market: Code
    unit: Code
    size: Code | None = None
    payment_days: Annotated[int, Field(ge=1, le=90)]


class IssueStep(_Part):
    """The decision: what it is called, on what, under which terms."""

    step: Literal[Step.ISSUE]
    paper: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,19}$")]
    title: Short
    grants: Short
    object: Short
    terms: Annotated[tuple[Long, ...], Field(max_length=6)] = ()


AnyStep = Annotated[
    CheckStep | ApproveStep | AssessStep | IssueStep, Field(discriminator="step")
]


class Definition(_Part):
    """One permit type, as one version of its file says it."""

    code: Code
    name: Short
    letters: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")]
    summary: Long
    opd: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,20}$")]
    is_open: bool
    who: Long
    cost: Long
    sla_working_days: Annotated[int, Field(ge=1, le=120)]
    correction_working_days: Annotated[int, Field(ge=1, le=60)]
    valid_months: Annotated[int, Field(ge=1, le=240)]
    remedy: Long
    legal_basis: Annotated[tuple[Basis, ...], Field(min_length=1)]
    pages: Annotated[tuple[QuestionPage, ...], Field(min_length=1)]
    requirements: tuple[Requirement, ...]
    workflow: tuple[AnyStep, ...]
    # English of what people read, by its Indonesian; what is missing stays as it is.
    english: dict[Long, Long] = {}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        _require_unique("pages", [page.code for page in self.pages])
        _require_unique("questions", [one.code for one in self.questions()])
        _require_unique("requirements", [one.code for one in self.requirements])
        order = [step.step for step in self.workflow]
        if order not in (list(Step), [s for s in Step if s is not Step.ASSESS]):
            raise ValueError(
                "workflow: the steps are check, approve, assess (or not), issue"
            )
        for kind in (QuestionKind.NAME, QuestionKind.NIK, QuestionKind.KELURAHAN):
            if sum(one.kind is kind and one.must for one in self.asked()) != 1:
                raise ValueError(f"pages: one must question of kind {kind} is needed")
        if any(one.kind in IDENTITY for one in self.check.questions):
            raise ValueError("workflow.check.questions: identity is the applicant's")
        self._require_assessable()
        self._require_printable()
        self._require_said()
        return self

    def in_english(self) -> "Definition":
        """The same type with its English words, for screens; papers are Indonesian."""
        return Definition.model_validate(
            _translated(self.model_dump(mode="json"), self.english) | {"english": {}}
        )

    def asked(self) -> Iterator[Question]:
        """The questions to the applicant, in their order."""
        for page in self.pages:
            yield from page.questions

    def questions(self) -> list[Question]:
        """All questions: the applicant's and then the officer's."""
        return [*self.asked(), *self.check.questions]

    def question(self, code: str) -> Question:
        """The question of a code of this definition."""
        return next(one for one in self.questions() if one.code == code)

    def page(self, code: str) -> QuestionPage | None:
        """The page of a code, if there is one."""
        return next((page for page in self.pages if page.code == code), None)

    def requirement(self, code: str) -> Requirement | None:
        """The requirement of a code, if there is one."""
        return next((one for one in self.requirements if one.code == code), None)

    @property
    def check(self) -> CheckStep:
        return next(one for one in self.workflow if isinstance(one, CheckStep))

    @property
    def approve(self) -> ApproveStep:
        return next(one for one in self.workflow if isinstance(one, ApproveStep))

    @property
    def assess(self) -> AssessStep | None:
        steps = (one for one in self.workflow if isinstance(one, AssessStep))
        return next(steps, None)

    @property
    def issue(self) -> IssueStep:
        return next(one for one in self.workflow if isinstance(one, IssueStep))

    def _require_assessable(self) -> None:
        step = self.assess
        if step is None:
            return
        self._require_kind("by", step.by, QuestionKind.CHOICE)
        self._require_kind("market", step.market, QuestionKind.MARKET)
        self._require_kind("unit", step.unit, QuestionKind.TEXT)
        if step.size is not None:
            self._require_kind("size", step.size, QuestionKind.SIZE_M2)
        options = [option.value for option in self.question(step.by).options]
        if sorted(case.value for case in step.cases) != sorted(options):
            raise ValueError(f"workflow.assess.cases: one for each option of {step.by}")

    def _require_said(self) -> None:
        said = set(_said(self.model_dump(mode="json")))
        for text in self.english:
            if text not in said:
                raise ValueError(f"english: {text!r} is no text of this type")

    def _require_kind(self, field: str, code: str, kind: QuestionKind) -> None:
        found = [one for one in self.questions() if one.code == code and one.must]
        if not found or found[0].kind is not kind:
            raise ValueError(
                f"workflow.assess.{field}: {code!r} is no must question of kind {kind}"
            )

    def _require_printable(self) -> None:
        printable = {
            one.code: one for one in self.questions() if one.kind not in PRIVATE
        }
        for name in placeholders(self.issue.object):
            if name not in printable:
                raise ValueError(
                    f"workflow.issue.object: {{{name}}} is no question that is printed"
                )


IDENTITY = frozenset({QuestionKind.NAME, QuestionKind.NIK, QuestionKind.KELURAHAN})
# Never printed in the sentence of a decision, which anybody may read.
PRIVATE = frozenset({QuestionKind.NIK, QuestionKind.PHONE, QuestionKind.LONG_TEXT})


# The fields whose words stand on screens.
SAID = frozenset({"name", "summary", "who", "cost", "remedy", "title", "label", "hint"})


def _said(node: Any) -> Iterator[str]:
    """Every text on a screen, anywhere in a dumped type."""
    for key, value in node.items():
        if isinstance(value, str) and key in SAID:
            yield value
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict):
                yield from _said(part)


def _translated(node: Any, words: Mapping[str, str]) -> Any:
    """A dumped type with its texts in other words, where there are some."""
    if isinstance(node, list):
        return [_translated(part, words) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        key: words.get(value, value)
        if isinstance(value, str) and key in SAID
        else _translated(value, words)
        for key, value in node.items()
    }


def placeholders(text: str) -> list[str]:
    """The question codes in braces of a sentence."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def filled(text: str, answers: dict[str, str]) -> str:
    """A sentence with its placeholders filled; the codes may have strokes in them."""
    return re.sub(r"\{([a-z0-9-]+)\}", lambda found: answers[found[1]], text)


def _require_unique(what: str, codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise ValueError(f"{what}: {code!r} stands there twice")
