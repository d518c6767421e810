"""How money that came in is shared out over the bills it was meant for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.money import ZERO, Rupiah


@dataclass(frozen=True, slots=True)
class Claim:
    """What a payment wanted to pay of one bill, and what the bill can still take."""

    principal: Rupiah
    late_interest: Rupiah
    open_principal: Rupiah


@dataclass(frozen=True, slots=True)
class Share:
    """What one bill gets, and what was meant for it and cannot be taken any more."""

    principal: Rupiah
    late_interest: Rupiah
    surplus: Rupiah


@dataclass(frozen=True, slots=True)
class Allocation:
    """One share per claim, and the rest that was never asked for."""

    shares: list[Share]
    rest: Rupiah


def allocate(received: Rupiah, claims: Sequence[Claim]) -> Allocation:
    """Share out: all principals in order, then all late interest, then the rest.

    Principal comes first, so that interest stops growing (`docs/adr/0007`). A bill that
    takes no more principal owes no interest either. The parts add up to `received`.
    """
    remaining = received
    principals: list[Rupiah] = []
    for claim in claims:
        principals.append(min(remaining, claim.principal))
        remaining -= principals[-1]
    shares: list[Share] = []
    for claim, meant in zip(claims, principals, strict=True):
        interest = min(remaining, claim.late_interest)
        remaining -= interest
        taken = min(meant, claim.open_principal)
        surplus = meant - taken
        if not claim.open_principal:
            interest, surplus = ZERO, surplus + interest
        shares.append(Share(taken, interest, surplus))
    return Allocation(shares, remaining)
