"""Naming every difference: one query per cause, one finding per thing.

Findings whose difference is gone are resolved, never deleted; one that comes back is
open again. Every query gives: cause, reference, opd_id, ours_idr, theirs_idr,
happened_on, facts.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from city.selectors import profile
from payments.collection.selectors.calendar import DEPOSIT_WORKING_DAYS
from payments.reconciliation.selectors.calendar import (
    GATEWAY_ZONE,
    SETTLEMENT_WORKING_DAYS,
    last_day_overdue,
)
from payments.reconciliation.selectors.parts import HELD, PARTS
from payments.reconciliation.services.deposits import (
    AMOUNT_DIFFERS,
    DEPOSIT_MENTIONS,
    NOT_DEPOSITED,
    NOT_IN_BANK,
)
from payments.reconciliation.services.paying_back import (
    DEBIT_UNEXPLAINED,
    PAID_BACK_TWICE,
)
from payments.reconciliation.services.payouts import MENTIONS, TOLD

RESOLVED_BY_EVIDENCE = "evidence_agrees"

# Unmatched payment lines, with the payment of their order if we know it.
_UNMATCHED = f"""
    CREATE TEMPORARY TABLE unmatched ON COMMIT DROP AS
    SELECT line.id, line.transaction_id, line.order_id, line.channel, line.gross_idr,
        (line.settled_at AT TIME ZONE %(zone)s)::date AS happened_on,
        payment.id AS payment_id, payment.state, payment.received_idr,
        payment.gateway_reference,
        coalesce((SELECT item.opd_id FROM payments_paymentitem item
                  WHERE item.payment_id = payment.id ORDER BY item.id LIMIT 1),
            %(suspense)s) AS opd_id,
        (SELECT sum(part.amount_idr) FROM ({PARTS}) part
         WHERE part.source_id = payment.id)::bigint AS booked_idr,
        CASE WHEN undone.match_id IS NULL THEN money.amount_idr END AS suspense_idr,
        EXISTS (SELECT FROM reconciliation_payoutline payout_line
                WHERE payout_line.line_id = line.id) AS is_paid_out
    FROM reconciliation_settlementline line
    LEFT JOIN payments_payment payment
        ON payment.code = line.order_id AND payment.gateway = line.gateway
    LEFT JOIN reconciliation_settlementmatch match ON match.line_id = line.id
    LEFT JOIN reconciliation_undonematch undone ON undone.match_id = match.id
    LEFT JOIN payments_unappliedmoney money ON money.id = match.money_id
    WHERE line.kind = 'payment'
        AND (match.payment_id IS NULL OR undone.match_id IS NOT NULL)
"""  # noqa: S608 (no value is formatted in)

# A payment that the gateway took back within minutes may stand in an early report; it
# only differs once the gateway pays it out all the same.
_UNKNOWN_HERE = """
    SELECT 'paid_at_gateway_unknown_here', transaction_id, opd_id, suspense_idr,
        gross_idr, happened_on, jsonb_build_object('order_id', order_id,
            'channel', channel, 'state', coalesce(state, ''))
    FROM unmatched
    WHERE state IS NULL
        OR (NOT state = ANY(%(held)s) AND (state <> 'reversed' OR is_paid_out))
"""
_AMOUNTS_DIFFER = """
    SELECT 'amounts_differ', transaction_id, opd_id,
        CASE WHEN received_idr <> gross_idr THEN received_idr ELSE booked_idr END,
        gross_idr, happened_on,
        jsonb_build_object('order_id', order_id, 'channel', channel)
    FROM unmatched
    WHERE state = ANY(%(held)s) AND gateway_reference = transaction_id
"""
# A further deposit, which the matched line of the first one does not bring.
_BROUGHT_MORE = """
    SELECT 'amounts_differ', line.transaction_id, money.opd_id, payment.received_idr,
        line.gross_idr, (line.settled_at AT TIME ZONE %(zone)s)::date,
        jsonb_build_object('order_id', line.order_id, 'channel', line.channel)
    FROM payments_unappliedmoney money
    JOIN payments_payment payment ON payment.id = money.payment_id
    JOIN reconciliation_settlementmatch match ON match.payment_id = payment.id
    JOIN reconciliation_settlementline line ON line.id = match.line_id
    WHERE money.bill_id IS NULL AND line.kind = 'payment'
        AND payment.received_idr > line.gross_idr
        AND NOT EXISTS (SELECT FROM reconciliation_undonematch undone
                        WHERE undone.match_id = match.id)
