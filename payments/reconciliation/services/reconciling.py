"""Reconciling: bill, payment, settlement line, payout and bank line, all of them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from accounts.audit import record
from accounts.models import Person
from city.selectors import business_date_of
from payments.reconciliation.services.differences import name_differences
from payments.reconciliation.services.evidence import lock_evidence
from payments.reconciliation.services.matching import match_lines
from payments.reconciliation.services.payouts import find_in_bank, post_payouts


@dataclass(frozen=True, slots=True)
class ReconcileResult:
    """What one run changed; all zero when it found nothing new."""

    lines_matched: int
    payouts_found: int
    entries_posted: int
    findings_new: int
    findings_resolved: int


@transaction.atomic
def reconcile(*, now: datetime, person: Person | None = None) -> ReconcileResult:
    """Match all evidence exactly, post what reached the bank, name every difference.

    Safe to repeat, and set-based: a run costs a few statements, however many lines.
    Money is posted once, dated by the bank's value date; LRA is gross per OPD × revenue
    account, because a channel's fee is an expense (asas bruto). Nothing is ever matched
    by its amount alone. A run that changed something stands in the audit log, with the
    person who asked for it (None: the machine).
    """
    lock_evidence()
    with connection.cursor() as cursor:
        lines_matched = match_lines(cursor, now=now)
        payouts_found = find_in_bank(cursor)
        entries_posted = post_payouts(cursor, now=now)
        today = business_date_of(now)
        new, resolved = name_differences(cursor, today=today, now=now)
    result = ReconcileResult(
        lines_matched=lines_matched,
        payouts_found=payouts_found,
        entries_posted=entries_posted,
        findings_new=new,
        findings_resolved=resolved,
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
