"""Following the bill: what happens to its money moves the application by itself."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from levies.models import Bill
from levies.transitions import BillState
from permits.models import Application
from permits.services.issuing import issue_if_paid
from permits.services.states import lock_application, move_application, tell
from permits.transitions import ApplicationState

TAKEN_BACK = "payment_taken_back"


def follow_bill(*, bill_id: int, now: datetime) -> None:
    """Bring the application of a bill to where its bill stands. Safe to repeat.

    Paid: PAID, and the decision when the money is final. Owed again before the
    decision: back to waiting. Owed again after it: the decision stands, since only a
    person may revoke it, and the office is told. Cancelled: the successor is followed,
    or the application waits for a decision again.
    """
    application = Application.objects.filter(bill_id=bill_id).first()
    if application is None:
        return
    with transaction.atomic():
        application = lock_application(application, turn=None)
        bill = _current_bill(application)
        if bill is not None:
            _follow(application, bill, now)
    issue_if_paid(application=application, now=now)


def back_to_approval(
    *, application: Application, by: Person | None, now: datetime
) -> None:
    """A locked application whose bill was cancelled waits for a decision again."""
    application.approver, application.place = None, ""
    move_application(
        application=application, target=ApplicationState.CHECKED, now=now, by=by
    )


def _current_bill(application: Application) -> Bill | None:
    """The bill, or the one that replaced it; the application is tied to the newest."""
    if application.bill_id is None:
        return None
    bill = Bill.objects.get(pk=application.bill_id)
    while bill.successor_id is not None:
        bill = Bill.objects.get(pk=bill.successor_id)
    if bill.pk != application.bill_id:
        application.bill = bill
        application.save(update_fields=["bill"])
    return bill


def _follow(application: Application, bill: Bill, now: datetime) -> None:
    is_paid = bill.state == BillState.PAID_OFF
    state = ApplicationState(application.state)
    if state is ApplicationState.AWAITING_PAYMENT and is_paid:
        move_application(application=application, target=ApplicationState.PAID, now=now)
    elif state is ApplicationState.AWAITING_PAYMENT:
        if bill.state == BillState.CANCELLED:
            back_to_approval(application=application, by=None, now=now)
    elif state is ApplicationState.PAID and not is_paid:
        move_application(
            application=application, target=ApplicationState.AWAITING_PAYMENT, now=now
        )
    elif state in (ApplicationState.ISSUED, ApplicationState.EXPIRED):
        _flag(application, is_paid=is_paid, now=now)


def _flag(application: Application, *, is_paid: bool, now: datetime) -> None:
    """Raise or take down the flag on a decision whose levy was taken back."""
    if is_paid == (application.attention == ""):
        return
    application.attention = "" if is_paid else TAKEN_BACK
    application.save(update_fields=["attention"])
    name = "paid_again" if is_paid else "payment_taken_back_after_decision"
    tell(application=application, name=name, now=now)
