"""Plates, shifts, cash, voids, hand-overs, shortages, deposits; changes are events.

Deposits stand in `models_deposits`; they are asked for here.
"""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kernel.money import ZERO, Rupiah
from payments.collection.models_deposits import Deposit as Deposit
from payments.collection.transitions import HandOverState, ShiftState, VoidState
from payments.transitions import PaymentState

OPEN, CLOSED = ShiftState.OPEN.value, ShiftState.CLOSED.value
OFFERED, ACCEPTED = HandOverState.OFFERED.value, HandOverState.ACCEPTED.value
ASKED, APPROVED = VoidState.ASKED.value, VoidState.APPROVED.value
REFUSED, LAPSED = VoidState.REFUSED.value, VoidState.LAPSED.value


class Plate(models.Model):
    """The code on a stall's plate; scanned, it leads to what is owed there."""

    levy_object = models.OneToOneField(
        "levies.LevyObject", models.PROTECT, related_name="plate"
    )
    code = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class PlateSheet(models.Model):
    """The plates of one market to print; a worker draws them."""

    market = models.ForeignKey("city.Market", models.PROTECT, related_name="+")
    wanted_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    wanted_at = models.DateTimeField()
    plate_count = models.PositiveIntegerField()
    pdf = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="plate_sheet_has_plates", condition=Q(plate_count__gt=0)
            ),
            CheckConstraint(
                name="plate_sheet_is_drawn_with_its_time",
                condition=Q(pdf__isnull=True, made_at__isnull=True)
                | Q(pdf__isnull=False, made_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.market_id} {self.wanted_at:%Y-%m-%d %H:%M}"


class Shift(models.Model):
    """A collector's time at one market, closed with a count made blind.

    `counted_idr` is what the collector counted before being shown what the tickets
    say. All cash taken is that collector's until its hand-over is accepted.
    """

    collector = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="shifts"
    )
    market = models.ForeignKey("city.Market", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ShiftState]
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    counted_idr = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="collector_has_one_open_shift",
                fields=["collector"],
                condition=Q(state=OPEN),
            ),
            CheckConstraint(
                name="shift_is_closed_with_a_count",
                condition=Q(
                    state=OPEN, closed_at__isnull=True, counted_idr__isnull=True
                )
                | Q(state=CLOSED, closed_at__isnull=False, counted_idr__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collector_id} {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


class CashTakenQuerySet(models.QuerySet["CashTaken"]):
    """Named questions about cash."""

    def standing(self) -> Self:
        """Cash whose ticket was not voided: it lies in a hand."""
        return self.exclude(payment__state=PaymentState.REVERSED)


class CashTaken(models.Model):
    """Cash for one payment: whose hand it went to, and the ticket given for it.

    Only grows, and only into an open shift (triggers). `key` makes two taps one.
    """

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="cash")
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    payment = models.OneToOneField(
        "payments.Payment", models.PROTECT, related_name="cash"
    )
    ticket = models.OneToOneField("papers.Paper", models.PROTECT, related_name="+")
    amount_idr = models.PositiveBigIntegerField()
    key = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()

    objects = CashTakenQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                name="cash_taken_is_positive", condition=Q(amount_idr__gt=0)
            ),
            CheckConstraint(name="cash_taken_has_a_key", condition=~Q(key="")),
        ]
        indexes = [models.Index(name="cash_taken_by_shift", fields=["shift", "opd"])]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.amount_idr}"


class TicketVoid(models.Model):
    """A collector says a ticket was given by mistake; another person decides.

    Only in the open shift in which the cash was taken (triggers): after that it was
    counted and offered. Approved, the payment is reversed and the ticket's paper void.
    """

    cash = models.ForeignKey(CashTaken, models.PROTECT, related_name="voids")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in VoidState]
    )
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="ticket_void_is_asked_once",
                fields=["cash"],
                condition=Q(state__in=[ASKED, APPROVED]),
            ),
            CheckConstraint(name="ticket_void_has_a_reason", condition=~Q(reason="")),
            CheckConstraint(
                name="ticket_void_is_decided_by_another_person",
                condition=Q(state=ASKED, decided_by__isnull=True)
                & Q(decided_at__isnull=True)
                | Q(state=LAPSED, decided_by__isnull=True, decided_at__isnull=False)
                | Q(state__in=[APPROVED, REFUSED], decided_by__isnull=False)
                & Q(decided_at__isnull=False)
                & ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cash_id} {self.state}"


