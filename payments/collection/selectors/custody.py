"""In whose hand cash lies: a shift's sums, hand-overs, what a treasurer holds."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from accounts.models import Person
from city.models import Opd
from kernel.errors import NotFound
from kernel.money import Rupiah
from payments.collection.models import (
    CashTaken,
    HandOver,
    QrisShown,
    Shift,
    Shortage,
)
from payments.collection.transitions import HandOverState, ShiftState
from payments.transitions import MONEY_KEPT


@dataclass(frozen=True, slots=True)
class ShiftSums:
    """What a shift has brought so far."""

    cash: Rupiah
    tickets: int
    qris: Rupiah
    qris_count: int

    @property
    def total(self) -> Rupiah:
        return self.cash + self.qris


def open_shift_of(collector: Person) -> Shift | None:
    """The shift in which a collector takes money now, with its market."""
    shifts = Shift.objects.select_related(
        "collector", "market__opd", "market__kelurahan"
    )
    return shifts.filter(collector=collector, state=ShiftState.OPEN).first()


def sums_of(shift: Shift) -> ShiftSums:
    """Cash and QRIS of a shift. Two queries."""
    cash = (
        CashTaken.objects.standing()
        .filter(shift=shift)
        .aggregate(total=Sum("amount_idr"), count=Count("pk"))
    )
    qris = QrisShown.objects.filter(
        shift=shift, payment__state__in=sorted(MONEY_KEPT)
    ).aggregate(total=Sum("payment__received_idr"), count=Count("pk"))
    return ShiftSums(
        cash=Rupiah(int(cash["total"] or 0)),
        tickets=cash["count"],
        qris=Rupiah(int(qris["total"] or 0)),
        qris_count=qris["count"],
    )


def shift_by_id(*, shift_id: int, collector: Person) -> Shift:
    """A collector's own shift.

    Raises:
        NotFound: there is no such shift of this person.
    """
    shifts = Shift.objects.select_related("market", "collector")
    shift = shifts.filter(pk=shift_id, collector=collector).first()
    if shift is None:
        raise NotFound
    return shift


def unfinished_hand_overs(collector: Person) -> QuerySet[HandOver]:
    """What of a collector's cash is offered or counted, and not accepted yet."""
    own = HandOver.objects.filter(collector=collector)
    return with_names(own.exclude(state=HandOverState.ACCEPTED)).order_by("offered_at")


def hand_over_by_id(hand_over_id: int) -> HandOver:
    """One hand-over with its people and place.

    Raises:
        NotFound: there is none.
    """
    hand_over = with_names(HandOver.objects.filter(pk=hand_over_id)).first()
    if hand_over is None:
        raise NotFound
    return hand_over


def collectors_count(hand_over: HandOver) -> Rupiah | None:
    """What its collector counted blind; None where that was cash of several OPD."""
    if hand_over.shift.hand_overs.exclude(pk=hand_over.pk).exists():
        return None
    counted = hand_over.shift.counted_idr
    return None if counted is None else Rupiah(counted)


def debts_of(collector: Person) -> QuerySet[Shortage]:
    """What a collector still owes."""
    own = Shortage.objects.filter(collector=collector, repaid_at__isnull=True)
    return own.select_related("hand_over__shift__market", "opd").order_by("named_at")


def shortage_by_id(shortage_id: int) -> Shortage:
    """One shortage with its collector and place.

    Raises:
        NotFound: there is none.
    """
    found = Shortage.objects.select_related(
        "collector", "opd", "hand_over__shift__market"
    )
    shortage = found.filter(pk=shortage_id).first()
    if shortage is None:
        raise NotFound
    return shortage


def held_by_treasurer(opd: Opd) -> Rupiah:
    """What was received for an OPD and lies under no slip yet. Two queries."""
    received = HandOver.objects.filter(
        opd=opd, state=HandOverState.ACCEPTED, deposit__isnull=True
    ).aggregate(total=Sum("counted_idr"))
    repaid = Shortage.objects.filter(
        opd=opd, repaid_at__isnull=False, deposit__isnull=True
    ).aggregate(total=Sum("amount_idr"))
    return Rupiah(int(received["total"] or 0) + int(repaid["total"] or 0))


