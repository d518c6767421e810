"""Money that goes back: what a gateway tells, and what people ask for and approve."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class Refund(models.Model):
    """Money given back through the gateway, by the gateway's own reference.

    Of a payment, or of money in suspense whose order we never made.
    """

    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, null=True, related_name="refunds"
    )
    money = models.ForeignKey(
        "payments.UnappliedMoney", models.PROTECT, null=True, related_name="refunds"
    )
    reference = models.CharField(max_length=64)
    amount_idr = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="refund_is_told_once", fields=["payment", "reference"]
            ),
            UniqueConstraint(
                name="refund_of_suspense_is_told_once", fields=["money", "reference"]
            ),
            CheckConstraint(
                name="refund_is_of_a_payment_or_of_suspense",
                condition=Q(payment__isnull=False, money__isnull=True)
                | Q(payment__isnull=True, money__isnull=False),
            ),
            CheckConstraint(
                name="refund_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id or self.money_id} {self.reference}"


class RefundRequest(models.Model):
    """A wish to give money back, which a second person approves.

    Through the gateway before its payout: `key` makes the refund once there; once
    `sent_at` is set, it may have been. Afterwards BUD pays it out of the treasury, by
    an SKRDLB and a payment order, and `bank_line` shows it: `money` says what of the
    payment, and so to whom and for which OPD. Only its progress ever changes (grants).
    """

    class Route(models.TextChoices):
        GATEWAY = "gateway"
        TREASURY = "treasury"

    class Outcome(models.TextChoices):
        CALLED_OFF = "called_off"
        DECLINED = "declined"
        NOT_OWED = "not_owed"
        PAID_OUT = "paid_out"
        REFUNDED = "refunded"
        REFUSED_BY_GATEWAY = "refused_by_gateway"

    payment = models.ForeignKey("payments.Payment", models.PROTECT, related_name="+")
    money = models.ForeignKey(
        "payments.UnappliedMoney", models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=46, unique=True)
    route = models.CharField(
        max_length=10, choices=Route.choices, default=Route.GATEWAY.value
    )
    amount_idr = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)
    requested_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    bank_line = models.OneToOneField(
        "reconciliation.BankLine", models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="refund_request_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
            CheckConstraint(
                name="refund_request_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("requested_by")),
            ),
            CheckConstraint(
                name="refund_request_is_sent_only_when_approved",
                condition=Q(sent_at__isnull=True) | Q(approved_by__isnull=False),
            ),
            CheckConstraint(
                name="refund_request_ends_as_far_as_it_came",
                condition=Q(finished_at__isnull=True, outcome="")
                | Q(finished_at__isnull=False, route="treasury")
                & Q(outcome__in=["called_off", "not_owed"])
                | Q(finished_at__isnull=False, sent_at__isnull=True)
                & Q(outcome__in=["declined", "paid_out"])
                | Q(finished_at__isnull=False, sent_at__isnull=False)
                & Q(outcome__in=["refunded", "refused_by_gateway"])
                | Q(route="treasury", bank_line__isnull=False)
                & Q(finished_at__isnull=False, outcome="refunded"),
            ),
            CheckConstraint(
                name="refund_request_goes_one_way",
                condition=Q(route="gateway", bank_line__isnull=True, money__isnull=True)
                | Q(route="treasury", sent_at__isnull=True, money__isnull=False)
                & (
                    Q(bank_line__isnull=True)
                    | Q(approved_by__isnull=False, outcome="refunded")
                ),
            ),
            UniqueConstraint(
                name="refund_request_waits_alone_for_its_payment",
                fields=["payment"],
                condition=Q(finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount_idr}"
