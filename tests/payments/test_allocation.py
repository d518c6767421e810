"""Sharing out what came in: to the rupiah, principal first."""

from hypothesis import given
from hypothesis import strategies as st

from kernel.money import ZERO, Rupiah, total
from payments.services.allocation import Allocation, Claim, Share, allocate

amounts = st.integers(0, 100_000).map(Rupiah)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    principal = Rupiah(draw(st.integers(1, 100_000)))
    is_open = draw(st.booleans())
    return Claim(principal, draw(amounts), principal if is_open else ZERO)


def test_all_that_was_asked_for_is_booked() -> None:
    wanted = [
        Claim(Rupiah(10_000), Rupiah(200), Rupiah(10_000)),
        Claim(Rupiah(18_000), ZERO, Rupiah(18_000)),
    ]
    assert allocate(Rupiah(28_200), wanted) == Allocation(
        [Share(Rupiah(10_000), Rupiah(200), ZERO), Share(Rupiah(18_000), ZERO, ZERO)],
        ZERO,
    )


def test_too_little_pays_every_principal_before_any_interest() -> None:
    wanted = [
        Claim(Rupiah(10_000), Rupiah(200), Rupiah(10_000)),
        Claim(Rupiah(5_000), Rupiah(100), Rupiah(5_000)),
    ]
    shares = allocate(Rupiah(15_050), wanted).shares
    assert [share.principal for share in shares] == [Rupiah(10_000), Rupiah(5_000)]
    assert [share.late_interest for share in shares] == [Rupiah(50), ZERO]


def test_a_closed_bill_takes_neither_principal_nor_interest() -> None:
    closed = Claim(Rupiah(10_000), Rupiah(200), ZERO)
    allocation = allocate(Rupiah(10_200), [closed])
    assert allocation == Allocation([Share(ZERO, ZERO, Rupiah(10_200))], ZERO)


@given(amounts, st.lists(claims(), max_size=5))
def test_the_parts_add_up_to_what_came_in(
    received: Rupiah, wanted: list[Claim]
) -> None:
    allocation = allocate(received, wanted)
    parts = [
        part
        for share in allocation.shares
        for part in (share.principal, share.late_interest, share.surplus)
    ]
    assert total([*parts, allocation.rest]) == received
    assert min([*parts, allocation.rest], default=ZERO) >= ZERO
    for claim, share in zip(wanted, allocation.shares, strict=True):
        assert share.principal <= claim.open_principal
        assert share.late_interest <= claim.late_interest
