"""Reconciling: bill, payment, settlement line, payout and bank line, all of them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction
from psycopg.errors import SerializationFailure

from accounts.audit import record
from accounts.models import Person
from city.selectors import business_date_of
from payments.reconciliation.services.deposits import find_deposits
from payments.reconciliation.services.differences import name_differences
from payments.reconciliation.services.evidence import evidence_at_rest
from payments.reconciliation.services.matching import match_lines
from payments.reconciliation.services.paying_back import find_paid_back
from payments.reconciliation.services.payouts import find_in_bank, post_payouts
from payments.reconciliation.services.undoing import undo_matches

ATTEMPTS_MAX = 3


@dataclass(frozen=True, slots=True)
class ReconcileResult:
    """What one run changed; all zero when it found nothing new."""

    lines_matched: int
    payouts_found: int
    entries_posted: int
    findings_new: int
    findings_resolved: int
    deposits_found: int = 0
    refunds_found: int = 0


def reconcile(
    *, now: datetime, person: Person | None = None, is_rehearsal: bool = False
) -> ReconcileResult:
    """Match all evidence exactly, post what reached the bank, name every difference.

    Safe to repeat, and set-based: a run costs a few statements, however many lines.
    Money is posted once, dated by the bank's value date; LRA is gross per OPD × revenue
    account, because a channel's fee is an expense (asas bruto). Nothing is ever matched
    by its amount alone. A run that changed something stands in the audit log, with the
    person who asked for it (None: the machine). A rehearsal changes nothing.

    All statements see the books of one instant: a payment that is taken back meanwhile
    is taken back from what was posted by the next run, never half by this one.
    """
    for _ in range(ATTEMPTS_MAX - 1):
        try:
            return _reconcile(now, person, is_rehearsal)
        except OperationalError as error:
            # Somebody else wrote the very row since the snapshot: look anew.
            if not isinstance(error.__cause__, SerializationFailure):
                raise
    return _reconcile(now, person, is_rehearsal)


def _reconcile(
    now: datetime, person: Person | None, is_rehearsal: bool
) -> ReconcileResult:
    with evidence_at_rest():
        result = run(now=now, person=person)
        if is_rehearsal:
            transaction.set_rollback(True)
        return result


def run(*, now: datetime, person: Person | None) -> ReconcileResult:
    """One run, in a transaction whose statements must all see the same books."""
    today = business_date_of(now)
    with connection.cursor() as cursor:
        lines_matched = match_lines(cursor, now=now)
        entries_undone = undo_matches(cursor, today=today, now=now)
        payouts_found = find_in_bank(cursor)
        entries_posted = post_payouts(cursor, now=now)
        deposits_found = find_deposits(cursor, now=now)
        refunds_found = find_paid_back(cursor, now=now)
        new, resolved = name_differences(cursor, today=today, now=now)
    result = ReconcileResult(
        lines_matched=lines_matched,
        payouts_found=payouts_found,
        entries_posted=entries_posted + entries_undone,
        findings_new=new,
        findings_resolved=resolved,
        deposits_found=deposits_found,
        refunds_found=refunds_found,
    )
    facts = asdict(result)
    if any(facts.values()):
        record(
            actor=person,
            action="reconciled",
            subject=f"day:{today}",
            facts=facts,
            now=now,
        )
    return result
