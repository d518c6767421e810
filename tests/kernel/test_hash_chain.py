"""The links of a hash chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.hash_chain import GENESIS, canonical, link, linked, walk

# What an audit line and an entry with its legs say, and the hash each got when chains
# were first sealed. Another hash here breaks every chain there is.
AUDIT_LINE = {
    "id": 7,
    "at": "2026-11-24T03:00:00+00:00",
    "actor": None,
    "action": "receipt_voided",
    "subject": "receipt:1",
    "facts": {"nama": "Pasar é", "amount_idr": 40_000, "a": [1, {"z": 1, "b": 2}]},
    "reason": "Salah cetak",
}
ENTRY = (
    3,
    "payment_paid",
    "rempah-8k3v",
    "2026-11-24",
    "2026-11-24T03:00:00.000001Z",
    [
        [1, "gateway_clearing", 2, None, 18_000, 0],
        [2, "receivable", 2, 5, 0, 18_000],
    ],
)
GOLDEN = [
    (AUDIT_LINE, "328e5a5e01b5bae4c961cbe60273f900e0670330702ca6f506409388be948e01"),
    (ENTRY, "26d52cca21182dad5dee706a285da640da869d5c521f7dee25149e5e0427ad22"),
]

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


@pytest.mark.parametrize(("content", "sealed"), GOLDEN)
def test_chains_sealed_long_ago_go_on_being_whole(content: object, sealed: str) -> None:
    assert link(GENESIS, content).hex() == sealed


def test_a_chain_is_walked_from_the_first_link_to_its_head() -> None:
    said = [(4, "a"), (2, "b"), (9, "c")]
    links = list(linked(GENESIS, said))
    chain = list(zip(links, ["a", "b", "c"], strict=True))
    assert walk(chain) == walk(chain, head=links[1].hash)
    assert (walk(chain).sealed, walk(chain).head) == (3, links[2].hash)
    assert walk(chain, head=GENESIS).reason == "the given head is not in the chain"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["a", "x", "c"], "it is not what was sealed"),
        (["a", None, "c"], "it is gone"),
    ],
)
def test_the_first_wrong_link_is_named(said: list[object], reason: str) -> None:
    links = linked(GENESIS, [(4, "a"), (2, "b"), (9, "c")])
    verdict = walk(zip(links, said, strict=True))
    assert (verdict.sealed, verdict.broken_id, verdict.reason) == (1, 2, reason)


def test_a_link_taken_out_is_named_by_the_one_after_it() -> None:
    first, _, third = linked(GENESIS, [(4, "a"), (2, "b"), (9, "c")])
    verdict = walk([(first, "a"), (third, "c")])
    assert (verdict.broken_id, verdict.reason) == (9, "a seal before it is gone")
