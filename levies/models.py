"""Levy types, tariffs, payers, levy objects and bills, with their constraints."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint

from levies.tariffs import Period, Unit
from levies.transitions import OPEN, BillState

UNPAID = {
    BillState.DRAFT,
    BillState.ASSESSED,
    BillState.EXPECTED,
    BillState.CANCELLED,
    BillState.UNCOLLECTED,
}
EXPECTATION = {BillState.EXPECTED, BillState.UNCOLLECTED}


class Billing(models.TextChoices):
    """How a levy type is billed. Per service: a ticket is sold, no run bills it."""

    DAILY_EXPECTATION = "daily_expectation"
    MONTHLY_SKRD = "monthly_skrd"
    PER_SERVICE = "per_service"


class LevyType(models.Model):
    """A levy of the closed list (UU 1/2022 art. 87-88) as one OPD collects it."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="levy_types")
    revenue_account = models.ForeignKey(
        "city.RevenueAccount", models.PROTECT, null=True, related_name="+"
    )
    billing = models.CharField(max_length=20, choices=Billing.choices)
    due_days = models.PositiveSmallIntegerField()
    interest_bp = models.PositiveSmallIntegerField(default=100)
    interest_months_max = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            CheckConstraint(
                name="levy_type_billing_is_known",
                condition=Q(billing__in=sorted(Billing.values)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tariff(models.Model):
    """One dated row of the tariff table.

    `amount_idr` is per unit and period: `unit` says of what (m², object), `period` for
    how long (a day, a month, one service).
    """

    levy_type = models.ForeignKey(LevyType, models.PROTECT, related_name="tariffs")
    object_class = models.SlugField(max_length=40)
    unit = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    amount_idr = models.PositiveBigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    legal_basis = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            CheckConstraint(
                name="tariff_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
            CheckConstraint(
                name="tariff_unit_is_known",
                condition=Q(unit__in=sorted(u.value for u in Unit)),
            ),
            CheckConstraint(
                name="tariff_period_is_known",
                condition=Q(period__in=sorted(p.value for p in Period)),
            ),
            ExclusionConstraint(
                name="tariff_rows_do_not_overlap",
                expressions=[
                    (F("levy_type"), RangeOperators.EQUAL),
                    (F("object_class"), RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            models.Value("[]"),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            CheckConstraint(
                name="tariff_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_class} {self.amount_idr} / {self.unit} / {self.period}"


class Payer(models.Model):
    """Who owes levies (wajib retribusi). No NIK is kept here.

    `code` is the registering office's own reference: the same code is the same payer.
    """

    code = models.SlugField(max_length=60, unique=True)
    npwrd = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    is_body = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class LevyObject(models.Model):
    """What a levy is due for: a stall with its size, a household for waste."""

    code = models.SlugField(max_length=60, unique=True)
    levy_type = models.ForeignKey(LevyType, models.PROTECT, related_name="levy_objects")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="levy_objects")
    object_class = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    market = models.ForeignKey("city.Market", models.PROTECT, null=True)
    kelurahan = models.ForeignKey("city.Kelurahan", models.PROTECT, null=True)
    size_dm2 = models.PositiveIntegerField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="levy_object_size_is_positive",
                condition=Q(size_dm2__isnull=True) | Q(size_dm2__gt=0),
            ),
            CheckConstraint(
                name="levy_object_lies_in_a_market_or_kelurahan",
                condition=Q(market__isnull=False) | Q(kelurahan__isnull=False),
            ),
            CheckConstraint(
                name="levy_object_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class BillQuerySet(models.QuerySet["Bill"]):
    """Named questions about bills."""

    def open(self) -> Self:
        """Those a payer may still pay."""
        return self.filter(state__in=sorted(s.value for s in OPEN))

    def with_details(self) -> Self:
        """With what a page or a paper says of them, in one query."""
        return self.select_related(
            "levy_type__revenue_account",
            "levy_object",
            "payer",
            "opd",
            "tariff",
            "skrd",
            "successor",
        )


class Bill(models.Model):
    """What one payer owes, or is expected to pay, for one object and period.

    `inputs` and `tariff` are what the amount was computed from; the trace is expanded
    on reading. `paid_idr` is the principal received so far. A bill with an SKRD is a
    receivable; one without is an expectation (docs/adr/0005). `successor` is the bill
    that replaced this one, so that its kode bayar still leads somewhere.
    """

    kode_bayar = models.CharField(max_length=14, unique=True)
    levy_type = models.ForeignKey(LevyType, models.PROTECT, related_name="bills")
    levy_object = models.ForeignKey(LevyObject, models.PROTECT, related_name="bills")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="bills")
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in BillState]
    )
    period_from = models.DateField()
    period_until = models.DateField()
    due_on = models.DateField()
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="+")
    inputs = models.JSONField()
    amount_idr = models.PositiveBigIntegerField()
    paid_idr = models.PositiveBigIntegerField(default=0)
    skrd = models.OneToOneField("papers.Paper", models.PROTECT, null=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="predecessors"
    )
    issued_at = models.DateTimeField()
    paid_off_on = models.DateField(null=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                name="bill_has_the_date_it_was_paid_off_on_iff_paid_off",
                condition=Q(state=BillState.PAID_OFF.value, paid_off_on__isnull=False)
                | ~Q(state=BillState.PAID_OFF.value) & Q(paid_off_on__isnull=True),
            ),
            UniqueConstraint(
                name="bill_one_per_object_and_period",
                fields=["levy_object", "levy_type", "period_from"],
                condition=~Q(state=BillState.CANCELLED.value),
            ),
            CheckConstraint(
                name="bill_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
            CheckConstraint(
                name="bill_is_never_overpaid",
                condition=Q(paid_idr__lte=F("amount_idr")),
            ),
            CheckConstraint(
                name="bill_state_is_known",
                condition=Q(state__in=sorted(s.value for s in BillState)),
            ),
            CheckConstraint(
                name="bill_is_paid_off_iff_all_is_paid",
                condition=Q(state=BillState.PAID_OFF.value, paid_idr=F("amount_idr"))
                | ~Q(state=BillState.PAID_OFF.value) & Q(paid_idr__lt=F("amount_idr")),
            ),
            CheckConstraint(
                name="bill_is_part_paid_iff_some_is_paid",
                condition=Q(state=BillState.PART_PAID.value, paid_idr__gt=0)
                | ~Q(state=BillState.PART_PAID.value),
            ),
            CheckConstraint(
                name="bill_period_ends_after_it_begins",
                condition=Q(period_until__gte=F("period_from")),
            ),
            CheckConstraint(
                name="bill_is_replaced_only_when_cancelled",
                condition=Q(successor__isnull=True)
                | Q(state=BillState.CANCELLED.value),
            ),
            CheckConstraint(
                name="bill_paid_nothing_when_unpaid_or_cancelled",
                condition=~Q(state__in=sorted(s.value for s in UNPAID)) | Q(paid_idr=0),
            ),
            CheckConstraint(
                name="bill_assessed_has_an_skrd",
                condition=~Q(state=BillState.ASSESSED.value) | Q(skrd__isnull=False),
            ),
            CheckConstraint(
                name="bill_expected_has_no_skrd",
                condition=~Q(state__in=sorted(s.value for s in EXPECTATION))
                | Q(skrd__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="bill_by_object", fields=["levy_object", "state"]),
            # Bills come in the order of their periods, so this index has a few pages.
            BrinIndex(name="bill_by_period", fields=["period_from"]),
            # The end of the day asks each hour, and finds few that are expected still.
            models.Index(
                name="bill_expected_by_day",
                fields=["period_until"],
                condition=Q(state=BillState.EXPECTED.value),
            ),
        ]

    def __str__(self) -> str:
        return self.kode_bayar


class BillEvent(models.Model):
    """One change of a bill's state; only grows."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="events")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    cause = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(name="bill_event_has_a_cause", condition=~Q(cause=""))
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {self.name}"