def with_names(hand_overs: QuerySet[HandOver]) -> QuerySet[HandOver]:
    """Hand-overs with their people and place, in the same query."""
    return hand_overs.select_related("collector", "treasurer", "opd", "shift__market")


# Where the cash that was taken on %(day)s is now, by its tickets: with collectors, with
# treasurers, in the bank. One row.
CASH_OF_DAY = """
    SELECT coalesce(sum(cash.amount_idr)
            FILTER (WHERE hand_over.state IS DISTINCT FROM 'accepted'), 0),
        coalesce(sum(cash.amount_idr) FILTER (WHERE hand_over.state = 'accepted'
            AND deposit.bank_line_id IS NULL), 0),
        coalesce(sum(cash.amount_idr)
            FILTER (WHERE deposit.bank_line_id IS NOT NULL), 0)
    FROM collection_cashtaken cash
    JOIN payments_payment payment ON payment.id = cash.payment_id
        AND payment.paid_on = %(day)s AND payment.state <> 'reversed'
    LEFT JOIN collection_handover hand_over ON hand_over.shift_id = cash.shift_id
        AND hand_over.opd_id = cash.opd_id
    LEFT JOIN collection_deposit deposit ON deposit.id = hand_over.deposit_id
"""


@dataclass(frozen=True, slots=True)
class CashOfDay:
    """Cash that was taken on one day, by whose it is now; the three make the whole."""

    with_collectors: Rupiah
    with_treasurers: Rupiah
    banked: Rupiah

    @property
    def taken(self) -> Rupiah:
        return self.with_collectors + self.with_treasurers + self.banked


# All cash of the city that no bank line shows yet, by whose hand it is in, and what
# collectors owe: three lines at most.
_CASH_OUTSIDE = """
    SELECT hand, sum(amount_idr), min(since)
    FROM (
        SELECT 'collector' AS hand, cash.amount_idr, cash.taken_at AS since
        FROM collection_shift shift
        JOIN collection_cashtaken cash ON cash.shift_id = shift.id
        JOIN payments_payment payment ON payment.id = cash.payment_id
        WHERE shift.state = 'open' AND payment.state <> 'reversed'
        UNION ALL
        SELECT 'collector', expected_idr, offered_at
        FROM collection_handover WHERE state <> 'accepted'
        UNION ALL
        SELECT 'treasurer', hand_over.counted_idr, hand_over.accepted_at
        FROM collection_handover hand_over
        LEFT JOIN collection_deposit deposit ON deposit.id = hand_over.deposit_id
        WHERE hand_over.state = 'accepted' AND deposit.banked_on IS NULL
        UNION ALL
        SELECT 'treasurer', shortage.amount_idr, shortage.repaid_at
        FROM collection_shortage shortage
        LEFT JOIN collection_deposit deposit ON deposit.id = shortage.deposit_id
        WHERE shortage.repaid_at IS NOT NULL AND deposit.banked_on IS NULL
        UNION ALL
        SELECT 'owed', amount_idr, named_at
        FROM collection_shortage WHERE repaid_at IS NULL
    ) AS part
    GROUP BY hand
"""


@dataclass(frozen=True, slots=True)
class Outside:
    """An amount, and since when the oldest part of it has been there."""

    amount: Rupiah
    since: datetime | None


@dataclass(frozen=True, slots=True)
class CashOutside:
    """Where cash is that is not in the bank; `owed`: short, and not repaid yet."""

    with_collectors: Outside
    with_treasurers: Outside
    owed: Outside


def cash_outside() -> CashOutside:
    """The cash of all OPD that no bank line shows yet. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CASH_OUTSIDE)
        found = {
            hand: Outside(Rupiah(int(amount)), since)
            for hand, amount, since in cursor.fetchall()
        }
    nothing = Outside(Rupiah(0), None)
    return CashOutside(
        found.get("collector", nothing),
        found.get("treasurer", nothing),
        found.get("owed", nothing),
    )
