"""Posting what settlement lines brought: an entry per OPD, and gross to the LRA."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kernel.money import ZERO, Rupiah
from ledger.postings import gateway_paid_out
from ledger.services import AccountKind, Posting, post, realise


class Owner(NamedTuple):
    """Whose a part is; only what is revenue is realised (LRA)."""

    opd_id: int
    revenue_account_id: int | None
    is_revenue: bool


@dataclass
class Share:
    """What matched lines bring, by owner, and what the channel kept of it.

    Negative where they take back what was brought before.
    """

    amounts: Mapping[Owner, Rupiah]
    costs: Mapping[int, Rupiah]

    def legs(self) -> list[Posting]:
        """The row *payout* of the posting table, once per OPD."""
        gross: defaultdict[int, Rupiah] = defaultdict(lambda: ZERO)
        for owner, amount in self.amounts.items():
            gross[owner.opd_id] += amount
        return [
            leg
            for opd_id in sorted(gross.keys() | self.costs.keys())
            for leg in _legs(opd_id, gross[opd_id], self.costs.get(opd_id, ZERO))
        ]

    def realised(self) -> dict[tuple[int, int | None], Rupiah]:
        """Revenue per OPD × account, gross."""
        sums: defaultdict[tuple[int, int | None], Rupiah] = defaultdict(lambda: ZERO)
        for owner, amount in self.amounts.items():
            if owner.is_revenue:
                sums[owner.opd_id, owner.revenue_account_id] += amount
        return dict(sums)


def post_share(
    share: Share, *, event: str, reference: str, on: date, now: datetime
) -> None:
    """Post a share once: the entry, and LRA gross per OPD × revenue account."""
    legs = share.legs()
    if legs:
        post(event=event, reference=reference, legs=legs, business_date=on, now=now)
    for (opd_id, revenue_account_id), amount in share.realised().items():
        realise(
            opd_id=opd_id,
            revenue_account_id=revenue_account_id,
            amount=amount,
            realised_on=on,
            reference=reference,
            now=now,
        )


def _legs(opd_id: int, gross: Rupiah, cost: Rupiah) -> list[Posting]:
    if gross >= cost >= ZERO:
        return gateway_paid_out(opd_id=opd_id, gross=gross, fee=cost, fee_vat=ZERO)
    # Refunds or fees outweigh what came in: this OPD's share lessens the RKUD.
    return [
        _leg(AccountKind.RKUD, opd_id, gross - cost),
        _leg(AccountKind.CHANNEL_COST, opd_id, cost),
        _leg(AccountKind.GATEWAY_CLEARING, opd_id, -gross),
    ]


def _leg(kind: AccountKind, opd_id: int, amount: Rupiah) -> Posting:
    """A debit, or a credit where the amount is negative."""
    if amount < ZERO:
        return Posting(kind, opd_id, credit=-amount)
    return Posting(kind, opd_id, debit=amount)
