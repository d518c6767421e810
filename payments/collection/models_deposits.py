"""Cash on its way from the treasurer to the bank."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from payments.collection.transitions import DepositState

BANKED = DepositState.BANKED.value
CANCELLED = DepositState.CANCELLED.value


class Deposit(models.Model):
    """All cash a treasurer held for an OPD, carried to the bank under one STS.

    A wrong one is cancelled before the bank shows it: the treasurer asks, another
    person agrees, and its cash lies under no slip again (triggers).
    """

    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    paper = models.OneToOneField("papers.Paper", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in DepositState]
    )
    amount_idr = models.PositiveBigIntegerField()
    made_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_on = models.DateField()
    bank_line = models.OneToOneField(
        "reconciliation.BankLine", models.PROTECT, null=True, related_name="deposit"
    )
    banked_on = models.DateField(null=True)
    cancel_asked_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    cancel_asked_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True, db_default="")
    cancelled_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(name="deposit_is_positive", condition=Q(amount_idr__gt=0)),
            CheckConstraint(
                name="deposit_is_banked_by_a_bank_line",
                condition=Q(state=BANKED, bank_line__isnull=False)
                & Q(banked_on__isnull=False)
                | ~Q(state=BANKED) & Q(bank_line__isnull=True, banked_on__isnull=True),
            ),
            CheckConstraint(
                name="deposit_cancellation_is_asked_with_a_reason",
                condition=Q(cancel_asked_by__isnull=True, cancel_asked_at__isnull=True)
                & Q(cancel_reason="")
                | Q(cancel_asked_by__isnull=False, cancel_asked_at__isnull=False)
                & ~Q(cancel_reason=""),
            ),
            CheckConstraint(
                name="deposit_is_cancelled_by_another_person",
                condition=Q(state=CANCELLED, cancelled_at__isnull=False)
                & Q(cancelled_by__isnull=False, cancel_asked_by__isnull=False)
                & ~Q(cancelled_by=F("cancel_asked_by"))
                & ~Q(cancelled_by=F("made_by"))
                | ~Q(state=CANCELLED)
                & Q(cancelled_by__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opd_id} {self.made_on} {self.amount_idr}"
