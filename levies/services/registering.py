"""Registering payers and the objects they owe levies for. Safe to repeat by code."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import connection, transaction

from city.models import Kelurahan, Market
from kernel.check_digits import mod_97_10
from kernel.errors import Conflict, RempahError
from levies.models import LevyObject, LevyType, Payer
from levies.tariffs import Unit


class CodeTaken(Conflict):
    """The code is another payer's or object's; `field` says what differs."""

    code = "code_taken"


class ObjectClassUnknown(RempahError):
    """The levy has no tariff row for this class of object."""

    code = "object_class_unknown"


class SizeMissing(RempahError):
    """The tariff is per square metre, and the object has no size."""

    code = "size_missing"


@dataclass(frozen=True, slots=True)
class NewObject:
    """What is told of an object: a stall with its size, a household for waste."""

    code: str
    levy_type: LevyType
    object_class: str
    label: str
    valid_from: date
    kelurahan: Kelurahan | None = None
    market: Market | None = None
    size_dm2: int | None = None
    valid_until: date | None = None


@transaction.atomic
def register_payer(
    *, code: str, name: str, kelurahan: Kelurahan, is_body: bool = False
) -> Payer:
    """The payer of this code; a new one gets the next NPWRD.

    `kelurahan` is where the payer registers; its digits stand in the NPWRD for good.

    Raises:
        CodeTaken: the code belongs to a payer of another name or kind.
    """
    told = {"name": name, "is_body": is_body}
    npwrd = partial(_next_npwrd, kelurahan, is_body)
    payer, _ = Payer.objects.get_or_create(code=code, defaults=told | {"npwrd": npwrd})
    _require_same(payer, told)
    return payer


@transaction.atomic
def register_object(*, payer: Payer, new: NewObject) -> LevyObject:
    """The object of this code, owed for by this payer.

    Raises:
        CodeTaken: the code belongs to an object that differs.
        ObjectClassUnknown: the levy has no tariff for such an object.
        SizeMissing: its tariff is per square metre.
    """
    told = {
        "levy_type": new.levy_type,
        "payer": payer,
        "object_class": new.object_class,
        "label": new.label,
        "market": new.market,
        "kelurahan": new.kelurahan,
        "size_dm2": new.size_dm2,
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
    }
    _require_tariff(new)
    levy_object, _ = LevyObject.objects.get_or_create(code=new.code, defaults=told)
    _require_same(levy_object, told)
    return levy_object


def _require_tariff(new: NewObject) -> None:
    units = set(
        new.levy_type.tariffs.filter(object_class=new.object_class).values_list(
            "unit", flat=True
        )
    )
    if not units:
        raise ObjectClassUnknown(object_class=new.object_class)
    if Unit.M2 in units and new.size_dm2 is None:
        raise SizeMissing(levy_object=new.code)


def _require_same(row: Payer | LevyObject, told: dict[str, object]) -> None:
    for field, value in told.items():
        if getattr(row, field) != value:
            raise CodeTaken(code_taken=row.code, field=field)


def _next_npwrd(kelurahan: Kelurahan, is_body: bool) -> str:
    """R, person or body, seven digits, kecamatan and kelurahan, two check digits.

    There is no national format. The check digits are those of the kode bayar.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('levies_payer_serial')")
        (serial,) = cursor.fetchone()
    _, _, kecamatan, ward = kelurahan.code.split(".")
    digits = f"{2 if is_body else 1}{serial:07d}{kecamatan}{ward[-2:]}"
    return f"R{digits}{mod_97_10(digits)}"
