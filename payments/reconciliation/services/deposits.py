"""Finding cash deposits (STS) in the bank, and naming those that differ or lack.

A slip is found by its number, as a whole word in the text of a credit, and by its exact
amount; never by the amount alone.
"""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from payments.collection.services import bank_deposit
from payments.collection.transitions import DepositState

# A bank may date a deposit the evening before (another zone), and be slow to book it.
EARLY_DAYS, WINDOW_DAYS = 1, 31

DEPOSIT_MENTIONS = f"""
    SELECT deposit.id AS deposit_id, deposit.opd_id, deposit.state, paper.number,
        deposit.amount_idr AS deposit_idr, bank.id AS bank_line_id, bank.amount_idr,
        bank.value_on
    FROM collection_deposit deposit
    JOIN papers_paper paper ON paper.id = deposit.paper_id
    JOIN (
        SELECT DISTINCT id, amount_idr, value_on, unnest(regexp_split_to_array(
            upper(reference || ' ' || description), '[^A-Z0-9/-]+')) AS word
        FROM reconciliation_bankline WHERE amount_idr > 0
    ) bank ON bank.word = upper(paper.number) AND bank.value_on
        BETWEEN deposit.made_on - {EARLY_DAYS} AND deposit.made_on + {WINDOW_DAYS}
"""  # noqa: S608 (constants of ours)
_FOUND = f"""
    SELECT DISTINCT ON (deposit_id) deposit_id, bank_line_id, value_on
    FROM ({DEPOSIT_MENTIONS}) mention
    WHERE state = %(made)s AND amount_idr = deposit_idr
        AND NOT EXISTS (SELECT FROM collection_deposit other
                        WHERE other.bank_line_id = mention.bank_line_id)
        AND NOT EXISTS (SELECT FROM reconciliation_payout payout
                        WHERE payout.bank_line_id = mention.bank_line_id)
    ORDER BY deposit_id, bank_line_id
"""  # noqa: S608 (no value is formatted in)

# What the naming of differences adds; each query as services.differences wants it.
NOT_IN_BANK = """
    SELECT 'deposit_not_in_bank', paper.number, deposit.opd_id, deposit.amount_idr,
        NULL::bigint, deposit.made_on,
        jsonb_build_object('person', person.full_name)
    FROM collection_deposit deposit
    JOIN papers_paper paper ON paper.id = deposit.paper_id
    JOIN accounts_person person ON person.id = deposit.made_by_id
    WHERE deposit.state = 'made' AND deposit.made_on <= %(deposited_by)s
        AND NOT EXISTS (SELECT FROM deposit_mention mention
                        WHERE mention.deposit_id = deposit.id)
"""
AMOUNT_DIFFERS = """
    SELECT DISTINCT ON (number) 'deposit_amount_differs', number, opd_id, deposit_idr,
        amount_idr, value_on, jsonb_build_object('value_on', value_on)
    FROM deposit_mention
    WHERE state = 'made' AND amount_idr <> deposit_idr
    ORDER BY number, bank_line_id
"""
NOT_DEPOSITED = """
    SELECT 'cash_not_deposited', 'hand_over:' || hand_over.id, hand_over.opd_id,
        coalesce(hand_over.counted_idr, hand_over.expected_idr), NULL::bigint,
        day.offered_on, jsonb_build_object('person', person.full_name)
    FROM collection_handover hand_over
    CROSS JOIN city_cityprofile profile
    CROSS JOIN LATERAL (
        SELECT (hand_over.offered_at AT TIME ZONE profile.timezone)::date AS offered_on
    ) day
    JOIN accounts_person person ON person.id = CASE hand_over.state
        WHEN 'accepted' THEN hand_over.treasurer_id ELSE hand_over.collector_id END
    WHERE hand_over.deposit_id IS NULL AND day.offered_on <= %(deposited_by)s
        AND (hand_over.state <> 'accepted' OR hand_over.counted_idr > 0)
"""


def find_deposits(cursor: CursorWrapper, *, now: datetime) -> int:
    """Let each deposit that a bank line shows to the rupiah be banked; how many."""
    cursor.execute(_FOUND, {"made": DepositState.MADE.value})
    found = cursor.fetchall()
    taken: set[int] = set()
    for deposit_id, bank_line_id, value_on in found:
        if bank_line_id not in taken:
            taken.add(bank_line_id)
            bank_deposit(
                deposit_id=deposit_id,
                bank_line_id=bank_line_id,
                value_on=value_on,
                now=now,
            )
    return len(taken)
