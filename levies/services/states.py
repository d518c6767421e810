"""Moving one bill along the table of states. Nothing else changes a bill's state."""

from datetime import datetime

from levies.models import Bill, BillEvent
from levies.transitions import BillState, require_transition


def move_bill(*, bill: Bill, target: BillState, cause: str, now: datetime) -> None:
    """Change the state of a locked bill, and write the event that says why.

    Saves what changes with the state: the money received and the date it was all there.

    Raises:
        IllegalBillTransition: the table has no such edge.
    """
    source = BillState(bill.state)
    name = require_transition(source=source, target=target)
    bill.state = target.value
    bill.save(update_fields=["state", "paid_idr", "paid_off_on"])
    BillEvent.objects.create(
        bill=bill, name=name, source=source, target=target, cause=cause, at=now
    )
