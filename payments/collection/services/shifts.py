"""Opening and closing a collector's shift."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts import audit
from accounts.models import Person
from city.models import Market
from kernel.money import Rupiah
from payments.collection.access import require_collector
from payments.collection.models import (
    CashTaken,
    HandOver,
    Shift,
    ShiftEvent,
    TicketVoid,
)
from payments.collection.services.refusals import NotYourShift, ShiftOpenAlready
from payments.collection.services.states import move_shift, move_void
from payments.collection.transitions import HandOverState, ShiftState, VoidState


@transaction.atomic
def open_shift(*, collector: Person, market: Market, now: datetime) -> Shift:
    """Begin to take money at a market; one open shift for each collector.

    Raises:
        Forbidden: the person may not collect there today.
        ShiftOpenAlready: another shift of this collector is open, here or elsewhere.
    """
    require_collector(collector, market, now)
    try:
        with transaction.atomic():
            shift = Shift.objects.create(
                collector=collector, market=market, state=ShiftState.OPEN, opened_at=now
            )
    except IntegrityError as refused:
        if "collector_has_one_open_shift" not in str(refused):
            raise
        raise ShiftOpenAlready from None
    ShiftEvent.objects.create(
        shift=shift,
        name="opened",
        target=shift.state,
        person=collector,
        cause=market.name,
        at=now,
    )
    audit.record(
        actor=collector,
        action="shift_opened",
        subject=f"shift:{shift.pk}",
        facts={"market": market.code},
        now=now,
    )
    return shift


@transaction.atomic
def close_shift(
    *, shift_id: int, collector: Person, counted: Rupiah, now: datetime
) -> Shift:
    """End a shift with what its collector counted before seeing what is expected.

    What the tickets say is offered to the treasurer of each OPD. The cash stays the
    collector's until both have confirmed the treasurer's own count. A void that nobody
    has decided lapses: that ticket stands.

    Raises:
        NotYourShift: there is no such shift of this collector.
        CashMovedOn: it is closed already; the first count stands.
    """
    shift = lock_shift(shift_id, collector)
    asked = TicketVoid.objects.filter(cash__shift=shift, state=VoidState.ASKED)
    for void in asked.select_for_update(of=("self",)):
        move_void(
            void=void,
            target=VoidState.LAPSED,
            person=collector,
            cause="shift closed",
            now=now,
        )
    shift.closed_at, shift.counted_idr = now, counted.amount
    move_shift(
        shift=shift,
        target=ShiftState.CLOSED,
        person=collector,
        cause=f"counted {counted}",
        now=now,
    )
    sums = (
        CashTaken.objects.standing()
        .filter(shift=shift)
        .values_list("opd")
        .annotate(total=Sum("amount_idr"))
        .order_by("opd")
    )
    HandOver.objects.bulk_create(
        HandOver(
            shift=shift,
            opd_id=opd_id,
            collector=collector,
            state=HandOverState.OFFERED,
            expected_idr=int(total),
            offered_at=now,
        )
        for opd_id, total in sums
    )
    expected = sum(int(total) for _, total in sums)
    audit.record(
        actor=collector,
        action="shift_closed",
        subject=f"shift:{shift.pk}",
        facts={"counted_idr": counted.amount, "expected_idr": expected},
        now=now,
    )
    return shift


def lock_shift(shift_id: int, collector: Person) -> Shift:
    """A collector's own shift, locked: before any bill, as everywhere in collection.

    Raises:
        NotYourShift: there is none.
    """
    own = Shift.objects.select_related("market__opd", "market__kelurahan")
    shift = (
        own.select_for_update(of=("self",))
        .filter(pk=shift_id, collector=collector)
        .first()
    )
    if shift is None:
        raise NotYourShift
    return shift
