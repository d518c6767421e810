"""Where a payment stands, as its payer sees it: a phase, and the mark of a change."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from kernel.money import ZERO, Rupiah
from levies.transitions import BillState
from payments.models import Payment
from payments.selectors import (
    expected_in_treasury_on,
    in_treasury_on,
    items_by_opd,
    unapplied_amount,
)
from payments.transitions import MONEY_KEPT, OPEN, PaymentState


class Phase(StrEnum):
    """What the page of a payment has to say; each has a template of its name."""

    PREPARING = "preparing"
    WAITING = "waiting"
    TIME_IS_UP = "time_is_up"
    PAID = "paid"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    ENDED = "ended"


PHASES = {
    PaymentState.CREATED: Phase.PREPARING,
    PaymentState.AWAITING_PAYER: Phase.WAITING,
    PaymentState.PAID: Phase.PAID,
    PaymentState.REVERSED: Phase.TAKEN_BACK,
    PaymentState.DISPUTED: Phase.TAKEN_BACK,
    PaymentState.PART_REFUNDED: Phase.REFUNDED,
    PaymentState.REFUNDED: Phase.REFUNDED,
    PaymentState.DENIED: Phase.ENDED,
    PaymentState.CANCELLED: Phase.ENDED,
    PaymentState.EXPIRED: Phase.ENDED,
    PaymentState.FAILED: Phase.ENDED,
}
# A bill of it may be cancelled at any time; what says more than that goes first.
MAY_BE_WITHDRAWN = OPEN | {PaymentState.CANCELLED}
# Phases that pass without anything the payer does on the page.
PASSING = frozenset({Phase.PREPARING, Phase.WAITING, Phase.TIME_IS_UP})


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """A receipt to link to: one per OPD that got money of the payment."""

    code: str
    number: str
    opd: str
    amount_idr: int
    is_void: bool


@dataclass(frozen=True)
class Progress:
    """What the page shows now. `is_passing`: it will change by itself, so ask again."""

    payment: Payment
    phase: Phase
    receipts: Sequence[IssuedReceipt]
    receipts_missing: int
    is_windowed: bool
    unapplied: Rupiah

    @property
    def is_all_unapplied(self) -> bool:
        """Whether no bill took anything: the whole of it is still the payer's."""
        return self.unapplied == self.payment.kept

    @property
    def expected_on(self) -> date | None:
        """When the money should be in the city's treasury."""
        return expected_in_treasury_on(self.payment)

    @cached_property
    def banked_on(self) -> date | None:
        """The bank's date on which it was, as an imported bank line shows it."""
        return in_treasury_on(self.payment)

    @property
    def steps(self) -> int:
        """How far on its way the money is, of the three steps of the line."""
        return 3 if self.banked_on else 2

    @property
    def is_passing(self) -> bool:
        return self.phase in PASSING or self.receipts_missing > 0

    def etag(self, language: str) -> str:
        """The same mark means the same page."""
        shown = [
            self.phase,
            self.payment.state,
            language,
            self.is_windowed,
            self.unapplied,
            *((receipt.code, receipt.is_void) for receipt in self.receipts),
        ]
        return f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:20]}"'


def progress_of(*, payment: Payment, now: datetime) -> Progress:
    """The phase of a payment, its receipts and what no bill took. Three queries."""
    receipts = [
        IssuedReceipt(
            code=receipt.paper.code,
            number=receipt.paper.number,
            opd=receipt.opd.name,
            amount_idr=receipt.amount_idr,
            is_void=receipt.paper.voided_at is not None,
        )
        for receipt in payment.receipts.select_related("paper", "opd").order_by("id")
    ]
    is_kept = payment.state in MONEY_KEPT
    shares = items_by_opd(payment) if is_kept else []
    return Progress(
        payment=payment,
        phase=_phase_of(payment, now),
        receipts=receipts,
        receipts_missing=max(len(shares) - len(receipts), 0),
        is_windowed=payment.final_after is not None and payment.final_after > now,
        unapplied=unapplied_amount(payment) if is_kept else ZERO,
    )


def _phase_of(payment: Payment, now: datetime) -> Phase:
    """A cancelled bill ends the page at once, before its withdrawal was worked out."""
    phase = PHASES[PaymentState(payment.state)]
    if payment.state in MAY_BE_WITHDRAWN:
        cancelled = payment.items.filter(bill__state=BillState.CANCELLED.value)
        if cancelled.exists():
            return Phase.WITHDRAWN
    if phase is Phase.WAITING and payment.expires_at <= now:
        return Phase.TIME_IS_UP
    return phase
