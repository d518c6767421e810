"""Kode bayar: any altered digit and any swap of neighbours is refused."""

import random

import pytest

from kernel.check_digits import mod_97_10, mod_97_10_is_valid
from kernel.identifiers import (
    MistypedKodeBayar,
    kode_bayar,
    opaque_code,
    parse_kode_bayar,
    typed_digits,
    typed_opaque_code,
)

CODES = [kode_bayar(n) for n in random.Random(7).sample(range(1, 10**12), 1000)]


def test_every_altered_digit_of_a_thousand_codes_is_refused() -> None:
    accepted = [
        code
        for code in CODES
        for place in range(14)
        for digit in "0123456789"
        if digit != code[place]
        and mod_97_10_is_valid(code[:place] + digit + code[place + 1 :])
    ]
    assert accepted == []


def test_every_swap_of_neighbours_in_a_thousand_codes_is_refused() -> None:
    accepted = [
        code
        for code in CODES
        for place in range(13)
        if code[place] != code[place + 1]
        and mod_97_10_is_valid(
            code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        )
    ]
    assert accepted == []


def test_accepts_the_code_as_people_group_it() -> None:
    code = kode_bayar(26_000_000_123)
    grouped = f"{code[:4]} {code[4:8]}-{code[8:12]}.{code[12:]}"
    assert parse_kode_bayar(grouped) == code


@pytest.mark.parametrize(
    "typed", ["", "123", "abcdefghijklmn", "١٢٣٤٥٦٧٨٩٠١٢٣٤", "0" * 14]
)
def test_refuses_what_is_no_kode_bayar(typed: str) -> None:
    with pytest.raises(MistypedKodeBayar):
        parse_kode_bayar(typed)


@pytest.mark.parametrize("body", [0, -1, 10**12])
def test_refuses_a_body_that_does_not_fit(body: int) -> None:
    with pytest.raises(ValueError, match="body"):
        kode_bayar(body)


def test_agrees_with_the_standards_own_example() -> None:
    # ISO/IEC 7064: MOD 97-10 of 794 is 44.
    assert mod_97_10("794") == "44"
    assert mod_97_10_is_valid("79444")


def test_opaque_codes_are_long_and_differ() -> None:
    codes = {opaque_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {12}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7kq2m9xaw4z1", "7kq2m9xaw4z1"),
        (" 7KQ2 m9xa-w4zI ", "7kq2m9xaw4z1"),
        ("7kq2m9xaw4zu", ""),
        ("7kq2m9xaw4z", ""),
        ("123456789012", ""),
    ],
)
def test_an_opaque_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert typed_opaque_code(typed) == code


def test_only_digits_are_digits() -> None:
    assert typed_digits(" 1234-5678.9 ") == "123456789"
    assert typed_digits("12a4") == typed_digits("١٢٣") == ""
