"""What the ledger says: balances, the trial balance, realised revenue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Leg, LraLine
from ledger.postings import Posting


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
