"""What the ledger says: balances, the trial balance, realised revenue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Entry, Leg, LraLine
from ledger.postings import Posting

# What of the payments of some days the ledger keeps, per day of payment and OPD: the
# money accounts they came into, and what came or went back later. Takes %(days)s and
# looks at nothing but the ledger. One money account per channel of income: a gateway's
# clearing, a collector's cash.
KEPT_OF_DAYS = """
    SELECT entry.day, account.opd_id,
        sum(leg.debit_idr - leg.credit_idr)::bigint AS kept_idr
    FROM (
        SELECT id, business_date AS day FROM ledger_entry
        WHERE business_date = ANY(%(days)s)
            AND event IN ('payment_paid', 'unknown_payment_received')
        UNION ALL
        SELECT later.id, paid.business_date
        FROM ledger_entry AS later
        JOIN ledger_entry AS paid ON paid.event = 'payment_paid'
            AND paid.reference = split_part(later.reference, '/', 1)
        WHERE later.event IN
                ('payment_increased', 'payment_refunded', 'payment_reversed')
            AND paid.business_date = ANY(%(days)s)
        UNION ALL
        SELECT later.id, paid.business_date
        FROM ledger_entry AS later
        JOIN ledger_entry AS paid ON paid.event = 'unknown_payment_received'
            AND paid.reference = split_part(later.reference, '/', 1)
                || '/' || split_part(later.reference, '/', 2)
        WHERE later.event IN ('unknown_payment_increased', 'unknown_payment_returned')
            AND paid.business_date = ANY(%(days)s)
    ) AS entry
    JOIN ledger_leg AS leg ON leg.entry_id = entry.id
    JOIN ledger_account AS account ON account.id = leg.account_id
        AND account.kind IN ('collector_cash', 'gateway_clearing')
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class TrialBalanceLine:
    """One account with all that was ever debited and credited."""

    kind: AccountKind
    opd_id: int
    revenue_account_id: int | None
    debit: Rupiah
    credit: Rupiah

    @property
    def balance(self) -> Rupiah:
        """Debit less credit: negative for a liability or revenue."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class RealisedRevenue:
    """LRA of one OPD × revenue account; no account means *belum dipetakan*."""

    opd_id: int
    revenue_account_id: int | None
    amount: Rupiah


def balance(
    *,
    kind: AccountKind,
    opd_id: int | None = None,
    revenue_account_id: int | None = None,
    until: date | None = None,
) -> Rupiah:
    """Debit less credit of all accounts of a kind, by the business date `until`.

    Without an OPD or revenue account: over all of them.
    """
    legs = _legs(until).filter(account__kind=kind.value)
    if opd_id is not None:
        legs = legs.filter(account__opd_id=opd_id)
    if revenue_account_id is not None:
        legs = legs.filter(account__revenue_account_id=revenue_account_id)
    sums = legs.aggregate(
        debit=Coalesce(Sum("debit_idr"), 0), credit=Coalesce(Sum("credit_idr"), 0)
    )
    return Rupiah(int(sums["debit"])) - Rupiah(int(sums["credit"]))


def trial_balance(
    *, opd_id: int | None = None, until: date | None = None
) -> list[TrialBalanceLine]:
    """Every account ever moved, in a fixed order; all debits equal all credits."""
    legs = _legs(until)
    if opd_id is not None:
        legs = legs.filter(account__opd_id=opd_id)
    account = (
        "account__opd_id",
        "account__kind",
        "account__revenue_account_id",
    )
    sums = legs.values_list(*account).annotate(Sum("debit_idr"), Sum("credit_idr"))
    return [
        TrialBalanceLine(
            AccountKind(kind),
            opd,
            revenue_account,
            Rupiah(int(debit)),
            Rupiah(int(credit)),
        )
        for opd, kind, revenue_account, debit, credit in sums.order_by(*account)
    ]


def realised_revenue(*, first_on: date, last_on: date) -> list[RealisedRevenue]:
    """Revenue realised (LRA) from a day to a day, both included, per OPD × account."""
    account = ("opd_id", "revenue_account_id")
    sums = (
        LraLine.objects.filter(realised_on__range=(first_on, last_on))
        .values_list(*account)
        .annotate(Sum("amount_idr"))
        .order_by(*account)
    )
    return [
        RealisedRevenue(opd, revenue_account, Rupiah(int(amount)))
        for opd, revenue_account, amount in sums
    ]


def days_with_entries(*, first_on: date, last_on: date) -> list[date]:
    """The business days of a span on which anything was posted."""
    entries = Entry.objects.filter(business_date__range=(first_on, last_on))
    days = entries.order_by("business_date").values_list("business_date", flat=True)
    return list(days.distinct())


def legs_of(*, event: str, references: Sequence[str]) -> list[Posting]:
    """The legs of an event's entries with these references, as they were posted."""
    legs = Leg.objects.filter(entry__event=event, entry__reference__in=references)
    return [
        Posting(
            AccountKind(leg.account.kind),
            leg.account.opd_id,
            leg.account.revenue_account_id,
            debit=Rupiah(leg.debit_idr),
            credit=Rupiah(leg.credit_idr),
        )
        for leg in legs.select_related("account").order_by("id")
    ]


def _legs(until: date | None) -> QuerySet[Leg]:
    legs = Leg.objects.all()
    return legs if until is None else legs.filter(entry__business_date__lte=until)
