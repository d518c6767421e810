"""The database makes kode bayar that nobody guesses, and refuses every other."""

import random
from importlib import import_module
from itertools import pairwise

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from kernel.identifiers import MistypedKodeBayar, kode_bayar, parse_kode_bayar
from levies.models import Bill
from levies.selectors import UnknownBill, bill_by_kode
from tests.levies import samples

pytestmark = pytest.mark.django_db

SERIALS = [
    *range(1, 200),
    *random.Random(2026).sample(range(200, 10**12), 800),
    10**12 - 1,
]


def _made_by_database(serials: list[int], role: str = "default") -> list[str]:
    with connections[role].cursor() as cursor:
        cursor.execute(
            "SELECT levies_kode_bayar(serial) FROM unnest(%s::bigint[]) "
            "WITH ORDINALITY AS t (serial, position) ORDER BY position",
            [serials],
        )
        return [kode for (kode,) in cursor.fetchall()]


def test_the_database_and_the_kernel_make_the_same_check_digits() -> None:
    codes = _made_by_database(SERIALS)
    assert codes == [kode_bayar(int(code[:12])) for code in codes]


def test_every_serial_has_a_code_of_its_own_and_neighbours_look_nothing_alike() -> None:
    codes = _made_by_database(list(range(1, 20_001)))
    assert len(set(codes)) == len(codes)
    # Of twelve digits drawn at random two codes share one or two.
    shared = [
        sum(a == b for a, b in zip(code[:12], following[:12], strict=True))
        for code, following in pairwise(codes)
    ]
    assert max(shared) <= 8
    assert 1.1 < sum(shared) / len(shared) < 1.3


def test_two_bills_do_not_tell_the_code_of_a_third() -> None:
    """Were the shuffle linear, two codes in a row would show its step."""
    bodies = [int(code[:12]) for code in _made_by_database(list(range(1, 1_001)))]
    steps = {(after - before) % 10**12 for before, after in pairwise(bodies)}
    assert len(steps) == 999


@pytest.mark.django_db(databases=["owner"])
def test_another_database_shuffles_by_other_keys() -> None:
    before = _made_by_database(SERIALS, role="owner")
    migration = import_module("levies.migrations.0002_kode_bayar")
    with connections["owner"].cursor() as cursor:
        cursor.execute(migration.UNMAKE)
        cursor.execute(migration.MAKE)
    assert not set(before) & set(_made_by_database(SERIALS, role="owner"))


@given(serial=st.integers(1, 10**12 - 1))
def test_a_code_a_person_types_with_gaps_is_read_back(serial: int) -> None:
    kode = kode_bayar(serial)
    assert parse_kode_bayar(f" {kode[:4]}-{kode[4:8]}.{kode[8:]} ") == kode


def test_every_altered_digit_of_a_thousand_codes_is_refused() -> None:
    for kode in map(kode_bayar, SERIALS[:1_000]):
        for place, digit in enumerate(kode):
            other = str((int(digit) + 1 + place % 9) % 10)
            with pytest.raises(MistypedKodeBayar):
                parse_kode_bayar(kode[:place] + other + kode[place + 1 :])


def test_every_swap_of_unequal_neighbours_of_a_thousand_codes_is_refused() -> None:
    for kode in map(kode_bayar, SERIALS[:1_000]):
        for place in range(13):
            one, two = kode[place], kode[place + 1]
            if one != two:
                with pytest.raises(MistypedKodeBayar):
                    parse_kode_bayar(kode[:place] + two + one + kode[place + 2 :])


@pytest.mark.parametrize(
    "kode", ["00000000000098", "12345678901200", "1234567890123", "1234567890123a"]
)
def test_the_table_refuses_a_code_whose_check_digits_do_not_fit(kode: str) -> None:
    bill = samples.stall_bill()
    with (
        pytest.raises(IntegrityError, match="has_its_check_digits"),
        transaction.atomic(),
    ):
        Bill.objects.filter(pk=bill.pk).update(kode_bayar=kode)


def test_a_well_typed_code_of_no_bill_is_unknown() -> None:
    with pytest.raises(UnknownBill):
        bill_by_kode(kode_bayar(10**12 - 7))


def test_a_code_finds_its_bill_as_a_person_types_it() -> None:
    bill = samples.stall_bill()
    kode = bill.kode_bayar
    assert bill_by_kode(f"{kode[:4]} {kode[4:8]} {kode[8:]}") == bill
