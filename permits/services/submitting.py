"""Handing an application in, taking it back, and what time does to it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from city.selectors import business_date_of
from outbox.services import publish
from permits.models import Application
from permits.selectors import asked_again, missing_items
from permits.services.drafting import next_number
from permits.services.refusals import ApplicationNotEditable, ItemsMissing
from permits.services.states import lock_application, move_application
from permits.transitions import WITHDRAWABLE, ApplicationState

DRAFT_KEPT = timedelta(days=60)
SWEEP_AT_MOST = 200


@transaction.atomic
def submit_application(*, application: Application, now: datetime) -> Application:
    """Hand in a draft, or what was asked again. Safe to repeat: handed in stays so.

    A draft gets its number, and the office's clock starts; after a correction the clock
    goes on where it stood. Publishes `application_submitted`.

    Raises:
        ItemsMissing: a page or a mandatory paper is missing, or not corrected yet.
        ApplicationNotEditable: it has gone further than that.
    """
    application = lock_application(application, turn=None)
    if application.state == ApplicationState.SUBMITTED:
        return application
    if application.state not in (ApplicationState.DRAFT, ApplicationState.RETURNED):
        raise ApplicationNotEditable(number=application.number)
    missing = [one.item for one in missing_items(application)]
    missing += sorted(asked_again(application))
    if missing:
        raise ItemsMissing(items=", ".join(missing))
    if not application.number:
        application.number = next_number(application, business_date_of(now).year)
        application.submitted_at = now
    application.answer_by = None
    move_application(
        application=application, target=ApplicationState.SUBMITTED, now=now
    )
    publish(
        name="application_submitted",
        payload={"application_id": application.pk},
        now=now,
    )
    return application


@transaction.atomic
def withdraw_application(*, application: Application, now: datetime) -> Application:
    """The applicant takes it back, before anything was approved. Safe to repeat.

    Raises:
        ApplicationNotEditable: it is approved or finished already.
    """
    application = lock_application(application, turn=None)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if application.state not in WITHDRAWABLE:
        raise ApplicationNotEditable(number=application.number)
    application.answer_by = None
    move_application(
        application=application, target=ApplicationState.WITHDRAWN, now=now
    )
    return application


def end_what_time_ended(*, now: datetime) -> int:
    """Lapse forgotten drafts and corrections, end decisions past their validity.

    The day's sweep; how many moved. Each in its own transaction, looked at again under
    its lock. Safe to repeat.
    """
    today = business_date_of(now)
    ends = {
        ApplicationState.DRAFT: ApplicationState.LAPSED,
        ApplicationState.RETURNED: ApplicationState.LAPSED,
        ApplicationState.ISSUED: ApplicationState.EXPIRED,
    }
    due: dict[ApplicationState, dict[str, Any]] = {
        ApplicationState.DRAFT: {"started_at__lt": now - DRAFT_KEPT},
        ApplicationState.RETURNED: {"answer_by__lt": today},
        ApplicationState.ISSUED: {"valid_until__lt": today},
    }
    moved = 0
    for state, target in ends.items():
        late = Application.objects.filter(state=state, **due[state]).order_by("pk")
        for application in late[:SWEEP_AT_MOST]:
            with transaction.atomic():
                locked = lock_application(application, turn=None)
                still = Application.objects.filter(
                    pk=locked.pk, state=state, **due[state]
                )
                if still.exists():
                    move_application(application=locked, target=target, now=now)
                    moved += 1
    return moved
