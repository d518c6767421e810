"""How far each payment of a day has come: bill, gateway, payout, bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from payments.collection.models import HandOver
from payments.models import Channel, Payment, PaymentItem
from payments.reconciliation.models import SettlementLine, SettlementMatch
from payments.reconciliation.selectors.calendar import PayoutCalendar
from payments.reconciliation.selectors.parts import HELD


@dataclass(frozen=True, slots=True)
class PaymentLevels:
    """One payment and its levels. `payout` and `banked_on` are empty before them.

    Cash has no gateway and no payout: `slip` is the number of the deposit it lies in.
    """

    payment: Payment
    items: Sequence[PaymentItem]
    is_settled: bool
    payout: str
    slip: str
    banked_on: date | None
    expected_on: date | None

    @property
    def is_cash(self) -> bool:
        """It was taken by a collector, not by a gateway."""
        return self.payment.channel == Channel.CASH

    @property
    def is_booked(self) -> bool:
        """Its bills took all that it brought."""
        booked = sum(
            item.booked_principal_idr + item.booked_interest_idr for item in self.items
        )
        return booked == self.payment.received_idr


def payments_of_day(day: date) -> QuerySet[Payment]:
    """The payments of a day whose money was received, in the order they were paid."""
    line = SettlementMatch.objects.filter(
        payment=OuterRef("pk"), line__kind=SettlementLine.Kind.PAYMENT
    ).order_by("id")
    items = PaymentItem.objects.select_related("bill__payer", "opd").order_by("id")
    hand_over = HandOver.objects.filter(
        shift=OuterRef("cash__shift"), opd=OuterRef("cash__opd")
    )
    payout = "line__payout_line__payout"
    return (
        Payment.objects.filter(paid_on=day, state__in=HELD)
        .annotate(
            settled_line=Subquery(line.values("line")[:1]),
            payout=Subquery(line.values(f"{payout}__reference")[:1]),
            slip=Subquery(hand_over.values("deposit__paper__number")[:1]),
            banked_on=Coalesce(
                Subquery(line.values(f"{payout}__bank_line__value_on")[:1]),
                Subquery(hand_over.values("deposit__banked_on")[:1]),
            ),
        )
        .order_by("paid_at", "id")
        .prefetch_related(Prefetch("items", items, to_attr="parts"))
    )


def levels_of(payment: Payment, calendar: PayoutCalendar) -> PaymentLevels:
    """The levels of a payment that came from `payments_of_day`. No query."""
    known = vars(payment)
    return PaymentLevels(
        payment=payment,
        items=known["parts"],
        is_settled=known["settled_line"] is not None,
        payout=known["payout"] or "",
        slip=known["slip"] or "",
        banked_on=known["banked_on"],
        expected_on=calendar.expected_for(payment),
    )
