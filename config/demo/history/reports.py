"""What citizens report in the month, and how far the offices come with it.

A report's later steps are put on the agenda with the report itself: an office answers
after some days, its reporter agrees, contradicts, or says nothing.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from accounts.models import Person
from city.models import Kelurahan
from city.selectors import zone
from complaints.access import reporter_key
from complaints.models import Report, ReportCategory
from complaints.services import (
    NewReport,
    Point,
    accept_report,
    answer_report,
    confirm_report,
    forward_report,
    reject_report,
    reopen_report,
    start_report,
    submit_report,
)
from config.demo.history.agenda import Agenda
from config.demo.history.season import dice
from config.demo.people import person, report_officer
from config.demo.pictures import picture

DAY = timedelta(days=1)
STORIES = Path(__file__).with_name("reports.csv")
ANSWER = "Sudah ditangani petugas hari ini. Foto setelah pekerjaan selesai terlampir."
NOT_DONE = "Baru diambil sebagian, sisanya masih di tempat."
NOT_OURS = "Lokasi berada di dalam kawasan milik pribadi; bukan kewenangan dinas ini."
ELSEWHERE = (
    "Saluran ini berada di tempat pembuangan; diteruskan kepada dinas yang tepat."
)
PROOF = {"hole": "road", "building": "building"}

type Step = Callable[[str, datetime], None]


@dataclass(frozen=True, slots=True)
class Said:
    """One report: how many days before today, about what, and how far it gets."""

    days_ago: int
    category: str
    scene: str
    fate: str
    text: str


def told() -> list[Said]:
    """All of them, the earliest first."""
    with STORIES.open(encoding="utf-8", newline="") as file:
        return [
            Said(
                days_ago=int(row["days_ago"]),
                category=row["category"],
                scene=row["scene"],
                fate=row["fate"],
                text=row["text"],
            )
            for row in csv.DictReader(file)
        ]


def plan_reports(agenda: Agenda, *, seed: int, day: date, today: date) -> None:
    """Put on the agenda what is reported on this day."""
    for number, said in enumerate(told()):
        if said.days_ago == (today - day).days:
            draw = dice(seed, "report", number)
            at = datetime.combine(day, time(draw.randrange(7, 21)), tzinfo=zone())
            submit = partial(_submit, agenda, said, number, seed)
            agenda.at(at + timedelta(minutes=draw.randrange(60)), submit, "reports")


def _submit(agenda: Agenda, said: Said, number: int, seed: int, now: datetime) -> None:
    draw = dice(seed, "where", number)
    places = Kelurahan.objects.filter(latitude__isnull=False).order_by("code")
    place = places[draw.randrange(places.count())]
    photo = picture(said.scene, number) if said.scene else None
    report = submit_report(
        new=NewReport(
            category=ReportCategory.objects.select_related("opd").get(
                code=said.category
            ),
            kelurahan=place,
            text=said.text,
            point=_point(place),
            photo=photo,
        ),
        now=now,
    )
    after = now
    for days, step in _steps(said):
        after = _office_hour(after + days * DAY, draw.randrange(8 * 60))
        agenda.at(after, partial(step, report.number), "reports")


def _steps(said: Said) -> Sequence[tuple[int, Step]]:
    """The steps of a fate, each with the days since the one before."""
    working: list[tuple[int, Step]] = [(1, _accept), (1, _start)]
    answer: Step = partial(_answer, PROOF.get(said.scene, "clean"))
    answered: list[tuple[int, Step]] = [*working, (2, answer)]
    fates: dict[str, list[tuple[int, Step]]] = {
        "submitted": [],
        "accepted": [(1, _accept)],
        "working": working,
        "rejected": [(2, _reject)],
        "forwarded": [(1, _forward), (2, _accept)],
        "answered": answered,
        "confirmed": [*answered, (1, _confirm)],
        "reopened": [*answered, (1, _reopen), (2, _start)],
        # Nobody replies: the beat closes it after ten working days.
        "closed": answered,
    }
    return fates[said.fate]


def _office_hour(instant: datetime, minutes: int) -> datetime:
    """Some minute of the office day of this instant, or of the next Monday."""
    local = instant.astimezone(zone())
    while local.weekday() > 4:
        local += DAY
    opens = datetime.combine(local.date(), time(8), tzinfo=zone())
    return opens + timedelta(minutes=minutes)


def _point(place: Kelurahan) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return Point(place.latitude, place.longitude)


def _accept(number: str, now: datetime) -> None:
    accept_report(number=number, person=_officer(number), now=now)


def _start(number: str, now: datetime) -> None:
    start_report(number=number, person=_officer(number), now=now)


def _answer(scene: str, number: str, now: datetime) -> None:
    officer, proof = _officer(number), picture(scene)
    answer_report(number=number, person=officer, text=ANSWER, photo=proof, now=now)


def _reject(number: str, now: datetime) -> None:
    reject_report(number=number, person=_officer(number), reason=NOT_OURS, now=now)


def _forward(number: str, now: datetime) -> None:
    category = ReportCategory.objects.select_related("opd").get(code="tps-penuh")
    forward_report(
        number=number,
        person=_officer(number),
        category=category,
        reason=ELSEWHERE,
        now=now,
    )


def _confirm(number: str, now: datetime) -> None:
    confirm_report(number=number, key=reporter_key(number), now=now)


def _reopen(number: str, now: datetime) -> None:
    reopen_report(number=number, key=reporter_key(number), reason=NOT_DONE, now=now)


def _officer(number: str) -> Person:
    report = Report.objects.select_related("category").get(number=number)
    return person(report_officer(report.category))
