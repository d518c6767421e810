"""People of the tests: Ana manages people, Siti reconciles, Budi collects, Joko not."""

from datetime import UTC, date, datetime

from accounts.models import Assignment, Person, Scope
from accounts.roles import Role
from accounts.services import assign_role
from city.models import CityProfile, Opd

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PASSWORD = "kayu manis 1512"
EVERYWHERE = Scope()


def person(username: str, full_name: str | None = None) -> Person:
    """Somebody without any role."""
    return Person.objects.create_user(
        username=username,
        password=PASSWORD,
        full_name=full_name or username.capitalize(),
    )


def give(
    to: Person,
    role: Role,
    scope: Scope = EVERYWHERE,
    *,
    valid_from: date = TODAY,
    by: Person | None = None,
) -> Assignment:
    """A role from today on, through the service."""
    return assign_role(
        person=to, role=role, scope=scope, valid_from=valid_from, by=by, now=NOW
    )


def administrator() -> Person:
    """Ana manages people in a city that knows its zone."""
    city_with_a_zone()
    ana = person("ana")
    give(ana, Role.ADMINISTRATOR)
    return ana


def city_with_a_zone() -> CityProfile:
    """The least a city needs for its business dates."""
    office, _ = Opd.objects.get_or_create(
        code="bp2rd", defaults={"name": "Badan Pendapatan", "letter_code": "BP2RD"}
    )
    city, _ = CityProfile.objects.get_or_create(
        id=1,
        defaults={
            "slug": "contoh",
            "name": "Kota Contoh",
            "full_name": "Pemerintah Kota Contoh",
            "timezone": "Asia/Jayapura",
            "timezone_label": "WIT",
            "suspense_opd": office,
        },
    )
    return city
