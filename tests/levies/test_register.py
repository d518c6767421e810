"""Registering payers and their objects, once and again."""

from dataclasses import replace
from datetime import date

import pytest

from kernel.check_digits import mod_97_10_is_valid
from levies.models import LevyObject, Payer
from levies.services import (
    CodeTaken,
    NewObject,
    ObjectClassUnknown,
    SizeMissing,
    register_object,
    register_payer,
)
from tests.levies import samples
from tests.levies.samples import SmallCity

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> SmallCity:
    return samples.small_city()


@pytest.fixture
def siti(city: SmallCity) -> Payer:
    return register_payer(code="siti", name="Siti Aminah", kelurahan=city.kelurahan)


@pytest.fixture
def stall(city: SmallCity) -> NewObject:
    return NewObject(
        code="los-12",
        levy_type=city.stall_levy,
        object_class="los",
        label="Los 12",
        valid_from=date(2026, 1, 1),
        market=city.market,
        size_dm2=600,
    )


def test_a_payer_gets_a_number_with_place_and_check_digits(
    city: SmallCity, siti: Payer
) -> None:
    number = siti.npwrd
    assert number.startswith("R1")
    assert number[9:13] == "0101"
    assert mod_97_10_is_valid(number[1:])
    body = register_payer(
        code="cv", name="CV Rempah", kelurahan=city.kelurahan, is_body=True
    )
    assert body.npwrd.startswith("R2")
    assert int(body.npwrd[2:9]) == int(number[2:9]) + 1


def test_the_same_code_is_the_same_payer_and_takes_no_new_number(
    city: SmallCity, siti: Payer
) -> None:
    again = register_payer(code="siti", name="Siti Aminah", kelurahan=city.kelurahan)
    assert again == siti
    budi = register_payer(code="budi", name="Budi", kelurahan=city.kelurahan)
    assert int(budi.npwrd[2:9]) == int(siti.npwrd[2:9]) + 1


def test_the_same_code_with_another_name_is_refused_by_field(
    city: SmallCity, siti: Payer
) -> None:
    with pytest.raises(CodeTaken) as refused:
        register_payer(code="siti", name="Rukmini", kelurahan=city.kelurahan)
    assert refused.value.facts["field"] == "name"


def test_an_object_is_registered_once(siti: Payer, stall: NewObject) -> None:
    first = register_object(payer=siti, new=stall)
    assert register_object(payer=siti, new=stall) == first
    assert LevyObject.objects.count() == 1
    with pytest.raises(CodeTaken) as refused:
        register_object(payer=siti, new=replace(stall, size_dm2=700))
    assert refused.value.facts["field"] == "size_dm2"


def test_an_object_no_tariff_fits_is_refused(siti: Payer, stall: NewObject) -> None:
    with pytest.raises(ObjectClassUnknown):
        register_object(payer=siti, new=replace(stall, object_class="kios"))
    with pytest.raises(SizeMissing):
        register_object(payer=siti, new=replace(stall, size_dm2=None))
