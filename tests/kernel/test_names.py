"""A name that anybody may read is a hint, the same on every page and paper."""

import pytest

from kernel.names import name_hint


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Siti Aminah", "Si. Am."),
        ("Hj. Nurhayati Abdul Rahman binti Saleh", "Hj. Nu. Ab. Ra."),
        ("Siti Aminah; Joko", "Si. Am. Jo."),
        ("Ô", "Ô."),
        ("  ", ""),
    ],
)
def test_a_hint_is_enough_to_compare_and_no_name(name: str, hint: str) -> None:
    assert name_hint(name) == hint
