"""Payments, their items and events, raw webhooks and unapplied money.

Refunds stand in `models_refunds`; both are asked for here.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.money import ZERO, Rupiah
from payments.models_refunds import Refund as Refund
from payments.models_refunds import RefundRequest as RefundRequest
from payments.transitions import MONEY_KEPT, MONEY_RECEIVED, PaymentState

# Plain sorted strings: an enum here would make every migration import today's enum.
STATES = sorted(s.value for s in PaymentState)
RECEIVED = Q(state__in=sorted(s.value for s in MONEY_RECEIVED))
KEPT = Q(state__in=sorted(s.value for s in MONEY_KEPT))


class Channel(models.TextChoices):
    """The ways to pay. Counter cash and direct transfer have no gateway."""

    QRIS = "qris", "QRIS"
    VA_BCA = "va_bca", "BCA Virtual Account"
    VA_BNI = "va_bni", "BNI Virtual Account"
    VA_BRI = "va_bri", "BRI Virtual Account"
    VA_PERMATA = "va_permata", "Permata Virtual Account"
    MANDIRI_BILL = "mandiri_bill", "Mandiri Bill Payment"
    CASH = "cash", "Tunai"

    @classmethod
    def online(cls) -> list[tuple[str, str]]:
        """Those a payer may choose; cash is taken by a collector."""
        return [(value, label) for value, label in cls.choices if value != cls.CASH]


class Payment(models.Model):
    """One attempt to pay one or more bills over one channel.

    `code` is the order id at the gateway: an opaque code behind the prefix of this
    start, never reused. `next_action` is what the payer needs (qr_string, va_number,
    biller_code …); `paid_at` is the gateway's time. Until `final_after` the bank may
    take the money back; `receipt_due_at` is that instant as long as a receipt lacks.
    `asked_at` is when the gateway was last asked, `ask_at` when the poller next does;
    null: never.
    """

    code = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    gateway = models.CharField(max_length=20)
    state = models.CharField(max_length=16, choices=[(s, s) for s in STATES])
    amount_idr = models.PositiveBigIntegerField()
    received_idr = models.PositiveBigIntegerField(null=True)
    refunded_idr = models.PositiveBigIntegerField(default=0)
    gateway_reference = models.CharField(max_length=64, null=True)  # noqa: DJ001 (unique where known)
    next_action = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    final_after = models.DateTimeField(null=True)
    receipt_due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="payment_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
            CheckConstraint(
                name="payment_state_is_known",
                condition=Q(state__in=STATES),
            ),
            CheckConstraint(
                name="payment_paid_at_iff_money_received",
                condition=RECEIVED
                & Q(
                    paid_at__isnull=False,
                    paid_on__isnull=False,
                    received_idr__isnull=False,
                )
                | ~RECEIVED
                & Q(
                    paid_at__isnull=True,
                    paid_on__isnull=True,
                    received_idr__isnull=True,
                ),
            ),
            CheckConstraint(
                name="payment_refunds_at_most_what_was_received",
                condition=Q(refunded_idr=0) | Q(refunded_idr__lte=F("received_idr")),
            ),
            CheckConstraint(
                name="payment_is_due_a_receipt_once_final_if_its_money_is_kept",
                condition=Q(receipt_due_at__isnull=True)
                | KEPT & Q(receipt_due_at=F("final_after")),
            ),
            UniqueConstraint(
                name="payment_gateway_reference_is_unique",
                fields=["gateway", "gateway_reference"],
            ),
        ]
        indexes = [
            Index(
                name="payment_to_ask_about",
                fields=["ask_at"],
                condition=Q(ask_at__isnull=False),
            ),
            Index(
                name="payment_due_a_receipt",
                fields=["receipt_due_at"],
                condition=Q(receipt_due_at__isnull=False),
            ),
            Index(name="payment_by_paid_on", fields=["paid_on"]),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def amount(self) -> Rupiah:
        """What the payer is asked for."""
        return Rupiah(self.amount_idr)

    @property
    def kept(self) -> Rupiah:
        """What came in and did not go back since, by refunds or all at once."""
        if self.state in (PaymentState.REVERSED, PaymentState.DISPUTED):
            return ZERO
        return Rupiah((self.received_idr or 0) - self.refunded_idr)


class PaymentItem(models.Model):
    """What of a payment is meant for which bill: principal and late interest.

    `is_open` is kept by the writer of Payment.state: one open attempt per bill.
    """

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="items")
    bill = models.ForeignKey("levies.Bill", models.PROTECT, related_name="items")
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    principal_idr = models.PositiveBigIntegerField()
    late_interest_idr = models.PositiveBigIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    booked_principal_idr = models.PositiveBigIntegerField(default=0)
    booked_interest_idr = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="payment_item_once_per_bill", fields=["payment", "bill"]
            ),
            UniqueConstraint(
                name="bill_has_one_open_attempt",
                fields=["bill"],
                condition=Q(is_open=True),
            ),
            CheckConstraint(
                name="payment_item_principal_is_positive",
                condition=Q(principal_idr__gt=0),
            ),
            CheckConstraint(
                name="payment_item_books_at_most_what_was_asked",
                condition=Q(booked_principal_idr__lte=F("principal_idr"))
                & Q(booked_interest_idr__lte=F("late_interest_idr")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.bill_id}"


class PaymentEvent(models.Model):
    """One change of a payment's state, with its cause; only grows."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="events")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    cause = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.payment_id} {self.name}"


