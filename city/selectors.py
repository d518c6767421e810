"""Questions about the city that every request asks: profile, zone, holidays, dates.

The city changes only when `load_city` runs, so a process remembers what it read, for
each database by itself and for a minute at most. Only what was read outside a
transaction is remembered: what a transaction sees may still be rolled back.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import connection

from city.models import CityProfile, Holiday, Kelurahan
from kernel import clock
from kernel.errors import RempahError

REMEMBERED_SECONDS = 60


class CityNotLoaded(RempahError):
    """No city's data is in this database yet: `manage.py load_city` brings it."""

    code = "city_not_loaded"
    status = 503


@dataclass(frozen=True, slots=True)
class _City:
    profile: CityProfile
    zone: ZoneInfo
    holidays: frozenset[date]
    read_at: float


_remembered: dict[tuple[str, str], _City] = {}


def profile() -> CityProfile:
    """The one city of this database, with its suspense OPD and sanctions account.

    Raises:
        CityNotLoaded: no city was loaded.
    """
    return _city().profile


def zone() -> ZoneInfo:
    """The zone of the city's business dates."""
    return _city().zone


def holidays() -> frozenset[date]:
    """The days on which offices and banks rest besides weekends."""
    return _city().holidays


def business_date_of(instant: datetime) -> date:
    """The calendar date of an instant in the city."""
    return clock.business_date(instant, zone())


def kelurahan_by_kecamatan() -> list[tuple[str, list[Kelurahan]]]:
    """Every kelurahan as people look for one: by kecamatan, then by name. One query."""
    rows = Kelurahan.objects.select_related("kecamatan")
    ordered = rows.order_by("kecamatan__name", "name", "code")
    groups = groupby(ordered, key=lambda one: one.kecamatan)
    return [(kecamatan.name, list(group)) for kecamatan, group in groups]


def forget() -> None:
    """Read the city anew at the next question, in this process."""
    _remembered.clear()


def _city() -> _City:
    database = (
        str(connection.settings_dict["HOST"]),
        str(connection.settings_dict["NAME"]),
    )
    known = _remembered.get(database)
    if known and time.monotonic() - known.read_at < REMEMBERED_SECONDS:
        return known
    city = _read()
    if not connection.in_atomic_block:
        _remembered[database] = city
    return city


def _read() -> _City:
    found = CityProfile.objects.select_related("suspense_opd", "sanctions_account")
    city = found.first()
    if city is None:
        raise CityNotLoaded
    return _City(
        profile=city,
        zone=ZoneInfo(city.timezone),
        holidays=frozenset(Holiday.objects.values_list("on", flat=True)),
        read_at=time.monotonic(),
    )
