"""How states, events, clocks and rules of permits are said on screens."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from city.selectors import business_date_of
from permits.definitions import Basis
from permits.models import Application, ApplicationEvent
from permits.selectors import Clock
from permits.transitions import UNDECIDED, ApplicationState


class Look(NamedTuple):
    """A state as people see it: one of the tones, and a word."""

    tone: str
    label: str | Promise


LOOKS: Mapping[ApplicationState, Look] = {
    ApplicationState.DRAFT: Look("neutral", gettext_lazy("Konsep")),
    ApplicationState.SUBMITTED: Look("wait", gettext_lazy("Diperiksa")),
    ApplicationState.RETURNED: Look("attention", gettext_lazy("Perlu perbaikan")),
    ApplicationState.CHECKED: Look("wait", gettext_lazy("Menunggu keputusan")),
    ApplicationState.AWAITING_PAYMENT: Look(
        "attention", gettext_lazy("Menunggu pembayaran")
    ),
    ApplicationState.PAID: Look("wait", gettext_lazy("Keputusan disiapkan")),
    ApplicationState.ISSUED: Look("good", gettext_lazy("Terbit")),
    ApplicationState.REJECTED: Look("bad", pgettext_lazy("permohonan", "Ditolak")),
    ApplicationState.WITHDRAWN: Look("neutral", gettext_lazy("Ditarik")),
    ApplicationState.LAPSED: Look("neutral", gettext_lazy("Gugur")),
    ApplicationState.EXPIRED: Look("neutral", gettext_lazy("Masa berlaku habis")),
}
EVENTS: Mapping[str, str | Promise] = {
    "started": gettext_lazy("Permohonan dimulai"),
    "submitted": gettext_lazy("Permohonan dikirim"),
    "withdrawn": gettext_lazy("Permohonan ditarik oleh pemohon"),
    "draft_forgotten": gettext_lazy(
        "Konsep dihapus dari daftar karena lama tidak dikirim"
    ),
    "returned": gettext_lazy("Dikembalikan untuk diperbaiki"),
    "recommended": gettext_lazy("Pemeriksaan selesai, diteruskan untuk diputuskan"),
    "corrected": gettext_lazy("Perbaikan dikirim"),
    "correction_time_passed": gettext_lazy(
        "Gugur: perbaikan tidak datang pada waktunya"
    ),
    "sent_back_to_checker": gettext_lazy("Diperiksa ulang"),
    "approved": gettext_lazy("Disetujui, retribusi ditetapkan"),
    "approved_and_issued": gettext_lazy("Disetujui, keputusan terbit"),
    "rejected": pgettext_lazy("permohonan", "Ditolak"),
    "levy_paid": gettext_lazy("Retribusi dibayar"),
    "bill_cancelled": gettext_lazy("Tagihan dibatalkan, menunggu keputusan lagi"),
    "payment_taken_back": gettext_lazy("Pembayaran ditarik kembali oleh bank"),
    "payment_taken_back_after_decision": gettext_lazy(
        "Pembayaran ditarik kembali oleh bank setelah keputusan terbit"
    ),
    "paid_again": gettext_lazy("Retribusi dibayar lagi"),
    "decision_issued": gettext_lazy("Keputusan terbit"),
    "validity_ended": gettext_lazy("Masa berlaku habis"),
    "deadline_near": gettext_lazy("Batas waktu kantor hampir habis"),
    "deadline_passed": gettext_lazy("Batas waktu kantor lewat tanpa keputusan"),
    "personal_data_erased": gettext_lazy("Data pribadi dan berkas dihapus"),
    "nik_shown": gettext_lazy("NIK dilihat lengkap"),
}
# What an officer writes for another officer stays in the office.
PUBLIC_NOTES = frozenset({"rejected"})
# Their note is the office's last day, as 2026-12-08.
OF_A_DAY = frozenset({"deadline_near", "deadline_passed"})
OFFICE_ONLY = frozenset({"nik_shown", "deadline_near"})


def look_of(application: Application) -> Look:
    """The mark of where it stands."""
    return LOOKS[ApplicationState(application.state)]


def clock_words(application: Application, clock: Clock | None) -> dict[str, Any]:
    """The clock as a sentence: which working day, or since when it stands still."""
    if clock is None:
        return {}
    used = ngettext(
        "%(used)d dari %(limit)d hari kerja terpakai",
        "%(used)d dari %(limit)d hari kerja terpakai",
        clock.limit,
    ) % {"used": clock.used, "limit": clock.limit}
    return {
        "clock": clock,
        "used": used,
        "left": _left(clock),
        "waiting_for": _waiting_for(application),
    }


def timeline(
    events: list[ApplicationEvent], *, is_office: bool
) -> list[dict[str, Any]]:
    """What happened, newest first; in the office also by whom and with what note."""
    return [
        {
            "title": EVENTS[event.name],
            "at": event.at,
            "by": event.by.full_name if is_office and event.by else "",
            "note": _note_of(event, is_office=is_office),
        }
        for event in events
        if is_office or event.name not in OFFICE_ONLY
    ]


def is_silent(application: Application, clock: Clock | None) -> bool:
    """Whether the office's last day has passed and nobody has decided."""
    undecided = application.state in UNDECIDED
    return clock is not None and clock.is_overdue and undecided


def _note_of(event: ApplicationEvent, *, is_office: bool) -> str:
    if event.name in OF_A_DAY:
        last = date_format(date.fromisoformat(event.note), "j F Y")
        return _("Batas: %(day)s") % {"day": last}
    return event.note if is_office or event.name in PUBLIC_NOTES else ""


def basis_rows(bases: tuple[Basis, ...]) -> list[dict[str, Any]]:
    """The rules a type rests on; an unverified one says so."""
    return [{"text": one.text, "verified": one.verified} for one in bases]


def may_still_be_paid_on(application: Application, now: datetime) -> bool:
    """Whether the bill of an approved application is not overdue yet."""
    bill = application.bill
    return bill is not None and business_date_of(now) <= bill.due_on


def _left(clock: Clock) -> str:
    if clock.is_overdue:
        return ngettext(
            "lewat %(days)d hari kerja", "lewat %(days)d hari kerja", -clock.left
        ) % {"days": -clock.left}
    return ngettext(
        "sisa %(days)d hari kerja", "sisa %(days)d hari kerja", clock.left
    ) % {"days": clock.left}


def _waiting_for(application: Application) -> str:
    if application.state == ApplicationState.RETURNED:
        return _("menunggu perbaikan")
    if application.state == ApplicationState.AWAITING_PAYMENT:
        return _("menunggu pembayaran")
    return ""
