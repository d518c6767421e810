"""What the page of one application shows the office, and who comes too late."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from city.selectors import business_date_of
from kernel.nik import masked_nik
from permits.forms import AnswersForm, DecisionForm, ReasonForm, ReviewForm
from permits.models import Application, Verdict
from permits.selectors import (
    answers_of,
    clock_of,
    events_of,
    expected_levy,
    items_of,
)
from permits.transitions import ApplicationState
from permits.views.wording import clock_words, is_silent, look_of, timeline

ASKS_LAST = 3


def desk_context(
    found: Application,
    *,
    now: datetime,
    can_check: bool,
    can_approve: bool,
    form: ReviewForm | None = None,
    findings: AnswersForm | None = None,
    decision: DecisionForm | None = None,
    shown_nik: str = "",
) -> dict[str, Any]:
    """Parts, clock, history and the forms of whoever looks."""
    items = items_of(found)
    definition = found.permit_type.shown
    turn = {"turn": found.turn}
    is_to_check = can_check and found.state == ApplicationState.SUBMITTED
    is_to_decide = can_approve and found.state == ApplicationState.CHECKED
    is_unpaid = can_approve and found.state == ApplicationState.AWAITING_PAYMENT
    shown = answers_of(found, definition=definition)
    counted = clock_of(found, on=business_date_of(now))
    return {
        "application": found,
        "definition": definition,
        "look": look_of(found),
        "words": clock_words(found, counted),
        "is_silent": is_silent(found, counted),
        "items": items,
        "events": timeline(events_of(found), is_office=True),
        "findings_shown": [
            {"key": one.label, "value": shown[one.code]}
            for one in definition.check.questions
        ],
        "form": (form or ReviewForm(items, initial=turn)) if is_to_check else None,
        "findings": (findings or AnswersForm(definition.check.questions))
        if is_to_check
        else None,
        "decision": (decision or DecisionForm(initial=turn)) if is_to_decide else None,
        "reason": _reason_form(decision, turn) if is_to_decide or is_unpaid else None,
        "levy": expected_levy(found, on=business_date_of(now))
        if is_to_decide
        else None,
        "is_unpaid": is_unpaid,
        "nik": shown_nik or masked_nik(found.nik),
        "nik_is_whole": bool(shown_nik),
        "may_see_nik": can_check or can_approve,
    }


def moved_on_context(
    found: Application,
    *,
    form: ReviewForm | None = None,
    findings: AnswersForm | None = None,
    decision: DecisionForm | None = None,
) -> dict[str, Any]:
    """What happened meanwhile, and every word that was typed and not kept."""
    return {
        "application": found,
        "look": look_of(found),
        "events": timeline(events_of(found), is_office=True)[:ASKS_LAST],
        "typed": [
            *_typed_review(form),
            *_typed_plain(findings),
            *_typed_plain(decision),
        ],
    }


def _reason_form(decision: DecisionForm | None, turn: dict[str, int]) -> ReasonForm:
    return decision if isinstance(decision, ReasonForm) else ReasonForm(initial=turn)


def _typed_review(form: ReviewForm | None) -> list[dict[str, str]]:
    if form is None or not form.is_valid():
        return []
    words = {Verdict.VALID: _("Sah"), Verdict.CORRECT: _("Perlu perbaikan")}
    typed = [
        {
            "key": str(form.fields[f"verdict-{item}"].label),
            "value": ". ".join(filter(None, [words[told.verdict], told.note])),
        }
        for item, told in form.verdicts().items()
        if told.verdict != Verdict.NONE
    ]
    if form.cleaned_data["catatan"]:
        typed.append({"key": _("Catatan"), "value": form.cleaned_data["catatan"]})
    return typed


def _typed_plain(form: AnswersForm | DecisionForm | None) -> list[dict[str, str]]:
    if form is None:
        return []
    return [
        {"key": str(form.fields[name].label), "value": str(form[name].value() or "")}
        for name in form.fields
        if name != "turn" and form[name].value()
    ]
