"""Undoing what was matched and posted of money that is gone since.

A bank's late reversal or a chargeback may be told after the payout was posted.
Whichever came first, the books end the same: such a line is in no entry and no LRA, and
a finding names it until its money has an owner (docs/adr/0008).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from kernel.money import ZERO, Rupiah, total
from ledger.kinds import BY_REVENUE_ACCOUNT, AccountKind
from ledger.postings import Posting
from ledger.selectors import legs_of
from payments.reconciliation.selectors.parts import TAKEN_FROM_SUSPENSE
from payments.reconciliation.services.posting import Owner, Share, post_share
from payments.transitions import PaymentState

GONE = [PaymentState.REVERSED.value, PaymentState.DISPUTED.value]

_UNDO = f"""
    INSERT INTO reconciliation_undonematch (match_id, undone_at)
    SELECT match.id, %(now)s
    FROM (
        SELECT match.id, match.line_id
        FROM payments_payment payment
        JOIN reconciliation_settlementmatch match ON match.payment_id = payment.id
        WHERE payment.state = ANY(%(gone)s)
        UNION ALL
        SELECT match.id, match.line_id
        FROM payments_unappliedmoney money
        JOIN reconciliation_settlementmatch match ON match.money_id = money.id
        WHERE {TAKEN_FROM_SUSPENSE}
    ) match
    JOIN reconciliation_settlementline line ON line.id = match.line_id
        AND line.kind = 'payment'
    WHERE NOT EXISTS (SELECT FROM reconciliation_undonematch undone
                      WHERE undone.match_id = match.id)
    ORDER BY match.id
    RETURNING match_id
"""  # noqa: S608 (no value is formatted in)
# Those that an entry of their payout holds, with all that took their money back.
_POSTED = """
    SELECT match.id, payout.id, line.gross_idr, line.fee_idr + line.fee_vat_idr,
        payment.code,
        ARRAY(SELECT payment.code || '/' || refund.id FROM payments_refund refund
              WHERE refund.payment_id = payment.id),
        money.opd_id
    FROM reconciliation_settlementmatch match
    JOIN reconciliation_settlementline line ON line.id = match.line_id
    JOIN reconciliation_payoutline payout_line ON payout_line.line_id = line.id
    JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
        AND payout.posted_match_id >= match.id
    LEFT JOIN payments_payment payment ON payment.id = match.payment_id
    LEFT JOIN payments_unappliedmoney money ON money.id = match.money_id
        OR money.payment_id = match.payment_id AND money.bill_id IS NULL
    WHERE match.id = ANY(%(matches)s) ORDER BY match.id
"""


class _Brought(NamedTuple):
    """A line that was posted: what it brought, and where that is told.

    `rest_opd_id` is the OPD that answers for money no bill was meant to get: for all
    of suspense, or for what of a payment is more than the line brought.
    """

    match_id: int
    payout_id: int
    gross_idr: int
    cost_idr: int
    code: str | None
    refunds: Sequence[str]
    rest_opd_id: int | None


def undo_matches(cursor: CursorWrapper, *, today: date, now: datetime) -> int:
    """Undo the matches of money that is gone; how many entries that took.

    What was posted is taken back today: the days reported before stay as they were.
    """
    cursor.execute(_UNDO, {"gone": GONE, "now": now})
    matches = [match_id for (match_id,) in cursor.fetchall()]
    cursor.execute(_POSTED, {"matches": matches})
    posted = [_Brought(*row) for row in cursor.fetchall()]
    for brought in posted:
        post_share(
            _taken_back(brought),
            event="payout_taken_back",
            reference=f"payout:{brought.payout_id}:back:{brought.match_id}",
            on=today,
            now=now,
        )
    return len(posted)


def _taken_back(brought: _Brought) -> Share:
    """The mirror of what the line brought, read from the entries that took it back.

    A payment's items cannot tell any more. A refund before is no revenue to take back:
    it was never realised, or its own settlement line took it from the LRA. Further
    deposits were in no line.
    """
    reversed_ = legs_of(event="payment_reversed", references=[brought.code or ""])
    refunded = legs_of(event="payment_refunded", references=brought.refunds)
    gross = _credited(AccountKind.GATEWAY_CLEARING, [*reversed_, *refunded])
    if brought.rest_opd_id is not None:
        gross[brought.rest_opd_id] += Rupiah(brought.gross_idr) - total(
            list(gross.values())
        )
    amounts: defaultdict[Owner, Rupiah] = defaultdict(lambda: ZERO)
    for opd_id, amount in gross.items():
        amounts[Owner(opd_id, None, False)] -= amount
    for leg in reversed_:
        # A write-off that stood in between is undone by two legs of one account.
        if leg.kind in BY_REVENUE_ACCOUNT:
            revenue = leg.debit - leg.credit
            amounts[Owner(leg.opd_id, leg.revenue_account_id, True)] -= revenue
            amounts[Owner(leg.opd_id, None, False)] += revenue
    opds = sorted(gross)
    costs = Rupiah(brought.cost_idr).split([gross[opd_id].amount for opd_id in opds])
    return Share(amounts, {opd: -part for opd, part in zip(opds, costs, strict=True)})


def _credited(kind: AccountKind, legs: Sequence[Posting]) -> dict[int, Rupiah]:
    """Credit less debit of each OPD's account, of these legs."""
    sums: defaultdict[int, Rupiah] = defaultdict(lambda: ZERO)
    for leg in legs:
        if leg.kind is kind:
            sums[leg.opd_id] += leg.credit - leg.debit
    return sums
