"""Issuing the decision: its number, its values, and the place becomes the holder's."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Person
from city.selectors import business_date_of
from levies.interest import add_months
from levies.models import Bill
from levies.selectors import lock_bills
from levies.services import start_object
from levies.transitions import BillState
from outbox.services import publish
from papers.models import PaperKind
from papers.services import issue_paper
from payments.selectors import is_final
from permits.models import Application
from permits.services.paper_values import decision_values
from permits.services.states import lock_application, move_application
from permits.transitions import ApplicationState

logger = logging.getLogger(__name__)
SWEEP_AT_MOST = 200


@transaction.atomic
def issue_if_paid(*, application: Application, now: datetime) -> Application:
    """Issue the decision of a paid application, once its money is final. Repeatable.

    Until then this does nothing and takes no number; the sweep asks again. Application
    and bill are locked, so that a reversal waits or is seen.
    """
    application = lock_application(application, turn=None)
    if application.state != ApplicationState.PAID or application.bill is None:
        return application
    (bill,) = lock_bills([application.bill.kode_bayar])
    if bill.state == BillState.PAID_OFF and is_final(bill=bill, now=now):
        issue_decision(application=application, by=None, now=now)
    return application


def issue_due_decisions(*, now: datetime) -> int:
    """Every decision that is due and missing: the sweep's work; how many were issued.

    Each in its own transaction, and one that fails stops no other.
    """
    issued = 0
    due = Application.objects.filter(state=ApplicationState.PAID).order_by("pk")
    for application in due[:SWEEP_AT_MOST]:
        try:
            done = issue_if_paid(application=application, now=now)
            issued += done.state == ApplicationState.ISSUED
        except Exception:
            logger.exception("No decision for application %s", application.pk)
    return issued


def issue_decision(
    *, application: Application, by: Person | None, now: datetime
) -> None:
    """Number the decision and move the locked application, in the caller's transaction.

    Valid from today, or from the first month's beginning where that lies ahead. The
    runs bill the place from the month after the one that was paid. Publishes
    `decision_issued`; the file is drawn by a worker.
    """
    today = business_date_of(now)
    definition = application.permit_type.definition
    bill = application.bill
    begins = max(today, bill.period_from) if bill else today
    ends = add_months(begins, definition.valid_months) - timedelta(days=1)
    application.valid_from, application.valid_until = begins, ends
    application.decided_at = now
    application.decision = issue_paper(
        opd=application.permit_type.opd,
        kind=PaperKind.DECISION,
        values=decision_values(application),
        issued_on=today,
        now=now,
    )
    if bill is not None:
        _start(bill, begins=begins, ends=ends)
    move_application(
        application=application, target=ApplicationState.ISSUED, now=now, by=by
    )
    publish(name="decision_issued", payload={"application_id": application.pk}, now=now)


def _start(bill: Bill, *, begins: date, ends: date) -> None:
    first = max(begins, bill.period_until + timedelta(days=1))
    start_object(
        levy_object=bill.levy_object,
        valid_from=first,
        valid_until=max(first, ends),
    )
