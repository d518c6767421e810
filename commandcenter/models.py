"""Roll-ups, and what is needed to trust them (docs/adr/0014).

Every roll-up is computed whole from the rows of its day or month, never counted up:
computing it again mends whatever went wrong.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

DIMENSIONS = ("opd", "levy_type", "market", "kelurahan")


class Revenue(models.Model):
    """Money by where it belongs. No levy type: money that no bill could take.

    No kelurahan or market: none is known. `payments` counts each payment once, with its
    last bill. `some_payers`: ids of those whose money bills keep, three at most, which
    is enough to say of any sum whether fewer stand behind it (ids are no foreign keys).
    `revenue_idr` is what bills keep, `held_idr` what belongs to a payer or lies in
    suspense, `returned_idr` what went back.
    """

    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    levy_type = models.ForeignKey(
        "levies.LevyType", models.PROTECT, null=True, related_name="+"
    )
    market = models.ForeignKey(
        "city.Market", models.PROTECT, null=True, related_name="+"
    )
    kelurahan = models.ForeignKey(
        "city.Kelurahan", models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(max_length=20, blank=True)
    payments = models.PositiveIntegerField()
    some_payers = ArrayField(models.BigIntegerField(), default=list)
    revenue_idr = models.PositiveBigIntegerField()
    held_idr = models.PositiveBigIntegerField()
    returned_idr = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class RevenueDay(Revenue):
    """The money that was paid on one business day, as it stands now."""

    day = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="revenue_day_is_told_once",
                fields=["day", *DIMENSIONS, "channel"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.revenue_idr}"


class RevenueMonth(Revenue):
    """The days of one month together; `month` is its first day."""

    month = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="revenue_month_is_told_once",
                fields=["month", *DIMENSIONS, "channel"],
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="revenue_month_is_a_first_day", condition=Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.revenue_idr}"


class BilledMonth(models.Model):
    """What was billed for periods that begin in one month, and paid of it since.

    Assessed (ditetapkan) has an SKRD, expected (potensi) has none (docs/adr/0005).
    Payers: of each, three at most, as in `Revenue.some_payers`.
    """

    month = models.DateField()
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    levy_type = models.ForeignKey("levies.LevyType", models.PROTECT, related_name="+")
    market = models.ForeignKey(
        "city.Market", models.PROTECT, null=True, related_name="+"
    )
    kelurahan = models.ForeignKey(
        "city.Kelurahan", models.PROTECT, null=True, related_name="+"
    )
    bills = models.PositiveIntegerField()
    assessed_payers = ArrayField(models.BigIntegerField(), default=list)
    expected_payers = ArrayField(models.BigIntegerField(), default=list)
    assessed_idr = models.PositiveBigIntegerField()
    assessed_paid_idr = models.PositiveBigIntegerField()
    expected_idr = models.PositiveBigIntegerField()
    expected_paid_idr = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="billed_month_is_told_once",
                fields=["month", *DIMENSIONS],
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="billed_month_is_never_overpaid",
                condition=Q(assessed_paid_idr__lte=F("assessed_idr"))
                & Q(expected_paid_idr__lte=F("expected_idr")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.assessed_idr + self.expected_idr}"


class LedgerDay(models.Model):
    """What the ledger keeps of one day's payments, summed from its legs alone."""

    day = models.DateField()
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    kept_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(name="ledger_day_is_told_once", fields=["day", "opd"])
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opd_id}: {self.kept_idr}"


class DirtyDay(models.Model):
    """A day whose money moved since its roll-up was computed. Marked once."""

    day = models.DateField(primary_key=True)
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)


class Freshness(models.Model):
    """Up to when a part of the figures is complete."""

    class Part(models.TextChoices):
        MONEY = "money"
        BILLS = "bills"

    part = models.CharField(max_length=10, primary_key=True, choices=Part.choices)
    as_of = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} {self.as_of}"


class LedgerCheck(models.Model):
    """The last comparison of a whole year's roll-up with the ledger's own legs."""

    year = models.PositiveSmallIntegerField(unique=True)
    checked_at = models.DateTimeField()
    roll_up_idr = models.BigIntegerField()
    ledger_idr = models.BigIntegerField()
    differing = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.differing}"


class Target(models.Model):
    """What the city said it would collect in a year; no levy type: all of it."""

    year = models.PositiveSmallIntegerField()
    levy_type = models.ForeignKey(
        "levies.LevyType", models.PROTECT, null=True, related_name="+"
    )
    amount_idr = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="target_is_set_once",
                fields=["year", "levy_type"],
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="target_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.levy_type_id or '-'}: {self.amount_idr}"
