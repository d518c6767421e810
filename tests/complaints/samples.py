"""Siti reports a heap of waste; Budi of the environment office answers it."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Person, Scope
from accounts.roles import Role
from city.models import Kecamatan, Kelurahan, Opd
from complaints.access import reporter_key
from complaints.models import Report, ReportCategory
from complaints.services import (
    NewReport,
    accept_report,
    answer_report,
    start_report,
    submit_report,
)
from tests.accounts.people import city_with_a_zone, give, person
from tests.uploads import samples as files
from uploads.services import CleanFile, Kind, clean_file

# Tuesday, 10.00 in the city.
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LONG_NAME = "Kelurahan dengan Nama yang Sangat Panjang di Tepi Pantai Utara"


def small_city() -> None:
    """Two offices, two kelurahan and three things to report."""
    city_with_a_zone()
    dlh = _opd("dlh", "Dinas Lingkungan Hidup")
    inspectorate = _opd("inspektorat", "Inspektorat Daerah")
    kecamatan, _ = Kecamatan.objects.get_or_create(code="99.01.01", name="Tengah")
    for code, name, latitude in (
        ("1001", "Mawar", "0.80000"),
        ("1002", LONG_NAME, "0.90000"),
    ):
        Kelurahan.objects.get_or_create(
            code=f"99.01.01.{code}",
            defaults={
                "name": name,
                "kecamatan": kecamatan,
                "latitude": Decimal(latitude),
                "longitude": Decimal("127.30000"),
            },
        )
    for position, (code, name, opd, days, photo, confidential) in enumerate(
        (
            ("tumpukan", "Tumpukan sampah liar", dlh, 14, True, False),
            ("jadwal", "Sampah tidak diangkut", dlh, 14, False, False),
            ("pungli", "Dugaan pungutan liar", inspectorate, 60, False, True),
        )
    ):
        ReportCategory.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "opd": opd,
                "position": position,
                "deadline_days": days,
                "deadline_basis": "uji",
                "needs_photo": photo,
                "is_confidential": confidential,
            },
        )


def category(code: str = "tumpukan") -> ReportCategory:
    return ReportCategory.objects.select_related("opd").get(code=code)


def kelurahan(code: str = "1001") -> Kelurahan:
    return Kelurahan.objects.get(code=f"99.01.01.{code}")


def photo() -> CleanFile:
    return clean_file(file=files.picture((80, 60)), allowed=[Kind.PICTURE])


def new_report(code: str = "tumpukan", **values: Any) -> NewReport:
    """What Siti writes."""
    said: dict[str, Any] = {
        "category": category(code),
        "kelurahan": kelurahan(),
        "text": "Tumpukan di tepi barangka sejak Jumat",
        "photo": photo() if code == "tumpukan" else None,
        "sending": uuid.uuid4(),
    }
    return NewReport(**said | values)


def submitted(code: str = "tumpukan", *, now: datetime = NOW, **values: Any) -> Report:
    return submit_report(new=new_report(code, **values), now=now)


def officer(name: str = "budi", office: str = "dlh") -> Person:
    """Somebody who answers the reports of one office."""
    found = Person.objects.filter(username=name).first()
    if found:
        return found
    made = person(name)
    give(made, Role.REPORT_OFFICER, Scope(opd=Opd.objects.get(code=office)))
    return made


def in_progress(*, now: datetime = NOW, **values: Any) -> Report:
    number, budi = submitted(now=now, **values).number, officer()
    accept_report(number=number, person=budi, now=now)
    return start_report(number=number, person=budi, now=now)


def answered(*, now: datetime = NOW, **values: Any) -> Report:
    number = in_progress(now=now, **values).number
    return answer_report(
        number=number, person=officer(), text="Sudah diangkut", photo=photo(), now=now
    )


def key_of(report: Report) -> str:
    return reporter_key(report.number)


def event_names(report: Report) -> list[str]:
    return list(report.events.order_by("id").values_list("name", flat=True))


def _opd(code: str, name: str) -> Opd:
    return Opd.objects.get_or_create(
        code=code, defaults={"name": name, "letter_code": code.upper()}
    )[0]
