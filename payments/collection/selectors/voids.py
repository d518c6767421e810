"""Tickets of a shift, and which of them are void or asked to be. Writes nothing."""

from django.db.models import Exists, OuterRef, QuerySet

from city.models import Opd
from payments.collection.models import CashTaken, Shift, TicketVoid
from payments.collection.transitions import VoidState


def tickets_of_shift(shift: Shift) -> QuerySet[CashTaken]:
    """A shift's tickets, the latest first, annotated: is one `is_asked`, `is_void`."""
    voids = TicketVoid.objects.filter(cash=OuterRef("pk"))
    return (
        CashTaken.objects.filter(shift=shift)
        .select_related("ticket")
        .annotate(
            is_asked=Exists(voids.filter(state=VoidState.ASKED)),
            is_void=Exists(voids.filter(state=VoidState.APPROVED)),
        )
        .order_by("-taken_at", "-pk")
    )


def latest_void_of(cash: CashTaken) -> TicketVoid | None:
    """What was last asked about a ticket, with who decided it."""
    return cash.voids.select_related("decided_by").order_by("-pk").first()


def voids_asked(opd: Opd) -> QuerySet[TicketVoid]:
    """What waits for the head of the OPD, the oldest first."""
    return _with_names(
        TicketVoid.objects.filter(cash__opd=opd, state=VoidState.ASKED)
    ).order_by("asked_at", "pk")


def voids_in(shift: Shift) -> QuerySet[TicketVoid]:
    """What was voided in a shift: whoever counts its cash is shown it."""
    return _with_names(
        TicketVoid.objects.filter(cash__shift=shift, state=VoidState.APPROVED)
    ).order_by("decided_at", "pk")


def undecided_in(shift: Shift) -> int:
    """How many asked voids lapse when the shift is closed now."""
    asked = TicketVoid.objects.filter(cash__shift=shift, state=VoidState.ASKED)
    return asked.count()


def _with_names(voids: QuerySet[TicketVoid]) -> QuerySet[TicketVoid]:
    return voids.select_related(
        "asked_by", "decided_by", "cash__ticket", "cash__shift__market"
    )
