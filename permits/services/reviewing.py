"""What an officer does: a verdict per part, send back, recommend."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import Scope, authorize
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of, holidays
from kernel.reasons import stated_reason
from kernel.working_days import add_working_days
from outbox.services import publish
from permits.answers import parse_answer
from permits.models import Application, Verdict
from permits.selectors import current_parts
from permits.services.refusals import (
    ApplicationMovedOn,
    CorrectionNeedsNote,
    NothingToCorrect,
    ReviewIncomplete,
)
from permits.services.states import lock_application, move_application, touch
from permits.transitions import ApplicationState


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What the officer says of one part; a correction says what is wrong."""

    verdict: Verdict
    note: str = ""


NO_VERDICTS: Mapping[str, ItemVerdict] = {}


@transaction.atomic
def review_items(
    *,
    application: Application,
    verdicts: Mapping[str, ItemVerdict],
    person: Person,
    now: datetime,
    turn: int | None = None,
) -> Application:
    """Keep the officer's verdicts, by item; the application stays where it is.

    Raises:
        Forbidden: the person may not check applications of this office.
        ApplicationMovedOn: it changed since the page, or is not to be checked.
        CorrectionNeedsNote: a part is to be corrected and nobody says how.
    """
    application = _lock_for_check(application, person, turn, now)
    _keep_verdicts(application, verdicts, person, now)
    touch(application)
    return application


@transaction.atomic
def send_back(
    *,
    application: Application,
    person: Person,
    now: datetime,
    verdicts: Mapping[str, ItemVerdict] = NO_VERDICTS,
    turn: int | None = None,
) -> Application:
    """Ask only for what is to be corrected again; all else stays accepted.

    The office's clock stops, the applicant's time begins. Publishes
    `application_returned`.

    Raises:
        NothingToCorrect: no part has such a verdict.
        Forbidden, ApplicationMovedOn, CorrectionNeedsNote: as for review_items.
    """
    application = _lock_for_check(application, person, turn, now)
    _keep_verdicts(application, verdicts, person, now)
    parts = current_parts(application).values()
    wrong = [part for part in parts if part.verdict == Verdict.CORRECT]
    if not wrong:
        raise NothingToCorrect
    application.answer_by = add_working_days(
        business_date_of(now),
        application.permit_type.definition.correction_working_days,
        holidays(),
    )
    move_application(
        application=application, target=ApplicationState.RETURNED, now=now, by=person
    )
    publish(
        name="application_returned", payload={"application_id": application.pk}, now=now
    )
    return application


@transaction.atomic
def recommend(
    *,
    application: Application,
    person: Person,
    is_favoured: bool,
    now: datetime,
    findings: Mapping[str, str] | None = None,
    note: str = "",
    verdicts: Mapping[str, ItemVerdict] = NO_VERDICTS,
    turn: int | None = None,
) -> Application:
    """Pass it on to the person who decides, with the officer's advice and findings.

    In favour: every part is valid and the officer's own questions are answered.
    Against: a note says why.

    Raises:
        ReviewIncomplete: a part has no verdict, or one that says it is wrong.
        permits.answers.AnswerRefused: a finding does not fit its question.
        kernel.reasons.ReasonMissing: advice against it, and no note.
        Forbidden, ApplicationMovedOn, CorrectionNeedsNote: as for review_items.
    """
    application = _lock_for_check(application, person, turn, now)
    _keep_verdicts(application, verdicts, person, now)
    if is_favoured:
        _require_all_valid(application)
        asked = application.permit_type.definition.check.questions
        given = findings or {}
        application.findings = {
            question.code: parse_answer(question, given.get(question.code, ""))
            for question in asked
        }
        note = stated_reason(note) if note.strip() else ""
    else:
        note = stated_reason(note)
    application.checker, application.is_favoured = person, is_favoured
    move_application(
        application=application,
        target=ApplicationState.CHECKED,
        now=now,
        by=person,
        note=note,
    )
    return application


def _lock_for_check(
    application: Application, person: Person, turn: int | None, now: datetime
) -> Application:
    authorize(
        person=person,
        action=Action.CHECK_APPLICATIONS,
        scope=Scope(opd=application.permit_type.opd),
        on=business_date_of(now),
    )
    locked = lock_application(application, turn=turn)
    if locked.state != ApplicationState.SUBMITTED:
        raise ApplicationMovedOn(number=locked.number)
    return locked


def _keep_verdicts(
    application: Application,
    verdicts: Mapping[str, ItemVerdict],
    person: Person,
    now: datetime,
) -> None:
    parts = current_parts(application)
    for item, told in verdicts.items():
        part = parts.get(item)
        if part is None or told.verdict == Verdict.NONE:
            continue
        note = told.note.strip()
        if told.verdict == Verdict.CORRECT:
            note = _note(note, item)
        part.verdict, part.note = told.verdict, note
        part.reviewed_by, part.reviewed_at = person, now
        part.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])


def _note(note: str, item: str) -> str:
    if not note:
        raise CorrectionNeedsNote(item=item)
    return stated_reason(note)


def _require_all_valid(application: Application) -> None:
    parts = current_parts(application)
    unsure = sorted(i for i, part in parts.items() if part.verdict != Verdict.VALID)
    if unsure:
        raise ReviewIncomplete(items=", ".join(unsure))
