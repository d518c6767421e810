"""Finding payouts in the bank, and what each brought since it was last posted."""

from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from kernel.money import ZERO, Rupiah
from payments.reconciliation.models import Payout
from payments.reconciliation.selectors.calendar import GATEWAY_ZONE
from payments.reconciliation.selectors.parts import PARTS_IN_LINE, REFUNDS_BEFORE
from payments.reconciliation.services.posting import Owner, Share, post_share

# A bank line may show a payout from the day of its payments to so many days later.
BANK_WINDOW_DAYS = 31

# What the report says of each payout.
TOLD = f"""
    SELECT payout_line.payout_id, sum(line.net_idr)::bigint AS net_idr,
        count(*) AS line_count,
        (min(line.settled_at) AT TIME ZONE '{GATEWAY_ZONE.key}')::date AS first_on,
        (max(line.settled_at) AT TIME ZONE '{GATEWAY_ZONE.key}')::date AS last_on
    FROM reconciliation_payoutline payout_line
    JOIN reconciliation_settlementline line ON line.id = payout_line.line_id
    GROUP BY payout_line.payout_id
"""  # noqa: S608 (a constant of ours)
# Credits that name a payout as a whole word, within the window. WD1 is not WD10.
MENTIONS = f"""
    SELECT payout.id AS payout_id, bank.id AS bank_line_id, bank.amount_idr,
        bank.value_on, told.net_idr, told.last_on
    FROM reconciliation_payout payout
    JOIN ({TOLD}) told ON told.payout_id = payout.id
    JOIN (
        SELECT DISTINCT id, amount_idr, value_on,
            unnest(regexp_split_to_array(
                reference || ' ' || description, '[^A-Za-z0-9_-]+')) AS word
        FROM reconciliation_bankline WHERE amount_idr > 0
    ) bank ON bank.word = payout.reference
        AND bank.value_on BETWEEN told.first_on AND told.last_on + {BANK_WINDOW_DAYS}
"""  # noqa: S608 (a constant of ours)
_FIND_IN_BANK = f"""
    UPDATE reconciliation_payout payout SET bank_line_id = found.bank_line_id
    FROM (
        SELECT payout_id, bank_line_id,
            row_number() OVER (PARTITION BY payout_id ORDER BY bank_line_id) AS nth,
            row_number() OVER (PARTITION BY bank_line_id ORDER BY payout_id) AS nth_of
        FROM ({MENTIONS}) mention
        WHERE amount_idr = net_idr AND NOT EXISTS (
            SELECT FROM reconciliation_payout other
            WHERE other.bank_line_id = mention.bank_line_id)
    ) found
    WHERE payout.id = found.payout_id AND payout.bank_line_id IS NULL
        AND found.nth = 1 AND found.nth_of = 1
"""  # noqa: S608 (no value is formatted in)
# Payouts in the bank, to the rupiah, with matches that the ledger has not yet.
_TO_POST = f"""
    SELECT payout.id, max(match.id)
    FROM reconciliation_payout payout
    JOIN ({TOLD}) told ON told.payout_id = payout.id
    JOIN reconciliation_bankline bank ON bank.id = payout.bank_line_id
        AND bank.amount_idr = told.net_idr
    JOIN reconciliation_payoutline payout_line ON payout_line.payout_id = payout.id
    JOIN reconciliation_settlementmatch match ON match.line_id = payout_line.line_id
        AND match.id > payout.posted_match_id
    GROUP BY payout.id ORDER BY payout.id
"""  # noqa: S608 (no value is formatted in)
_LINES = f"""
    SELECT coalesce(match.payment_id, -match.money_id) AS source_id, match.payment_id,
        line.kind, line.refund_idr, line.gross_idr, match.id AS match_id,
        line.fee_idr + line.fee_vat_idr AS cost_idr, ({REFUNDS_BEFORE}) AS place
    FROM reconciliation_settlementmatch match
    JOIN reconciliation_payoutline payout_line ON payout_line.line_id = match.line_id
    JOIN reconciliation_settlementline line ON line.id = match.line_id
    WHERE payout_line.payout_id = %(payout)s AND match.id <= %(last)s
        AND match.id > %(first)s
        AND NOT EXISTS (SELECT FROM reconciliation_undonematch undone
                        WHERE undone.match_id = match.id)
"""  # noqa: S608 (no value is formatted in)
_BY_ACCOUNT = f"""
    SELECT part.opd_id, part.revenue_account_id, part.is_revenue, sum(part.amount_idr)
    FROM ({_LINES}) line JOIN ({PARTS_IN_LINE}) part USING (source_id)
    WHERE line.kind = 'payment'
    GROUP BY 1, 2, 3 HAVING sum(part.amount_idr) <> 0 ORDER BY 1, 2, 3
"""  # noqa: S608 (no value is formatted in)
# A payment's cost is split over its OPD as Rupiah.split does: by the largest remainder.
_COST_BY_OPD = f"""
    SELECT opd_id, sum(floor_idr + (place <= cost_idr - floors_idr)::int) FROM (
        SELECT *, sum(floor_idr) OVER (PARTITION BY match_id) AS floors_idr,
            row_number() OVER (PARTITION BY match_id
                ORDER BY cost_idr * amount_idr %% gross_idr DESC, opd_id) AS place
        FROM (
            SELECT line.match_id, line.cost_idr, line.gross_idr, part.opd_id,
                sum(part.amount_idr)::bigint AS amount_idr,
                line.cost_idr * sum(part.amount_idr)::bigint / line.gross_idr
                    AS floor_idr
            FROM ({_LINES}) line JOIN ({PARTS_IN_LINE}) part USING (source_id)
            WHERE line.kind = 'payment'
            GROUP BY line.match_id, line.cost_idr, line.gross_idr, part.opd_id
        ) share
    ) split GROUP BY opd_id
"""  # noqa: S608 (no value is formatted in)
# The first line of one amount is the first refund of it. Whose it was stands in its
# entry. It lessens what is realised only if its payment was realised in full before it
# was booked, however late it was heard of: else its payment's parts were already
# without it (see PARTS). Of several entries of a payout the first that reaches a match
# has it.
_REFUNDS = f"""
    SELECT account.opd_id, account.revenue_account_id,
        account.kind NOT IN ('liability_to_payer', 'suspense') AND coalesce((
            SELECT posting.id < entry.id
            FROM reconciliation_settlementmatch paid
            JOIN reconciliation_settlementline paid_line ON paid_line.id = paid.line_id
                AND paid_line.kind = 'payment'
            JOIN reconciliation_payoutline paid_out ON paid_out.line_id = paid.line_id
            JOIN ledger_entry posting ON posting.event = 'payout_received'
                AND split_part(posting.reference, ':', 2)::bigint = paid_out.payout_id
                AND split_part(posting.reference, ':', 3)::bigint >= paid.id
            WHERE paid.payment_id = line.payment_id
            ORDER BY posting.id LIMIT 1
        ), false),
        leg.debit_idr,
        CASE WHEN row_number() OVER (PARTITION BY line.match_id ORDER BY leg.id) = 1
            THEN line.cost_idr ELSE 0 END
    FROM ({_LINES}) line
    JOIN LATERAL (SELECT id FROM payments_refund refund
        WHERE refund.payment_id = line.payment_id
            AND refund.amount_idr = line.refund_idr
        ORDER BY told_at, id LIMIT 1 OFFSET line.place
    ) refund ON true
    JOIN payments_payment payment ON payment.id = line.payment_id
    JOIN ledger_entry entry ON entry.event = 'payment_refunded'
        AND entry.reference = payment.code || '/' || refund.id
    JOIN ledger_leg leg ON leg.entry_id = entry.id AND leg.debit_idr > 0
    JOIN ledger_account account ON account.id = leg.account_id
    WHERE line.kind <> 'payment'
    UNION ALL
    SELECT money.opd_id, NULL, false, line.refund_idr, line.cost_idr
    FROM ({_LINES}) line
    JOIN payments_unappliedmoney money ON money.id = -line.source_id
    WHERE line.kind <> 'payment'
"""  # noqa: S608 (no value is formatted in)


