"""The officer's steps: address, form, service. One URL and one verb for each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from complaints import services
from complaints.forms import AnswerForm, ForwardForm, RejectForm, StepForm
from complaints.models import Report
from complaints.transitions import (
    ACCEPTED,
    ANSWERED,
    IN_PROGRESS,
    REJECTED,
    SUBMITTED,
    TRANSITIONS,
    ReportState,
)


class Taken(NamedTuple):
    """A step somebody takes: on which report, by whom, with what they saw and when."""

    number: str
    person: Person
    form: Any
    now: datetime

    def common(self) -> dict[str, Any]:
        """What every service of an officer wants."""
        return {
            "number": self.number,
            "person": self.person,
            "seen": self.form.cleaned_data["terlihat"],
            "now": self.now,
        }


class Step(NamedTuple):
    """Where it leads, what is asked, who does it, and the words of its button."""

    target: ReportState
    form: type[StepForm]
    act: Callable[[Taken], Report]
    button: str | Promise
    told: str | Promise


def _accept(taken: Taken) -> Report:
    return services.accept_report(**taken.common())


def _start(taken: Taken) -> Report:
    return services.start_report(**taken.common())


def _reject(taken: Taken) -> Report:
    reason = taken.form.cleaned_data["alasan"]
    return services.reject_report(**taken.common(), reason=reason)


def _forward(taken: Taken) -> Report:
    return services.forward_report(
        **taken.common(),
        category=taken.form.category,
        reason=taken.form.cleaned_data["alasan"],
    )


def _answer(taken: Taken) -> Report:
    said = taken.form.cleaned_data
    return services.answer_report(
        **taken.common(), text=said["jawaban"], photo=said["foto"]
    )


# In the order of the desk. The first is the usual way on; the others fold away.
STEPS: Mapping[str, Step] = {
    "terima": Step(ACCEPTED, StepForm, _accept, _("Terima laporan"), _("Diterima.")),
    "mulai": Step(
        IN_PROGRESS, StepForm, _start, _("Mulai dikerjakan"), _("Mulai dikerjakan.")
    ),
    "jawab": Step(
        ANSWERED, AnswerForm, _answer, _("Kirim jawaban"), _("Jawaban terkirim.")
    ),
    "alihkan": Step(
        SUBMITTED, ForwardForm, _forward, _("Alihkan laporan"), _("Dialihkan.")
    ),
    "tolak": Step(
        REJECTED, RejectForm, _reject, _("Tidak dapat diterima"), _("Tidak diterima.")
    ),
}


def steps_from(state: str) -> list[str]:
    """The addresses of the steps that begin in this state."""
    source = ReportState(state)
    return [
        name for name, step in STEPS.items() if (source, step.target) in TRANSITIONS
    ]
