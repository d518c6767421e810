"""A NIK by its structure: what is refused, and by which part it is told."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.nik import MalformedNik, masked_nik, parse_nik


@pytest.mark.parametrize(
    "typed",
    [
        "8271014511900001",
        "8271 0145 1190 0001",
        "82.71.01.051190.0001",
        "7271012902000003",
        "3174095708850002",
    ],
)
def test_a_nik_is_taken_as_people_type_it(typed: str) -> None:
    digits = parse_nik(typed)
    assert len(digits) == 16
    assert digits.isdigit()


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "length"),
        ("827101451190001", "length"),
        ("82710145119000011", "length"),
        ("827101451190000O", "length"),
        ("८२७१०१४५११९०००००१"[:16], "length"),
        ("9971014511900001", "place"),
        ("0071014511900001", "place"),
        ("8271013213900001", "birth"),
        ("8271017211900001", "birth"),
        ("8271010013900001", "birth"),
        ("8271013002900001", "birth"),
        ("8271014511900000", "serial"),
    ],
)
def test_what_cannot_be_one_is_told_by_its_part(typed: str, part: str) -> None:
    with pytest.raises(MalformedNik) as refused:
        parse_nik(typed)
    assert refused.value.facts["part"] == part
    assert typed not in str(refused.value) or typed == ""


@given(st.text(max_size=40))
def test_nothing_else_than_a_refusal_comes_of_nonsense(typed: str) -> None:
    with suppress(MalformedNik):
        assert len(parse_nik(typed)) == 16


def test_a_screen_shows_the_place_and_the_last_four() -> None:
    assert masked_nik("8271014511900001") == "8271••••••••0001"
    assert masked_nik("") == ""
