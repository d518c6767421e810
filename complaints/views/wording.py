"""How states, steps and days of a report are said on screens."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from city.selectors import holidays
from complaints.models import Report, ReportEvent
from complaints.selectors import events_of, photo_codes
from complaints.transitions import OPEN, ReportState
from kernel.working_days import count_working_days


class Audience(StrEnum):
    """Who reads a page of a report."""

    PUBLIC = "public"
    REPORTER = "reporter"
    OFFICE = "office"


class Look(NamedTuple):
    """A state as people see it: one of the tones, and a word."""

    tone: str
    label: str | Promise


LOOKS: Mapping[ReportState, Look] = {
    ReportState.SUBMITTED: Look("wait", gettext_lazy("Dikirim")),
    ReportState.ACCEPTED: Look("wait", gettext_lazy("Diterima")),
    ReportState.REJECTED: Look("bad", gettext_lazy("Tidak diterima")),
    ReportState.IN_PROGRESS: Look("wait", gettext_lazy("Sedang dikerjakan")),
    ReportState.ANSWERED: Look("good", gettext_lazy("Dijawab, menunggu pelapor")),
    ReportState.CONFIRMED: Look("good", gettext_lazy("Selesai")),
    ReportState.REOPENED: Look("attention", gettext_lazy("Dibuka kembali")),
    ReportState.CLOSED: Look("neutral", gettext_lazy("Ditutup tanpa tanggapan")),
}
STEPS: Mapping[str, Promise] = {
    "submitted": gettext_lazy("Laporan dikirim"),
    "forwarded": gettext_lazy("Dialihkan ke %(opd)s"),
    "accepted": gettext_lazy("Diterima %(opd)s"),
    "rejected": gettext_lazy("Tidak diterima %(opd)s"),
    "work_started": gettext_lazy("Petugas mulai bekerja"),
    "answered": gettext_lazy("Dijawab dengan foto bukti"),
    "confirmed": gettext_lazy("Pelapor menyatakan selesai"),
    "reopened": gettext_lazy("Pelapor: belum selesai"),
    "closed_without_reply": gettext_lazy("Ditutup, pelapor tidak menanggapi"),
}


def look_of(report: Report) -> Look:
    """Tone and word of its state."""
    return LOOKS[ReportState(report.state)]


def step_sentence(event: ReportEvent) -> str:
    """What happened, in one line."""
    return str(STEPS[event.name]) % {"opd": event.opd}


def pictures_of(report: Report) -> list[dict[str, str]]:
    """Before and after: the reporter's picture and the newest proof."""
    codes = photo_codes(report)
    shown = ((report.photo_id, _("Saat dilaporkan")), (report.proof_id, _("Bukti")))
    return [
        {"code": codes[pk], "caption": caption} for pk, caption in shown if pk in codes
    ]


def timeline_of(report: Report, audience: Audience) -> list[dict[str, Any]]:
    """The steps, newest first, with what this audience may know of them.

    Strangers see no name and no word of the reporter, and of a confidential report the
    steps alone. A picture that `pictures_of` shows already is not shown again.
    """
    codes = photo_codes(report)
    for shown in (report.photo_id, report.proof_id):
        codes.pop(shown or 0, None)
    is_public = audience is Audience.PUBLIC
    hides_all = is_public and report.category.is_confidential
    return [
        {
            "id": event.pk,
            "title": step_sentence(event),
            "at": event.at,
            "by": str(event.person or "") if audience is Audience.OFFICE else "",
            "note": "" if hides_all or (is_public and not event.person) else event.note,
            "photo": "" if hides_all else codes.get(event.photo_id or 0, ""),
        }
        for event in events_of(report)
    ]


def deadline_sentence(report: Report, today: date) -> str:
    """How many working days are left, or it is late by; nothing once it is done."""
    if ReportState(report.state) not in OPEN:
        return ""
    days = count_working_days(today, report.due_on, holidays())
    if report.due_on < today:
        # On a weekend after the last day no working day has passed yet.
        late = ngettext(
            "lewat %(days)d hari kerja", "lewat %(days)d hari kerja", -days
        ) % {"days": -days}
        return late if days else _("lewat batas")
    if days == 0:
        return _("hari ini batasnya")
    return ngettext("sisa %(days)d hari kerja", "sisa %(days)d hari kerja", days) % {
        "days": days
    }