"""
_REFUNDED_UNKNOWN_HERE = """
    SELECT 'amounts_differ', line.transaction_id || ':refund:' || line.id,
        coalesce((SELECT item.opd_id FROM payments_paymentitem item
                  WHERE item.payment_id = payment.id ORDER BY item.id LIMIT 1),
            %(suspense)s),
        payment.received_idr - payment.refunded_idr,
        payment.received_idr - line.refund_idr,
        (line.settled_at AT TIME ZONE %(zone)s)::date,
        jsonb_build_object('order_id', line.order_id, 'channel', line.channel)
    FROM reconciliation_settlementline line
    LEFT JOIN payments_payment payment
        ON payment.code = line.order_id AND payment.gateway = line.gateway
    WHERE line.kind <> 'payment'
        AND NOT EXISTS (SELECT FROM reconciliation_settlementmatch match
                        WHERE match.line_id = line.id)
"""
_PAID_TWICE_AT_GATEWAY = """
    SELECT 'paid_twice', transaction_id, opd_id, received_idr,
        received_idr + gross_idr, happened_on,
        jsonb_build_object('order_id', order_id, 'channel', channel)
    FROM unmatched
    WHERE state = ANY(%(held)s) AND gateway_reference IS DISTINCT FROM transaction_id
"""
_PAID_TWICE_HERE = """
    SELECT 'paid_twice',
        money.gateway_reference || ':' || coalesce(bill.kode_bayar, ''),
        money.opd_id, bill.amount_idr, bill.amount_idr + money.amount_idr,
        (money.received_at AT TIME ZONE %(zone)s)::date,
        jsonb_build_object('order_id', coalesce(payment.code, ''),
            'kode_bayar', coalesce(bill.kode_bayar, ''),
            'channel', coalesce(payment.channel, ''))
    FROM payments_unappliedmoney money
    LEFT JOIN levies_bill bill ON bill.id = money.bill_id
    LEFT JOIN payments_payment payment ON payment.id = money.payment_id
    WHERE money.reason = 'paid_twice'
        AND money.returned_idr + money.paid_back_idr < money.amount_idr
"""
_NOT_SETTLED = """
    SELECT 'paid_here_not_settled', payment.code,
        coalesce((SELECT item.opd_id FROM payments_paymentitem item
                  WHERE item.payment_id = payment.id ORDER BY item.id LIMIT 1),
            %(suspense)s),
        payment.received_idr, NULL::bigint, payment.paid_on,
        jsonb_build_object('order_id', payment.code, 'channel', payment.channel)
    FROM payments_payment payment
    WHERE payment.state IN ('paid', 'disputed') AND payment.paid_on <= %(settled_by)s
        AND payment.gateway <> ''
        AND NOT EXISTS (SELECT FROM reconciliation_settlementline line
                        WHERE line.order_id = payment.code AND line.kind = 'payment'
                            AND line.gateway = payment.gateway)
"""
# Money of an order that is not ours is asked about by nobody: only here it is missed.
_SUSPENSE_NOT_SETTLED = """
    SELECT 'paid_here_not_settled', money.gateway_reference, money.opd_id,
        money.amount_idr - money.returned_idr, NULL::bigint, arrival.day,
        jsonb_build_object('order_id', money.gateway_reference, 'channel', '')
    FROM payments_unappliedmoney money
    CROSS JOIN LATERAL (
        SELECT (money.received_at AT TIME ZONE %(zone)s)::date AS day) arrival
    WHERE money.payment_id IS NULL AND money.gateway <> ''
        AND money.returned_idr < money.amount_idr AND arrival.day <= %(settled_by)s
        AND NOT EXISTS (SELECT FROM reconciliation_settlementline line
                        WHERE line.transaction_id = money.gateway_reference
                            AND line.kind = 'payment' AND line.gateway = money.gateway)
"""
_NOT_IN_BANK = f"""
    SELECT 'payout_not_in_bank', payout.reference, %(suspense)s, told.net_idr,
        NULL::bigint, told.last_on, jsonb_build_object('lines', told.line_count)
    FROM reconciliation_payout payout
    JOIN ({TOLD}) told ON told.payout_id = payout.id
    WHERE payout.bank_line_id IS NULL AND told.last_on <= %(paid_out_by)s
        AND NOT EXISTS (SELECT FROM mention WHERE mention.payout_id = payout.id)
"""  # noqa: S608 (no value is formatted in)
_PAYOUT_DIFFERS = """
    SELECT DISTINCT ON (payout.reference) 'payout_amount_differs', payout.reference,
        %(suspense)s, mention.net_idr, mention.amount_idr, mention.value_on,
        jsonb_build_object('value_on', mention.value_on)
    FROM mention JOIN reconciliation_payout payout ON payout.id = mention.payout_id
    WHERE mention.net_idr <> mention.amount_idr
        AND coalesce(payout.bank_line_id, mention.bank_line_id) = mention.bank_line_id
    ORDER BY payout.reference, mention.bank_line_id