def find_in_bank(cursor: CursorWrapper) -> int:
    """Tie payouts to the credits that name them with the same amount; how many."""
    cursor.execute(_FIND_IN_BANK)
    return int(cursor.rowcount)


def post_payouts(cursor: CursorWrapper, *, now: datetime) -> int:
    """Post what banked payouts brought since they were last posted; how many entries.

    Dated by the bank's value date: entry `payout_received`, and LRA gross per OPD ×
    revenue account. A payout's matches are posted once, later ones by another entry.
    """
    cursor.execute(_TO_POST)
    to_post = cursor.fetchall()
    payouts = Payout.objects.select_related("bank_line").in_bulk(
        [payout_id for payout_id, _ in to_post]
    )
    for payout_id, last_match_id in to_post:
        _post(cursor, payouts[payout_id], last_match_id, now)
    return len(to_post)


def _post(
    cursor: CursorWrapper, payout: Payout, last_match_id: int, now: datetime
) -> None:
    assert payout.bank_line is not None  # noqa: S101 (for the type; the query asks it)
    value_on: date = payout.bank_line.value_on
    share = _share(cursor, payout, last_match_id)
    post_share(
        share,
        event="payout_received",
        reference=f"payout:{payout.pk}:{last_match_id}",
        on=value_on,
        now=now,
    )
    payout.posted_match_id, payout.posted_at = last_match_id, now
    payout.save(update_fields=["posted_match_id", "posted_at"])


def _share(cursor: CursorWrapper, payout: Payout, last_match_id: int) -> Share:
    values: dict[str, Any] = {
        "payout": payout.pk,
        "first": payout.posted_match_id,
        "last": last_match_id,
    }
    cursor.execute(_BY_ACCOUNT, values)
    amounts = {Owner(*row[:3]): Rupiah(int(row[3])) for row in cursor.fetchall()}
    cursor.execute(_COST_BY_OPD, values)
    costs = {opd_id: Rupiah(int(cost)) for opd_id, cost in cursor.fetchall()}
    cursor.execute(_REFUNDS, values)
    for opd_id, account_id, is_revenue, refund_idr, cost_idr in cursor.fetchall():
        owner = Owner(opd_id, account_id if is_revenue else None, is_revenue)
        amounts[owner] = amounts.get(owner, ZERO) - Rupiah(refund_idr)
        costs[opd_id] = costs.get(opd_id, ZERO) + Rupiah(cost_idr)
    return Share(amounts, costs)
