"""The hash chain over entries and their legs (see kernel.hash_chain)."""

from django.db import connection, transaction

from kernel.hash_chain import CHUNK, Chain, Verdict
from kernel.sql import Cursor

# An account is told by what it means, not by its id: a changed meaning breaks the seal.
_CONTENTS = """
    SELECT entry.id, entry.event, entry.reference, entry.business_date::text,
        to_char(entry.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        (SELECT json_agg(json_build_array(leg.id, account.kind, account.opd_id,
                account.revenue_account_id, leg.debit_idr, leg.credit_idr)
                ORDER BY leg.id)
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE leg.entry_id = entry.id)
    FROM ledger_entry AS entry WHERE entry.id = ANY(%s)
"""


@transaction.atomic
def seal_entries(*, limit: int = CHUNK) -> int:
    """Seal up to `limit` entries that are not sealed yet; returns how many were.

    Sealers take turns, bookings never wait.
    """
    with connection.cursor() as cursor:
        return ENTRIES.seal(cursor, limit=limit)


def verify_chain(*, head: bytes | None = None) -> Verdict:
    """Walk the whole chain and name the first entry that is not as it was sealed.

    With a `head` that left the database earlier, the chain must pass through it.
    """
    with connection.cursor() as cursor:
        return ENTRIES.verify(cursor, head=head)


def _contents(cursor: Cursor, entry_ids: list[int]) -> dict[int, object]:
    """What each entry and its legs say."""
    cursor.execute(_CONTENTS, [entry_ids])
    return {row[0]: row for row in cursor.fetchall()}


ENTRIES = Chain("ledger_entry", "ledger_seal", "entry_id", _contents)
