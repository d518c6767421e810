"""A stated reason is there, readable, and kept whole or not at all."""

import pytest

from config.refusals import sentence_of
from kernel.reasons import (
    LENGTH_MAX,
    ReasonMissing,
    ReasonNamesPerson,
    ReasonTooLong,
    stated_reason,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Salah ukur ", "Salah ukur"),
        ("Salah\0 ukur", "Salah ukur"),
        ("x" * LENGTH_MAX, "x" * LENGTH_MAX),
        (" " + "x" * LENGTH_MAX + " ", "x" * LENGTH_MAX),
    ],
)
def test_a_reason_is_kept_without_what_nobody_reads(text: str, kept: str) -> None:
    assert stated_reason(text) == kept


@pytest.mark.parametrize("text", ["", "  ", "\n", "\0"])
def test_nothing_is_no_reason(text: str) -> None:
    with pytest.raises(ReasonMissing):
        stated_reason(text)


def test_a_reason_too_long_says_by_how_much() -> None:
    with pytest.raises(ReasonTooLong) as refused:
        stated_reason("x" * (LENGTH_MAX + 12))
    _, what_to_do = sentence_of(refused.value)
    assert what_to_do == "Paling banyak 300 huruf; yang ini 312. Persingkatlah."


@pytest.mark.parametrize("text", ["NIK 8271064408850001", "telepon 081234567890"])
def test_a_reason_for_ever_names_nobodys_number(text: str) -> None:
    with pytest.raises(ReasonNamesPerson):
        stated_reason(text)


def test_a_reason_may_name_a_bill_and_an_amount() -> None:
    text = "Ganti 00000000000195, Rp 62.812.345.678"
    assert stated_reason(text) == text