class QrisShown(models.Model):
    """A QRIS payment that was asked for on a collector's screen; only grows."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="qris")
    payment = models.OneToOneField(
        "payments.Payment", models.PROTECT, related_name="shown_by"
    )
    shown_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.shift_id} {self.payment_id}"


class HandOver(models.Model):
    """A shift's cash of one OPD on its way from collector to treasurer.

    The treasurer counts, the collector accepts that count; from then on it is the
    treasurer's cash, and what was missing a Shortage of the collector.
    """

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="hand_overs")
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    collector = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in HandOverState]
    )
    expected_idr = models.PositiveBigIntegerField()
    counted_idr = models.PositiveBigIntegerField(null=True)
    treasurer = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    offered_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, null=True, related_name="hand_overs"
    )

    class Meta:
        constraints = [
            UniqueConstraint(
                name="hand_over_once_per_shift_and_opd", fields=["shift", "opd"]
            ),
            CheckConstraint(
                name="hand_over_is_positive", condition=Q(expected_idr__gt=0)
            ),
            CheckConstraint(
                name="hand_over_is_between_two_people",
                condition=Q(treasurer__isnull=True) | ~Q(treasurer=F("collector")),
            ),
            CheckConstraint(
                name="hand_over_is_counted_by_a_treasurer",
                condition=Q(
                    state=OFFERED,
                    counted_idr__isnull=True,
                    treasurer__isnull=True,
                    counted_at__isnull=True,
                )
                | ~Q(state=OFFERED)
                & Q(
                    counted_idr__isnull=False,
                    treasurer__isnull=False,
                    counted_at__isnull=False,
                ),
            ),
            CheckConstraint(
                name="hand_over_is_accepted_at_its_time",
                condition=Q(state=ACCEPTED, accepted_at__isnull=False)
                | ~Q(state=ACCEPTED) & Q(accepted_at__isnull=True),
            ),
            CheckConstraint(
                name="hand_over_is_deposited_only_when_accepted",
                condition=Q(deposit__isnull=True) | Q(state=ACCEPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.opd_id} {self.expected_idr}"

    @property
    def difference(self) -> Rupiah:
        """What was counted less what the tickets say; negative when it is short."""
        if self.counted_idr is None:
            return ZERO
        return Rupiah(self.counted_idr - self.expected_idr)


class Shortage(models.Model):
    """What a collector owes since a hand-over was short, until it is repaid."""

    hand_over = models.OneToOneField(HandOver, models.PROTECT, related_name="shortage")
    collector = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    amount_idr = models.PositiveBigIntegerField()
    named_at = models.DateTimeField()
    repaid_at = models.DateTimeField(null=True)
    repaid_to = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, null=True, related_name="repaid"
    )

    class Meta:
        constraints = [
            CheckConstraint(name="shortage_is_positive", condition=Q(amount_idr__gt=0)),
            CheckConstraint(
                name="shortage_is_repaid_to_another_person",
                condition=Q(repaid_at__isnull=True, repaid_to__isnull=True)
                | Q(repaid_at__isnull=False, repaid_to__isnull=False)
                & ~Q(repaid_to=F("collector")),
            ),
            CheckConstraint(
                name="shortage_is_deposited_only_when_repaid",
                condition=Q(deposit__isnull=True) | Q(repaid_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collector_id} {self.amount_idr}"


class Change(models.Model):
    """What every event row says of a move: between which states, by whom, when."""

    name = models.CharField(max_length=40)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    cause = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {self.name}"


class ShiftEvent(Change):
    """One change of a shift's state; only grows."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="events")


class HandOverEvent(Change):
    """One change of a hand-over's state, with the count in its cause; only grows."""

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="events")


class TicketVoidEvent(Change):
    """One change of an asked void's state; only grows."""

    ticket_void = models.ForeignKey(TicketVoid, models.PROTECT, related_name="events")


class DepositEvent(Change):
    """One change of a deposit's state; only grows."""

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="events")
