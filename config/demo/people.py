"""Who signs in to the demo: one person per role, and a collector per few markets.

Names are invented. One password for all: it is printed at every start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from accounts.models import Person, Scope
from accounts.roles import Role
from accounts.services import assign_role, create_person
from city.models import Market, Opd
from city.selectors import business_date_of
from complaints.models import ReportCategory
from levies.models import LevyType
from permits.models import PermitType

DEMO_PASSWORD = "rempah-demo-2026"  # noqa: S105 (printed at every demo start)
MARKETS_PER_COLLECTOR = 3
RECONCILER = "rekon"
TREASURER = "bendahara"
HEAD_OF_MARKETS = "kadis"
COLLECTOR = "pungut"
PERMIT_OFFICER = "izin"
REPORT_OFFICER, REPORT_INSPECTOR = "lapor", "inspektorat"


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who signs in to the demo, and what for."""

    username: str
    full_name: str
    role: Role
    scopes: Sequence[Scope] = (Scope(),)


CITY_STAFF = (
    Staff(RECONCILER, "Nurlaila Djafar, Rekonsiliator BP2RD", Role.RECONCILER),
    Staff("kabid", "Hasan Abdullah, Kepala Bidang BP2RD", Role.RECONCILIATION_APPROVER),
    Staff("bud", "Ratna Umasugi, Kuasa BUD", Role.CITY_TREASURY),
    Staff("auditor", "Fatimah Sangaji, Inspektorat", Role.AUDITOR),
    Staff("admin", "Iwan Buamona, Diskomsandi", Role.ADMINISTRATOR),
    Staff("pimpinan", "Wa Ode Sarlina Hi. Muhammad, Wali Kota", Role.MAYOR),
)
COLLECTORS = (
    "Rusli Soamole", "Hartati Teapon", "La Ode Hamid Kharie", "Sumiyati Fabanyo",
    "Arsad Hi. Abdullah Tomagola",
)  # fmt: skip


def staff() -> list[Staff]:
    """Everybody, with the offices and markets of this database."""
    return [*CITY_STAFF, *_office_staff(), *collectors()]


def person(username: str) -> Person:
    """One of them, as the product knows them."""
    return Person.objects.get(username=username)


def make_staff(now: datetime) -> None:
    """Make who is missing, each with the role over its places."""
    known = set(Person.objects.values_list("username", flat=True))
    for one in staff():
        if one.username in known:
            continue
        made = create_person(
            username=one.username,
            full_name=one.full_name,
            password=DEMO_PASSWORD,
            now=now,
        )
        for scope in one.scopes:
            assign_role(
                person=made,
                role=one.role,
                scope=scope,
                valid_from=business_date_of(now),
                now=now,
            )


def market_opd() -> Opd:
    """The office whose levy the market stalls pay."""
    return LevyType.objects.select_related("opd").get(code="pasar").opd


def waste_opd() -> Opd:
    """The office whose levy the households pay."""
    return LevyType.objects.select_related("opd").get(code="kebersihan").opd


def report_officer(category: ReportCategory) -> str:
    """The username of who answers reports of a category."""
    return REPORT_INSPECTOR if category.is_confidential else REPORT_OFFICER


def _office_staff() -> Iterator[Staff]:
    market, waste = Scope(market_opd()), Scope(waste_opd())
    treasurer, head = Role.OPD_TREASURER, Role.HEAD_OF_OPD
    yield Staff(TREASURER, "Hj. Salma Assagaf, Bendahara Pasar", treasurer, [market])
    yield Staff("bendahara.dlh", "Ikram Malik, Bendahara DLH", treasurer, [waste])
    yield Staff(
        "penetap", "Marlina Gafur, Petugas Penetapan", Role.ASSESSOR, [market, waste]
    )
    yield Staff(
        HEAD_OF_MARKETS, "Drs. Anwar Rumain, Kepala Dinas Pasar", head, [market]
    )
    yield Staff("kadis.dlh", "Ramla Bachmid, Kepala DLH", head, [waste])
    yield from _officers()


def _officers() -> Iterator[Staff]:
    """Who checks applications and answers reports, in the offices that have them."""
    permits = Opd.objects.filter(pk__in=PermitType.objects.values("opd"))
    yield Staff(
        PERMIT_OFFICER,
        "Yanti Ismail, Loket Perizinan",
        Role.PERMIT_OFFICER,
        [Scope(opd) for opd in permits.order_by("pk")],
    )
    for username, full_name, is_confidential in (
        (REPORT_OFFICER, "Sofyan Mandar, Pengaduan Masyarakat", False),
        (REPORT_INSPECTOR, "Hj. Hasna Alhadar, Inspektorat (Irban Khusus)", True),
    ):
        categories = ReportCategory.objects.filter(is_confidential=is_confidential)
        offices = Opd.objects.filter(pk__in=categories.values("opd")).order_by("pk")
        scopes = [Scope(opd) for opd in offices]
        yield Staff(username, full_name, Role.REPORT_OFFICER, scopes)


def collectors() -> Iterator[Staff]:
    """`pungut`, `pungut2` …: each walks the markets of one part of the city."""
    markets = Market.objects.select_related("opd", "kelurahan").order_by("id")
    walks = batched(markets, MARKETS_PER_COLLECTOR)
    for number, (walk, name) in enumerate(zip(walks, COLLECTORS, strict=False), 1):
        yield Staff(
            f"{COLLECTOR}{number if number > 1 else ''}",
            f"{name}, Juru Pungut",
            Role.COLLECTOR,
            [Scope.of_market(market) for market in walk],
        )
