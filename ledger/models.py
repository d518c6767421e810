"""Accounts, entries and legs. Legs only grow and sum to zero (triggers, grants)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ledger.kinds import BY_REVENUE_ACCOUNT, AccountKind


class Account(models.Model):
    """One account of one OPD; `revenue_account` only where the kind is per account.

    A receivable or revenue account without one is *belum dipetakan*.
    """

    kind = models.CharField(
        max_length=30, choices=[(k.value, k.value) for k in AccountKind]
    )
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    revenue_account = models.ForeignKey(
        "city.RevenueAccount", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            UniqueConstraint(
                name="account_is_unique",
                fields=["kind", "opd", "revenue_account"],
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="account_kind_is_known",
                condition=Q(kind__in=sorted(k.value for k in AccountKind)),
            ),
            CheckConstraint(
                name="account_of_this_kind_has_no_revenue_account",
                condition=Q(revenue_account__isnull=True)
                | Q(kind__in=sorted(k.value for k in BY_REVENUE_ACCOUNT)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.opd_id} {self.revenue_account_id or '-'}"


class Entry(models.Model):
    """One event of the posting table, posted once: (event, reference) is unique."""

    event = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)
    business_date = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(name="entry_is_posted_once", fields=["event", "reference"])
        ]
        indexes = [models.Index(name="entry_by_day", fields=["business_date"])]

    def __str__(self) -> str:
        return f"{self.event} {self.reference}"


class Leg(models.Model):
    """One side of an entry, in whole rupiah."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="legs")
    account = models.ForeignKey(Account, models.PROTECT, related_name="legs")
    debit_idr = models.PositiveBigIntegerField(default=0)
    credit_idr = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            CheckConstraint(
                name="leg_is_debit_or_credit",
                condition=Q(debit_idr__gt=0, credit_idr=0)
                | Q(debit_idr=0, credit_idr__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.debit_idr} / {self.credit_idr}"


class LraLine(models.Model):
    """Realised revenue (LRA, cash basis): a memorandum, gross, by the bank's date."""

    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    revenue_account = models.ForeignKey(
        "city.RevenueAccount", models.PROTECT, null=True, related_name="+"
    )
    amount_idr = models.BigIntegerField()
    realised_on = models.DateField()
    reference = models.CharField(max_length=80)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="lra_line_is_posted_once",
                fields=["reference", "opd", "revenue_account"],
                nulls_distinct=False,
            ),
            CheckConstraint(name="lra_line_has_an_amount", condition=~Q(amount_idr=0)),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount_idr}"


class Seal(models.Model):
    """A link of the hash chain over entries, made off the hot path; only grows.

    The chain's order is that of the ids. `sealed_at` is the database's own clock.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="seal")
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32, unique=True)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="seal_by_time", fields=["sealed_at"])]

    def __str__(self) -> str:
        return bytes(self.hash).hex()
