"""A stated reason is there, readable, and kept whole or not at all."""

import pytest

from config.refusals import sentence_of
from kernel.reasons import LENGTH_MAX, ReasonMissing, ReasonTooLong, stated_reason


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
