"""Undoing what was matched and posted of a payment whose money is gone since.

A bank's late reversal or a chargeback may be told after the payout was posted.
Whichever came first, the books end the same: such a line is in no entry and no LRA, and
a finding names it until its money has an owner (docs/adr/0008).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from kernel.money import ZERO, Rupiah, total
from ledger.kinds import BY_REVENUE_ACCOUNT, AccountKind
from ledger.postings import Posting
from ledger.selectors import legs_of
from payments.reconciliation.services.posting import Owner, Share, post_share
from payments.transitions import PaymentState

GONE = [PaymentState.REVERSED.value, PaymentState.DISPUTED.value]

_UNDO = """
    INSERT INTO reconciliation_undonematch (match_id, undone_at)
    SELECT match.id, %(now)s
    FROM payments_payment payment
    JOIN reconciliation_settlementmatch match ON match.payment_id = payment.id
    JOIN reconciliation_settlementline line ON line.id = match.line_id
        AND line.kind = 'payment'
    WHERE payment.state = ANY(%(gone)s)
        AND NOT EXISTS (SELECT FROM reconciliation_undonematch undone
                        WHERE undone.match_id = match.id)
    ORDER BY match.id
    RETURNING match_id
"""
# Those that an entry of their payout holds, with all that took their money back.
_POSTED = """
    SELECT match.id, payout.id, payment.code, line.gross_idr,
        line.fee_idr + line.fee_vat_idr,
        ARRAY(SELECT payment.code || '/' || refund.id FROM payments_refund refund
              WHERE refund.payment_id = payment.id)
    FROM reconciliation_settlementmatch match
    JOIN payments_payment payment ON payment.id = match.payment_id
    JOIN reconciliation_settlementline line ON line.id = match.line_id
    JOIN reconciliation_payoutline payout_line ON payout_line.line_id = line.id
    JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
        AND payout.posted_match_id >= match.id
    WHERE match.id = ANY(%(matches)s) ORDER BY match.id
"""


def undo_matches(cursor: CursorWrapper, *, today: date, now: datetime) -> int:
    """Undo the matches of payments whose money is gone; how many entries that took.

    What was posted is taken back today: the days reported before stay as they were.
    """
    cursor.execute(_UNDO, {"gone": GONE, "now": now})
    matches = [match_id for (match_id,) in cursor.fetchall()]
    cursor.execute(_POSTED, {"matches": matches})
    posted = cursor.fetchall()
    for match_id, payout_id, code, gross_idr, cost_idr, refunds in posted:
        post_share(
            _taken_back(code, refunds, Rupiah(gross_idr), Rupiah(cost_idr)),
            event="payout_taken_back",
            reference=f"payout:{payout_id}:back:{match_id}",
            on=today,
            now=now,
        )
    return len(posted)


def _taken_back(code: str, refunds: Sequence[str], told: Rupiah, cost: Rupiah) -> Share:
    """The mirror of what the payment brought, read from the entries that took it back.

    Its items cannot tell any more. A refund before is no revenue to take back: it was
    never realised, or its own settlement line took it from the LRA. A later deposit on
    the order is the payer's own and in no line of this payment.
    """
    reversed_ = legs_of(event="payment_reversed", references=[code])
    refunded = legs_of(event="payment_refunded", references=refunds)
    gross = _credited(AccountKind.GATEWAY_CLEARING, [*reversed_, *refunded])
    deposited_later = total(list(gross.values())) - told
    for opd_id, owed in _credited(AccountKind.LIABILITY_TO_PAYER, reversed_).items():
        part = min(deposited_later, -owed)
        gross[opd_id] -= part
        deposited_later -= part
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
    costs = cost.split([gross[opd_id].amount for opd_id in opds])
    return Share(amounts, {opd: -part for opd, part in zip(opds, costs, strict=True)})


def _credited(kind: AccountKind, legs: Sequence[Posting]) -> dict[int, Rupiah]:
    """Credit less debit of each OPD's account, of these legs."""
    sums: defaultdict[int, Rupiah] = defaultdict(lambda: ZERO)
    for leg in legs:
        if leg.kind is kind:
            sums[leg.opd_id] += leg.credit - leg.debit
    return sums
