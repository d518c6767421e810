"""The hash chain over entries and their legs: sealing, off the hot path, and checking.

Each seal hashes the one before it together with all that its entry and legs say. The
chain's order is the order of sealing, not of entry ids: an id is drawn before its
transaction commits, so an entry may become visible after a higher one. Such an entry
is sealed in a later round, and no booking ever waits for the chain.

A chain in a database proves nothing against that database's owner, who may rebuild it
whole. So the head leaves the database each day, and `verify_chain` takes it back.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from ledger.models import Seal

GENESIS = bytes(32)
CHUNK = 2_000

# No transaction of ours lasts this long (a worker's task ends after two minutes), so
# below an entry sealed that long ago there is none left to seal. Checking looks again.
_UNSEALED = """
    SELECT entry.id FROM ledger_entry AS entry
    WHERE entry.id > coalesce((
            SELECT seal.entry_id FROM ledger_seal AS seal
            WHERE seal.sealed_at < statement_timestamp() - interval '10 minutes'
            ORDER BY seal.sealed_at DESC, seal.id DESC LIMIT 1
        ), 0)
        AND NOT EXISTS (SELECT FROM ledger_seal AS seal WHERE seal.entry_id = entry.id)
    ORDER BY entry.id LIMIT %s
"""

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

_NEVER_SEALED = """
    SELECT entry.id FROM ledger_entry AS entry
    WHERE NOT EXISTS (SELECT FROM ledger_seal AS seal WHERE seal.entry_id = entry.id)
        AND EXISTS (
            SELECT FROM ledger_seal AS later
            WHERE later.entry_id > entry.id
                AND later.sealed_at < statement_timestamp() - interval '10 minutes'
        )
    ORDER BY entry.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found: its head, or the first thing that is wrong."""

    sealed: int
    head: bytes
    broken_entry_id: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was altered, removed, or left out."""
        return not self.reason


@transaction.atomic
def seal_entries(*, limit: int = CHUNK) -> int:
    """Seal up to `limit` entries that are not sealed yet; returns how many were.

    Sealers take turns (an advisory lock), bookings never wait.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('ledger_seal'::regclass::bigint)")
        cursor.execute(_UNSEALED, [limit])
        entry_ids = [entry_id for (entry_id,) in cursor.fetchall()]
    contents = _contents(entry_ids)
    last = Seal.objects.order_by("id").last()
    previous = bytes(last.hash) if last else GENESIS
    seals = []
    for entry_id in entry_ids:
        link = _link(previous, contents[entry_id])
        seals.append(Seal(entry_id=entry_id, previous_hash=previous, hash=link))
        previous = link
    Seal.objects.bulk_create(seals)
    return len(seals)


def verify_chain(*, head: bytes | None = None) -> Verdict:
    """Walk the whole chain and name the first entry that is not as it was sealed.

    With a `head` that left the database earlier, also require that the chain passes
    through it: one that was rebuilt, or cut off before it, does not.
    """
    sealed, previous, seen = 0, GENESIS, head is None
    for seals in _chunks():
        contents = _contents([entry_id for entry_id, _, _ in seals])
        for entry_id, previous_hash, link in seals:
            content = contents.get(entry_id)
            if content is None:
                return Verdict(sealed, previous, entry_id, "the entry is gone")
            if previous_hash != previous:
                return Verdict(sealed, previous, entry_id, "a seal before it is gone")
            if link != _link(previous, content):
                return Verdict(sealed, previous, entry_id, "it is not what was sealed")
            sealed, previous = sealed + 1, link
            seen = seen or link == head
    return _verdict_at_the_end(sealed, previous, seen)


def _verdict_at_the_end(sealed: int, head: bytes, head_was_seen: bool) -> Verdict:
    if not head_was_seen:
        return Verdict(sealed, head, None, "the given head is not in the chain")
    with connection.cursor() as cursor:
        cursor.execute(_NEVER_SEALED)
        row = cursor.fetchone()
    if row:
        return Verdict(sealed, head, row[0], "it was never sealed")
    return Verdict(sealed, head)


def _chunks() -> Iterator[list[tuple[int, bytes, bytes]]]:
    """(entry, previous hash, hash) of all seals in the chain's order, by keyset."""
    after = 0
    while rows := list(
        Seal.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", "entry_id", "previous_hash", "hash")[:CHUNK]
    ):
        yield [
            (entry_id, bytes(before), bytes(link)) for _, entry_id, before, link in rows
        ]
        after = rows[-1][0]


def _contents(entry_ids: list[int]) -> dict[int, bytes]:
    """What each entry and its legs say, as canonical bytes."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTENTS, [entry_ids])
        return {row[0]: _canonical(row) for row in cursor.fetchall()}


def _canonical(content: tuple[Any, ...]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _link(previous: bytes, content: bytes) -> bytes:
    return hashlib.sha256(previous + content).digest()
