"""Loading places, offices, accounts, calendar and profile of a city from its folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from city.models import (
    CityProfile,
    Holiday,
    Kecamatan,
    Kelurahan,
    Market,
    Opd,
    RevenueAccount,
)
from city.services.files import Row, read_profile, read_rows, require_known
from city.services.upserts import Change, remove_others, upsert
from kernel.errors import Conflict

PROFILE_TEXTS = {
    "slug": 50,
    "name": 60,
    "full_name": 120,
    "timezone_label": 8,
    "revenue_office": 60,
    "letter_suffix": 10,
    "levy_letter_class": 10,
    "legal_basis": 200,
    "unverified_basis_text": 200,
    "rkud_bank": 80,
    "rkud_account": 40,
    "qris_merchant_name": 25,
    "qris_city": 15,
    "nmid": 15,
    "help_phone": 30,
    "help_hours": 80,
    "help_address": 200,
}
PROFILE_OPTIONAL_TEXTS = {"help_whatsapp": 30, "coat_of_arms": 120}
PROFILE_OTHERS = ("timezone", "suspense_opd", "sanctions_account")


class AnotherCityLoaded(Conflict):
    """This database already is another city's; a second city is a second database."""

    code = "another_city_loaded"


@transaction.atomic
def load_places(folder: Path) -> list[Change]:
    """Bring the city's rows to what its files say; answers what changed.

    Safe to repeat: a second run changes nothing. A row that left a file stays, because
    bills may point at it; only holidays are removed.

    Raises:
        BadCityFile: a record cannot be loaded; nothing was changed.
        AnotherCityLoaded: the database holds another city.
    """
    return list(_changes(folder))


def _changes(folder: Path) -> Iterator[Change]:
    yield from _load_opd(folder)
    yield from _load_accounts(folder)
    yield from _load_profile(folder)
    yield from _load_kecamatan(folder)
    yield from _load_kelurahan(folder)
    yield from _load_markets(folder)
    yield from _load_holidays(folder)


def _load_opd(folder: Path) -> Iterator[Change]:
    fields = ("code", "name", "letter_code")
    for row in read_rows(folder, "opd.csv", fields=fields, unique=("code",)):
        values = {
            "name": row.text("name", longest=120),
            "letter_code": row.text("letter_code", longest=30),
        }
        yield from _put(row, Opd, "code", values, longest=20)


def _load_accounts(folder: Path) -> Iterator[Change]:
    fields = ("code", "name", "verified", "source")
    name = "revenue_accounts.csv"
    for row in read_rows(folder, name, fields=fields, unique=("code",)):
        values = {
            "name": row.text("name"),
            "verified": row.yes_no("verified"),
            "source": row.text("source"),
        }
        yield from _put(row, RevenueAccount, "code", values, longest=30)


def _load_profile(folder: Path) -> list[Change]:
    fields = (*PROFILE_TEXTS, *PROFILE_OPTIONAL_TEXTS, *PROFILE_OTHERS)
    row = read_profile(folder, "profile.toml", fields=fields)
    values: dict[str, object] = {
        field: row.text(field, longest=longest)
        for field, longest in PROFILE_TEXTS.items()
    }
    for field, longest in PROFILE_OPTIONAL_TEXTS.items():
        values[field] = row.optional_text(field, longest=longest)
    values["timezone"] = _timezone(row)
    offices = {opd.code: opd for opd in Opd.objects.all()}
    values["suspense_opd"] = require_known(row, "suspense_opd", offices)
    accounts = {account.code: account for account in RevenueAccount.objects.all()}
    values["sanctions_account"] = require_known(row, "sanctions_account", accounts)
    loaded = CityProfile.objects.first()
    if loaded and loaded.slug != values["slug"]:
        raise AnotherCityLoaded(loaded=loaded.slug, wanted=values["slug"])
    _, changes = upsert(CityProfile, key={"id": 1}, values=values)
    return changes


def _load_kecamatan(folder: Path) -> Iterator[Change]:
    fields = ("code", "name")
    for row in read_rows(folder, "kecamatan.csv", fields=fields, unique=("code",)):
        values = {"name": row.text("name", longest=80)}
        yield from _put(row, Kecamatan, "code", values, longest=10)


def _load_kelurahan(folder: Path) -> Iterator[Change]:
    fields = ("code", "name", "kecamatan", "latitude", "longitude")
    kecamatan = {row.code: row for row in Kecamatan.objects.all()}
    for row in read_rows(folder, "kelurahan.csv", fields=fields, unique=("code",)):
        values = {
            "name": row.text("name", longest=80),
            "kecamatan": require_known(row, "kecamatan", kecamatan),
            "latitude": row.optional_degrees("latitude"),
            "longitude": row.optional_degrees("longitude"),
        }
        if (values["latitude"] is None) != (values["longitude"] is None):
            raise row.bad("longitude", "both coordinates or none")
        yield from _put(row, Kelurahan, "code", values, longest=15)


def _load_markets(folder: Path) -> Iterator[Change]:
    fields = ("code", "name", "opd", "kelurahan", "trader_count", "source")
    offices = {opd.code: opd for opd in Opd.objects.all()}
    kelurahan = {row.code: row for row in Kelurahan.objects.all()}
    for row in read_rows(folder, "markets.csv", fields=fields, unique=("code",)):
        place = None
        if row.optional_text("kelurahan"):
            place = require_known(row, "kelurahan", kelurahan)
        values = {
            "name": row.text("name", longest=80),
            "opd": require_known(row, "opd", offices),
            "kelurahan": place,
            "trader_count": row.whole("trader_count"),
            "source": row.text("source"),
        }
        yield from _put(row, Market, "code", values, longest=40)


def _load_holidays(folder: Path) -> Iterator[Change]:
    fields = ("on", "name", "is_joint_leave", "verified", "source")
    kept = set()
    for row in read_rows(folder, "holidays.csv", fields=fields, unique=("on",)):
        on = row.day("on")
        kept.add(on)
        values = {
            "name": row.text("name", longest=120),
            "is_joint_leave": row.yes_no("is_joint_leave"),
            "verified": row.yes_no("verified"),
            "source": row.text("source"),
        }
        _, changes = upsert(Holiday, key={"on": on}, values=values)
        yield from changes
    yield from remove_others(Holiday, field="on", kept=kept)


def _put(
    row: Row,
    model: type[Opd | RevenueAccount | Kecamatan | Kelurahan | Market],
    field: str,
    values: Mapping[str, object],
    *,
    longest: int,
) -> list[Change]:
    key = {field: row.text(field, longest=longest)}
    _, changes = upsert(model, key=key, values=values)
    return changes


def _timezone(row: Row) -> str:
    name = row.text("timezone", longest=40)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise row.bad("timezone", f"{name!r} is not a time zone") from None
    return name
