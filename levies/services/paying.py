"""Money that pays a bill, and money a gateway takes back. Ledger entries: payments."""

from datetime import date, datetime

from django.db import transaction

from kernel.errors import Conflict
from kernel.money import ZERO, Rupiah
from levies.models import Bill
from levies.services.states import move_bill
from levies.transitions import OPEN, BillState
from outbox.services import publish


class TakesBackTooMuch(Conflict):
    """More is taken back than this bill ever received."""

    code = "takes_back_too_much"


@transaction.atomic
def apply_payment(
    *, bill: Bill, principal: Rupiah, paid_on: date, cause: str, now: datetime
) -> Rupiah:
    """Book principal on a locked bill; answers what the bill could take of it.

    At most what is open is taken, and nothing by a bill that is closed: the rest is the
    payer's money, and the caller gives it an owner. `paid_on` is the gateway's date in
    the city's zone. Publishes `bill_paid` once all is there.
    """
    if bill.state not in OPEN:
        return ZERO
    taken = min(principal, Rupiah(bill.amount_idr - bill.paid_idr))
    if taken <= ZERO:
        return ZERO
    bill.paid_idr += taken.amount
    is_paid_off = bill.paid_idr == bill.amount_idr
    bill.paid_off_on = paid_on if is_paid_off else None
    target = BillState.PAID_OFF if is_paid_off else BillState.PART_PAID
    move_bill(bill=bill, target=target, cause=cause, now=now)
    if is_paid_off:
        publish(name="bill_paid", payload={"bill_id": bill.pk}, now=now)
    return taken


@transaction.atomic
def take_back_payment(
    *, bill: Bill, principal: Rupiah, cause: str, now: datetime
) -> None:
    """Take principal off a locked bill that a gateway took back; it is owed again.

    Raises:
        TakesBackTooMuch: the bill received less than that.
        IllegalBillTransition: the bill lapsed or was written off meanwhile.
    """
    if not ZERO < principal <= Rupiah(bill.paid_idr):
        raise TakesBackTooMuch(kode_bayar=bill.kode_bayar, paid_idr=bill.paid_idr)
    bill.paid_idr -= principal.amount
    bill.paid_off_on = None
    move_bill(bill=bill, target=_state_when_owed(bill), cause=cause, now=now)


def _state_when_owed(bill: Bill) -> BillState:
    if bill.paid_idr:
        return BillState.PART_PAID
    return BillState.EXPECTED if bill.skrd_id is None else BillState.ASSESSED