"""
_UNIDENTIFIED = """
    SELECT 'bank_credit_unidentified', 'bank:' || bank.id, %(suspense)s, NULL::bigint,
        bank.amount_idr, bank.value_on,
        jsonb_build_object('description', bank.description,
            'bank_reference', bank.bank_reference)
    FROM reconciliation_bankline bank
    WHERE bank.amount_idr > 0
        AND NOT EXISTS (SELECT FROM mention WHERE mention.bank_line_id = bank.id)
        AND NOT EXISTS (SELECT FROM deposit_mention mention
                        WHERE mention.bank_line_id = bank.id
                            AND mention.state = 'made')
        AND NOT EXISTS (SELECT FROM collection_deposit deposit
                        WHERE deposit.bank_line_id = bank.id)
        AND NOT EXISTS (SELECT FROM reconciliation_payout payout
                        WHERE payout.bank_line_id = bank.id)
"""
_DIFFERENCES = " UNION ALL ".join(
    f"({query})"
    for query in (
        _UNKNOWN_HERE,
        _AMOUNTS_DIFFER,
        _BROUGHT_MORE,
        _REFUNDED_UNKNOWN_HERE,
        _PAID_TWICE_AT_GATEWAY,
        _PAID_TWICE_HERE,
        _NOT_SETTLED,
        _SUSPENSE_NOT_SETTLED,
        _NOT_IN_BANK,
        _PAYOUT_DIFFERS,
        _UNIDENTIFIED,
        NOT_IN_BANK,
        AMOUNT_DIFFERS,
        NOT_DEPOSITED,
        PAID_BACK_TWICE,
        DEBIT_UNEXPLAINED,
    )
)
_PREPARE = f"""
    DROP TABLE IF EXISTS unmatched, mention, deposit_mention, difference;
    {_UNMATCHED};
    CREATE TEMPORARY TABLE mention ON COMMIT DROP AS {MENTIONS};
    CREATE TEMPORARY TABLE deposit_mention ON COMMIT DROP AS {DEPOSIT_MENTIONS};
    CREATE TEMPORARY TABLE difference (cause, reference, opd_id, ours_idr, theirs_idr,
        happened_on, facts) ON COMMIT DROP AS {_DIFFERENCES}
"""
_NAME = """
    INSERT INTO reconciliation_finding (cause, reference, opd_id, ours_idr, theirs_idr,
        happened_on, facts, found_at, resolution)
    SELECT cause, reference, opd_id, ours_idr, theirs_idr, happened_on, facts,
        %(now)s, ''
    FROM difference
    ON CONFLICT (cause, reference) DO UPDATE
    SET opd_id = excluded.opd_id, ours_idr = excluded.ours_idr,
        theirs_idr = excluded.theirs_idr, happened_on = excluded.happened_on,
        facts = excluded.facts, resolved_at = NULL, resolution = ''
    WHERE (reconciliation_finding.opd_id, reconciliation_finding.ours_idr,
            reconciliation_finding.theirs_idr, reconciliation_finding.happened_on,
            reconciliation_finding.facts, reconciliation_finding.resolved_at)
        IS DISTINCT FROM (excluded.opd_id, excluded.ours_idr, excluded.theirs_idr,
            excluded.happened_on, excluded.facts, NULL::timestamptz)
    RETURNING (xmax = 0)
"""
_RESOLVE = """
    UPDATE reconciliation_finding finding
    SET resolved_at = %(now)s, resolution = %(resolution)s
    WHERE resolved_at IS NULL AND NOT EXISTS (
        SELECT FROM difference
        WHERE (difference.cause, difference.reference)
            = (finding.cause, finding.reference))
"""


def name_differences(
    cursor: CursorWrapper, *, today: date, now: datetime
) -> tuple[int, int]:
    """Name what differs now, resolve what no longer does; (new findings, resolved)."""
    values: dict[str, Any] = {
        "zone": GATEWAY_ZONE.key,
        "suspense": profile().suspense_opd_id,
        "held": HELD,
        "order_prefix": f"{settings.MIDTRANS['order_prefix']}-",
        "settled_by": last_day_overdue(
            today=today, working_days=SETTLEMENT_WORKING_DAYS
        ),
        "deposited_by": last_day_overdue(
            today=today, working_days=DEPOSIT_WORKING_DAYS
        ),
        "paid_out_by": last_day_overdue(
            today=today, working_days=settings.PAYOUT_WORKING_DAYS
        ),
    }
    cursor.execute(_PREPARE, values)
    cursor.execute(_NAME, {"now": now})
    new = sum(is_new for (is_new,) in cursor.fetchall())
    cursor.execute(_RESOLVE, {"now": now, "resolution": RESOLVED_BY_EVIDENCE})
    return new, cursor.rowcount
