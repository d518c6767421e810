"""The links of a hash chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.hash_chain import GENESIS, canonical, link

VALUES = st.dictionaries(st.text(), st.none() | st.integers() | st.text())


@given(VALUES)
def test_the_order_of_names_does_not_matter(payload: dict[str, object]) -> None:
    backwards = dict(reversed(payload.items()))
    assert link(GENESIS, payload) == link(GENESIS, backwards)


@given(VALUES, VALUES)
def test_another_payload_gets_another_hash(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert (link(GENESIS, one) == link(GENESIS, other)) == (one == other)


def test_the_same_payload_after_another_row_gets_another_hash() -> None:
    first = link(GENESIS, {"amount_idr": 1})
    assert link(first, {"amount_idr": 1}) != first


def test_the_spelling_is_fixed() -> None:
    assert canonical({"b": "Sasa", "a": [1, None]}) == b'{"a":[1,null],"b":"Sasa"}'


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError):
        link(GENESIS, {"at": object()})
    with pytest.raises(ValueError, match="32 bytes"):
        link(b"", {})
