"""The demo's people, stalls and households. Names are invented; markets are real."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Person, Scope
from accounts.roles import Role
from accounts.services import assign_role, create_person
from city.models import Kelurahan, Market
from city.selectors import business_date_of
from levies.models import LevyType
from levies.services import NewObject, register_object, register_payer

DEMO_PASSWORD = "rempah-demo-2026"  # noqa: S105 (printed at every demo start)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who signs in to the demo."""

    username: str
    full_name: str
    role: Role


STAFF = (
    Staff("rekon", "Nurlaila Djafar, Rekonsiliator BP2RD", Role.RECONCILER),
    Staff("kabid", "Hasan Abdullah, Kepala Bidang BP2RD", Role.RECONCILIATION_APPROVER),
    Staff("bud", "Ratna Umasugi, Kuasa BUD", Role.CITY_TREASURY),
    Staff("auditor", "Fatimah Sangaji, Inspektorat", Role.AUDITOR),
    Staff("admin", "Iwan Buamona, Diskomsandi", Role.ADMINISTRATOR),
)

TRADERS = (
    "Siti Aminah", "Rukmini Hi. Yusuf", "Abdul Gani Tomagola", "Maryam Marasabessy",
    "Jamaluddin Kader", "Nurhayati Daeng Patompo", "Yusuf Ohorella", "Salma Assagaf",
    "Bahrun Soamole", "Hadijah Muhammad Saleh", "Rahmat Bachmid", "Aisyah Tuanaya",
)  # fmt: skip
STALL_SIZES_DM2 = (400, 600, 625, 900, 1200)
STALLS_PER_MARKET = 6
HOUSEHOLDS = 24
STALL_CLASS = "los"
HOUSEHOLD_CLASS = "rumah-tangga"
SINCE = date(2026, 1, 1)


def make_staff(now: datetime) -> None:
    """One person per role of the spine, each over the whole city."""
    for staff in STAFF:
        if Person.objects.filter(username=staff.username).exists():
            continue
        person = create_person(
            username=staff.username,
            full_name=staff.full_name,
            password=DEMO_PASSWORD,
            now=now,
        )
        assign_role(
            person=person,
            role=staff.role,
            scope=Scope(),
            valid_from=business_date_of(now),
            now=now,
        )


def make_objects() -> None:
    """Stalls in every market and households in the first kelurahan, with payers."""
    market_levy = LevyType.objects.get(code="pasar")
    for number, market in enumerate(Market.objects.order_by("id")):
        for unit in range(1, STALLS_PER_MARKET + 1):
            _make_stall(market_levy, market, unit, number + unit)
    waste_levy = LevyType.objects.get(code="kebersihan")
    places = Kelurahan.objects.order_by("code")[:HOUSEHOLDS]
    for number, kelurahan in enumerate(places):
        _make_household(waste_levy, kelurahan, number)


def _make_stall(levy: LevyType, market: Market, unit: int, turn: int) -> None:
    name = TRADERS[turn % len(TRADERS)]
    # Markets without a known kelurahan register their traders with the office.
    kelurahan = market.kelurahan or Kelurahan.objects.order_by("code")[0]
    register_object(
        payer=register_payer(
            code=f"demo-{market.code}-{unit}", name=name, kelurahan=kelurahan
        ),
        new=NewObject(
            code=f"{market.code}-{unit:03d}",
            levy_type=levy,
            object_class=STALL_CLASS,
            label=f"{market.name}, los {unit:03d}",
            valid_from=SINCE,
            market=market,
            kelurahan=market.kelurahan,
            size_dm2=STALL_SIZES_DM2[turn % len(STALL_SIZES_DM2)],
        ),
    )


def _make_household(levy: LevyType, kelurahan: Kelurahan, number: int) -> None:
    name = TRADERS[number % len(TRADERS)]
    register_object(
        payer=register_payer(
            code=f"demo-rumah-{number:03d}", name=name, kelurahan=kelurahan
        ),
        new=NewObject(
            code=f"rumah-{number:03d}",
            levy_type=levy,
            object_class=HOUSEHOLD_CLASS,
            label=f"Rumah tangga, Kelurahan {kelurahan.name}",
            valid_from=SINCE,
            kelurahan=kelurahan,
        ),
    )