class Delivery(models.Model):
    """A raw webhook body as it came, genuine or forged; unique by its bytes.

    A genuine one waits until `due_at`, is tried, and gets its outcome. Nothing else in
    it ever changes (trigger).
    """

    gateway = models.CharField(max_length=20)
    body = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    is_genuine = models.BooleanField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    processed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="delivery_is_stored_once", fields=["gateway", "sha256"]
            )
        ]
        indexes = [
            Index(
                name="delivery_to_process",
                fields=["due_at"],
                condition=Q(is_genuine=True, processed_at__isnull=True),
            ),
            Index(
                name="delivery_forged_lately",
                fields=["received_at"],
                condition=Q(is_genuine=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.received_at:%Y-%m-%d %H:%M:%S}"


class UnappliedMoney(models.Model):
    """Money that no bill could take, with its owner: a payer, or an OPD that answers.

    A liability names the payer; suspense names the OPD whose NMID, VA or account it
    hit. `returned_idr` went back through the gateway (refund, reversal),
    `paid_back_idr` out of the treasury (BUD, seen in the bank). What both are more than
    `amount_idr` the payer has twice: suspense of the OPD, and a finding.
    """

    class Kind(models.TextChoices):
        LIABILITY_TO_PAYER = "liability_to_payer"
        SUSPENSE = "suspense"

    class Reason(models.TextChoices):
        PAID_TWICE = "paid_twice"
        BILL_CLOSED = "bill_closed"
        TOO_MUCH = "too_much"
        UNKNOWN_ORDER = "unknown_order"
        CASH_OVER = "cash_over"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    gateway = models.CharField(max_length=20)
    gateway_reference = models.CharField(max_length=64)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True)
    bill = models.ForeignKey("levies.Bill", models.PROTECT, null=True)
    payer = models.ForeignKey("levies.Payer", models.PROTECT, null=True)
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    amount_idr = models.PositiveBigIntegerField()
    returned_idr = models.PositiveBigIntegerField(default=0)
    paid_back_idr = models.PositiveBigIntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="unapplied_money_is_recorded_once",
                fields=["gateway", "gateway_reference", "bill"],
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="unapplied_money_is_positive", condition=Q(amount_idr__gt=0)
            ),
            CheckConstraint(
                name="unapplied_money_has_an_owner",
                condition=Q(kind="liability_to_payer", payer__isnull=False)
                | Q(kind="suspense"),
            ),
            CheckConstraint(
                name="unapplied_money_returns_at_most_once",
                condition=Q(returned_idr__lte=F("amount_idr")),
            ),
            CheckConstraint(
                name="unapplied_money_is_paid_back_at_most_once",
                condition=Q(paid_back_idr__lte=F("amount_idr")),
            ),
            CheckConstraint(
                name="unapplied_money_has_a_known_reason",
                condition=Q(
                    reason__in=[
                        "bill_closed",
                        "cash_over",
                        "paid_twice",
                        "too_much",
                        "unknown_order",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reason} {self.amount_idr}"
