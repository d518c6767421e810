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


# Inside a booking, which is a transaction already, a savepoint costs two round trips
# and saves nothing: a booking that fails is undone whole.
@transaction.atomic(savepoint=False)
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


@transaction.atomic(savepoint=False)
def take_back_payment(
    *, bill: Bill, principal: Rupiah, cause: str, now: datetime
) -> Rupiah:
    """Take principal off a locked bill that a gateway took back; it is owed again.

    Of a bill that has lapsed the time to demand it stays over: it stays lapsed. One
    that was written off is lapsed again, because nobody decided to write off this
    much: what the write-off took off the receivable stands again, and is answered here
    (zero otherwise) for the caller's entry. Publishes `bill_owed_again` of one that had
    been paid off.

    Raises:
        TakesBackTooMuch: the bill received less than that.
    """
    if not ZERO < principal <= Rupiah(bill.paid_idr):
        raise TakesBackTooMuch(kode_bayar=bill.kode_bayar, paid_idr=bill.paid_idr)
    written_off = _written_off(bill)
    was_paid_off = bill.paid_off_on is not None
    bill.paid_idr -= principal.amount
    bill.paid_off_on = None
    move_bill(bill=bill, target=_state_when_owed(bill), cause=cause, now=now)
    if was_paid_off:
        publish(name="bill_owed_again", payload={"bill_id": bill.pk}, now=now)
    return written_off


def _written_off(bill: Bill) -> Rupiah:
    """What a write-off took off the receivable: without an SKRD there was none."""
    if bill.state != BillState.WRITTEN_OFF or bill.skrd_id is None:
        return ZERO
    return Rupiah(bill.amount_idr - bill.paid_idr)


def _state_when_owed(bill: Bill) -> BillState:
    if bill.state in (BillState.LAPSED, BillState.WRITTEN_OFF):
        return BillState.LAPSED
    if bill.paid_idr:
        return BillState.PART_PAID
    return BillState.EXPECTED if bill.skrd_id is None else BillState.ASSESSED
