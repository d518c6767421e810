"""Loading levy types and tariffs. A tariff that has billed is ended, never changed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction

from city.models import Opd, RevenueAccount
from city.services import Change, Row, read_rows, require_known, upsert
from kernel.errors import Conflict
from levies.models import Bill, Billing, LevyType, Tariff
from levies.tariffs import Period, Unit

LEVY_TYPE_FIELDS = (
    "code",
    "name",
    "opd",
    "revenue_account",
    "billing",
    "due_days",
    "interest_bp",
    "interest_months_max",
)
TARIFF_FIELDS = (
    "levy_type",
    "object_class",
    "unit",
    "period",
    "amount_idr",
    "valid_from",
    "valid_until",
    "verified",
    "legal_basis",
    "source",
)
FIXED_ONCE_BILLED = ("amount_idr", "unit", "period")


class TariffInUse(Conflict):
    """Bills were computed from this row: end it (valid_until) and add a new one."""

    code = "tariff_in_use"


@transaction.atomic
def load_levies(folder: Path) -> list[Change]:
    """Bring levy types and tariffs to what the city's files say; tells what changed.

    Needs the city's places first. Safe to repeat. A row that left a file stays.

    Raises:
        BadCityFile: a record cannot be loaded; nothing was changed.
        TariffInUse: a file changes the amount of a tariff row that has billed.
    """
    return [*_load_levy_types(folder), *_load_tariffs(folder)]


def _load_levy_types(folder: Path) -> Iterator[Change]:
    offices = {opd.code: opd for opd in Opd.objects.all()}
    accounts = {account.code: account for account in RevenueAccount.objects.all()}
    for row in read_rows(
        folder, "levy_types.csv", fields=LEVY_TYPE_FIELDS, unique=("code",)
    ):
        account = None
        if row.optional_text("revenue_account"):
            account = require_known(row, "revenue_account", accounts)
        values = {
            "name": row.text("name", longest=120),
            "opd": require_known(row, "opd", offices),
            "revenue_account": account,
            "billing": row.choice("billing", Billing.values),
            "due_days": row.whole("due_days"),
            "interest_bp": row.whole("interest_bp"),
            "interest_months_max": row.whole("interest_months_max"),
        }
        code = row.text("code", longest=40)
        yield from upsert(LevyType, key={"code": code}, values=values)[1]


def _load_tariffs(folder: Path) -> Iterator[Change]:
    levy_types = {levy.code: levy for levy in LevyType.objects.all()}
    rows = read_rows(
        folder,
        "tariffs.csv",
        fields=TARIFF_FIELDS,
        unique=("levy_type", "object_class", "valid_from"),
    )
    # Oldest first: a row must end before its successor may begin.
    rows.sort(key=lambda row: (*_class_of(row), row.day("valid_from")))
    _require_no_overlap(rows)
    for row in rows:
        key = {
            "levy_type": require_known(row, "levy_type", levy_types),
            "object_class": row.text("object_class", longest=40),
            "valid_from": row.day("valid_from"),
        }
        values = _tariff_values(row)
        _require_unbilled_if_changed(row, key, values)
        yield from upsert(Tariff, key=key, values=values)[1]


def _tariff_values(row: Row) -> dict[str, Any]:
    amount_idr = row.whole("amount_idr")
    if amount_idr == 0:
        raise row.bad("amount_idr", "must be more than zero")
    return {
        "unit": row.choice("unit", list(Unit)),
        "period": row.choice("period", list(Period)),
        "amount_idr": amount_idr,
        "valid_until": row.optional_day("valid_until"),
        "verified": row.yes_no("verified"),
        "legal_basis": row.text("legal_basis"),
        "source": row.text("source"),
    }


def _require_unbilled_if_changed(
    row: Row, key: dict[str, Any], values: dict[str, Any]
) -> None:
    known = Tariff.objects.filter(**key).first()
    if known is None or not Bill.objects.filter(tariff=known).exists():
        return
    for field in FIXED_ONCE_BILLED:
        if getattr(known, field) != values[field]:
            raise TariffInUse(
                f"{row.file}, line {row.line}, {field}: bills were computed from "
                "this row; end it with valid_until and add a row",
                file=row.file,
                line=row.line,
                field=field,
            )


def _require_no_overlap(rows: Sequence[Row]) -> None:
    for row in rows:
        until = row.optional_day("valid_until")
        if until and until < row.day("valid_from"):
            raise row.bad("valid_until", "lies before valid_from")
    for earlier, later in pairwise(rows):
        if _class_of(earlier) != _class_of(later):
            continue
        until = earlier.optional_day("valid_until")
        if until is None or until >= later.day("valid_from"):
            raise later.bad("valid_from", f"overlaps line {earlier.line}")


def _class_of(row: Row) -> tuple[str, str]:
    return row.text("levy_type"), row.text("object_class")
