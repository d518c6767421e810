"""The treasurer's cash of one OPD: the beginnings of its lists, and the lists whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet, Sum

from city.models import Opd
from city.selectors import holidays
from kernel.errors import NotFound
from kernel.money import Rupiah
from payments.collection.models import Deposit, HandOver, Shift, Shortage
from payments.collection.selectors.calendar import days_late, due_on
from payments.collection.selectors.custody import held_by_treasurer, with_names
from payments.collection.transitions import DepositState, HandOverState, ShiftState
from payments.transitions import PaymentState

IS_VOIDED = Q(cash__payment__state=PaymentState.REVERSED)
# As many rows as the till shows of a list; the rest stands on the list's own page.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Slip:
    """A deposit, the day by which the bank should show it, and how late it is."""

    deposit: Deposit
    due_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class Beginning[Row]:
    """The first rows of a list, and whether there are more."""

    rows: Sequence[Row]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Till:
    """The cash of one OPD: with collectors, between them, with the treasurer, owed."""

    opd: Opd
    open_shifts: Beginning[Shift]
    hand_overs: Beginning[HandOver]
    held: Rupiah
    under_way: Beginning[Slip]
    settled: Sequence[Slip]
    shortages: Beginning[Shortage]

    @property
    def slips(self) -> Sequence[Slip]:
        """What the bank has not shown, the oldest first; then the latest others."""
        return [*self.under_way.rows, *self.settled]


def till_of(opd: Opd, today: date) -> Till:
    """An OPD's cash that is not in the bank, and the latest that is. Seven queries."""
    deposits = deposits_of(opd)
    under_way = _beginning(
        deposits.filter(state=DepositState.MADE).order_by("made_on", "pk")
    )
    settled = deposits.exclude(state=DepositState.MADE)[:SHOWN]
    return Till(
        opd=opd,
        open_shifts=_beginning(open_shifts_of(opd)),
        hand_overs=_beginning(waiting_of(opd)),
        held=held_by_treasurer(opd),
        under_way=Beginning(slips(under_way.rows, today), under_way.has_more),
        settled=slips(settled, today),
        shortages=_beginning(shortages_of(opd)),
    )


def slips(deposits: Sequence[Deposit] | QuerySet[Deposit], today: date) -> list[Slip]:
    """Deposits with their day and their delay, by the city's working days."""
    rest_days = holidays()
    dues = [(one, due_on(one.made_on, rest_days)) for one in deposits]
    return [Slip(one, due, days_late(one, due=due, today=today)) for one, due in dues]


def deposit_by_id(deposit_id: int) -> Deposit:
    """One deposit with its paper and its people.

    Raises:
        NotFound: there is none.
    """
    people = "made_by", "cancel_asked_by", "cancelled_by"
    deposits = Deposit.objects.select_related("opd", "paper", *people)
    deposit = deposits.filter(pk=deposit_id).first()
    if deposit is None:
        raise NotFound
    return deposit


def deposits_of(opd: Opd) -> QuerySet[Deposit]:
    """All slips of an OPD, the latest first."""
    return (
        Deposit.objects.filter(opd=opd)
        .select_related("paper", "made_by")
        .order_by("-made_on", "-pk")
    )


def waiting_of(opd: Opd) -> QuerySet[HandOver]:
    """Hand-overs that both have not confirmed yet, the oldest first."""
    waiting = HandOver.objects.filter(opd=opd).exclude(state=HandOverState.ACCEPTED)
    return with_names(waiting).order_by("offered_at", "pk")


def shortages_of(opd: Opd) -> QuerySet[Shortage]:
    """What collectors owe, the oldest first."""
    owed = Shortage.objects.filter(opd=opd, repaid_at__isnull=True)
    return owed.select_related("collector", "hand_over__shift__market").order_by(
        "named_at", "pk"
    )


def open_shifts_of(opd: Opd) -> QuerySet[Shift]:
    """Open shifts that hold cash of the OPD, annotated with it (`cash_idr`)."""
    return (
        Shift.objects.filter(state=ShiftState.OPEN, cash__opd=opd)
        .select_related("collector", "market")
        .annotate(cash_idr=Sum("cash__amount_idr", filter=~IS_VOIDED, default=0))
        .order_by("opened_at", "pk")
    )


# The lists that have a page of their own, by the word in its address.
LISTS: Mapping[str, Callable[[Opd], QuerySet[Any]]] = {
    "serah-terima": waiting_of,
    "setoran": deposits_of,
    "kekurangan": shortages_of,
    "bertugas": open_shifts_of,
}


def _beginning[Row: Model](rows: QuerySet[Row]) -> Beginning[Row]:
    found = list(rows[: SHOWN + 1])
    return Beginning(found[:SHOWN], len(found) > SHOWN)
