"""From an approved application to its levy: payer, place, first month's SKRD."""

from datetime import date, datetime, timedelta

from django.utils.text import slugify

from accounts.models import Person
from city.models import Market
from city.selectors import business_date_of
from levies.models import LevyObject, LevyType, Payer
from levies.selectors import is_occupied
from levies.services import (
    NewObject,
    assess_bill,
    register_object,
    register_payer,
    start_object,
)
from permits.definitions import AssessStep
from permits.models import Application
from permits.selectors import (
    answers_of,
    first_month,
    kept_answers,
    levy_case,
    size_of,
)
from permits.services.refusals import PlaceTaken
from permits.transitions import HOLDS_PLACE

LABEL_LONGEST = 120


def assess_levy(*, application: Application, person: Person, now: datetime) -> None:
    """Keep the place and issue the SKRD of the month after this one.

    Sets place and bill on the locked application; the move that follows saves them. The
    object is registered for the first day of that month alone, which its own bill
    takes: no run bills it before the decision starts it.

    Raises:
        PlaceTaken: somebody else has, or is kept, the place.
        Forbidden, BillNotIssuable, ObjectClassUnknown, SizeMissing: no SKRD.
    """
    step = application.permit_type.definition.assess
    market = application.market
    if step is None or market is None:
        raise ValueError("only a type with a levy and a market is assessed")
    today = business_date_of(now)
    month = first_month(today)
    unit = slugify(kept_answers(application)[step.unit])
    _hold(application, market, unit, on=today)
    levy_object = _object(application, step, market, month)
    application.bill = assess_bill(
        levy_object=levy_object,
        month=month,
        due_on=today + timedelta(days=step.payment_days),
        person=person,
        now=now,
    )


def _hold(application: Application, market: Market, unit: str, *, on: date) -> None:
    """Keep the place for this application, or say that it is not free.

    The market's row is locked first: of two approvals of one place, one waits and sees.
    """
    Market.objects.select_for_update(no_key=True).get(pk=market.pk)
    place = f"{market.code}/{unit}"[:LABEL_LONGEST]
    holders = Application.objects.filter(
        place=place, state__in=[s.value for s in HOLDS_PLACE]
    ).exclude(pk=application.pk)
    if holders.exists() or is_occupied(f"{market.code}-{unit}", on=on):
        raise PlaceTaken(market=market.name)
    application.place = place


def _object(
    application: Application, step: AssessStep, market: Market, month: date
) -> LevyObject:
    """The place as an object of the levy; the same one when a bill was cancelled."""
    if application.bill is not None:
        known = application.bill.levy_object
        start_object(levy_object=known, valid_from=month, valid_until=month)
        return known
    case = levy_case(application, step)
    shown = answers_of(application)
    return register_object(
        payer=_payer(application),
        new=NewObject(
            code=application.number.lower(),
            levy_type=LevyType.objects.get(code=case.levy_type),
            object_class=case.object_class,
            label=f"{shown[step.unit]}, {market.name}"[:LABEL_LONGEST],
            valid_from=month,
            valid_until=month,
            market=market,
            kelurahan=market.kelurahan,
            size_dm2=size_of(application, step),
        ),
    )


def _payer(application: Application) -> Payer:
    """The payer this person is already by an earlier application, else a new one."""
    earlier = (
        Application.objects.filter(
            nik=application.nik,
            bill__payer__name=application.holder_name,
        )
        .exclude(pk=application.pk)
        .select_related("bill__payer")
        .first()
    )
    if earlier is not None and earlier.bill is not None:
        return earlier.bill.payer
    if application.kelurahan is None:
        raise ValueError("a type asks everybody for their kelurahan")
    return register_payer(
        code=f"izin-{application.number.lower()}",
        name=application.holder_name,
        kelurahan=application.kelurahan,
    )
