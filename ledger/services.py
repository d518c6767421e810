"""Posting entries and realising revenue: the only writers of the ledger's tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction

from kernel.errors import RempahError
from kernel.money import ZERO, Rupiah
from ledger.kinds import AccountKind
from ledger.models import Account, Entry, LraLine
from ledger.postings import Posting

__all__ = ["AccountKind", "Posting", "UnbalancedEntry", "post", "realise"]

type AccountKey = tuple[str, int, int | None]

# One statement and round trip: the entry, unless it was posted before, and its legs.
_POST = """
    WITH entry AS (
        INSERT INTO ledger_entry (event, reference, business_date, posted_at)
        VALUES (%s, %s, %s, %s)
        ON CONFLICT ON CONSTRAINT entry_is_posted_once DO NOTHING
        RETURNING id
    )
    INSERT INTO ledger_leg (entry_id, account_id, debit_idr, credit_idr)
    SELECT entry.id, leg.account_id, leg.debit_idr, leg.credit_idr
    FROM entry, unnest(%s::bigint[], %s::bigint[], %s::bigint[])
        WITH ORDINALITY AS leg (account_id, debit_idr, credit_idr, position)
    ORDER BY leg.position
    RETURNING entry_id
"""

# Accounts never change and are never deleted, so a process asks for each only once.
# By database name: tests (and only they) look at several databases from one process.
_account_ids: defaultdict[str, dict[AccountKey, int]] = defaultdict(dict)


class UnbalancedEntry(RempahError):
    """Legs that do not balance within each OPD, or fewer than two of them."""

    code = "unbalanced_entry"
    status = 422


def post(
    *,
    event: str,
    reference: str,
    legs: Sequence[Posting],
    business_date: date,
    now: datetime,
) -> Entry | None:
    """Write one entry and its legs once, in the caller's transaction.

    Safe to repeat: (event, reference) is posted once, and the second call returns None
    and adds nothing. Equal legs are merged and those of zero rupiah dropped. Costs one
    round trip once this process knows the accounts.

    Raises:
        UnbalancedEntry: debits and credits differ within an OPD, or nothing is moved.
            The database refuses the same at commit, whoever writes.
    """
    merged = _merged(legs)
    _require_balance(event, merged)
    accounts = _accounts(merged)
    with connection.cursor() as cursor:
        cursor.execute(
            _POST,
            [
                event,
                reference,
                business_date,
                now,
                [accounts[_key(leg)] for leg in merged],
                [leg.debit.amount for leg in merged],
                [leg.credit.amount for leg in merged],
            ],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return Entry(
        id=row[0],
        event=event,
        reference=reference,
        business_date=business_date,
        posted_at=now,
    )


def realise(
    *,
    opd_id: int,
    revenue_account_id: int | None,
    amount: Rupiah,
    realised_on: date,
    reference: str,
    now: datetime,
) -> None:
    """Record realised revenue (LRA): gross, dated by the bank's or treasurer's line.

    A memorandum beside the ledger: LRA is on the cash basis, our entries are not.
    Safe to repeat: (reference, OPD, revenue account) is realised once. A reversal has
    a negative amount and a reference of its own; zero rupiah is nothing to record.
    """
    if not amount:
        return
    line = LraLine(
        opd_id=opd_id,
        revenue_account_id=revenue_account_id,
        amount_idr=amount.amount,
        realised_on=realised_on,
        reference=reference,
        posted_at=now,
    )
    LraLine.objects.bulk_create([line], ignore_conflicts=True)


def _key(leg: Posting) -> AccountKey:
    return leg.kind.value, leg.opd_id, leg.revenue_account_id


def _merged(legs: Sequence[Posting]) -> list[Posting]:
    """One leg per account and side, in the order of first mention, without zeros."""
    sums: dict[tuple[AccountKind, int, int | None, bool], Rupiah] = {}
    for leg in legs:
        side = (leg.kind, leg.opd_id, leg.revenue_account_id, bool(leg.debit))
        sums[side] = sums.get(side, ZERO) + leg.debit + leg.credit
    return [
        Posting(kind, opd_id, revenue_account_id, debit=amount)
        if is_debit
        else Posting(kind, opd_id, revenue_account_id, credit=amount)
        for (kind, opd_id, revenue_account_id, is_debit), amount in sums.items()
        if amount
    ]


def _require_balance(event: str, legs: Sequence[Posting]) -> None:
    balance: defaultdict[int, Rupiah] = defaultdict(lambda: ZERO)
    for leg in legs:
        balance[leg.opd_id] += leg.debit - leg.credit
    for opd_id, difference in balance.items():
        if difference:
            raise UnbalancedEntry(event=event, opd_id=opd_id, difference=difference)
    if len(legs) < 2:
        raise UnbalancedEntry(event=event, opd_id=None, difference=ZERO)


def _accounts(legs: Sequence[Posting]) -> Mapping[AccountKey, int]:
    """The ids of the legs' accounts; missing ones are created, whoever is first."""
    known = _account_ids[str(connection.settings_dict["NAME"])]
    wanted = {_key(leg) for leg in legs}
    if wanted <= known.keys():
        return known
    # In one order everywhere, so that two creators wait for each other, not in a ring.
    missing = sorted(
        wanted - known.keys(), key=lambda key: (key[1], key[0], key[2] or 0)
    )
    rows = [
        Account(kind=kind, opd_id=opd_id, revenue_account_id=revenue_account_id)
        for kind, opd_id, revenue_account_id in missing
    ]
    Account.objects.bulk_create(rows, ignore_conflicts=True)
    of_these_opds = Account.objects.filter(opd_id__in={key[1] for key in missing})
    found: dict[AccountKey, int] = {
        (account.kind, account.opd_id, account.revenue_account_id): account.pk
        for account in of_these_opds
    }
    # Not before the commit: an account made in a transaction that fails never was.
    transaction.on_commit(lambda: known.update(found))
    return found | known
