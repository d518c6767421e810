"""The bill of one object for one month, on demand: what a decision makes due."""

from datetime import date, datetime

from django.db import connection, transaction

from accounts.access import Scope, authorize
from accounts.audit import record
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of
from levies.models import Bill, LevyObject
from levies.selectors import month_demand
from levies.services.assessing import assess
from levies.services.refusals import BillNotIssuable
from levies.transitions import BillState


@transaction.atomic
def assess_bill(
    *, levy_object: LevyObject, month: date, due_on: date, person: Person, now: datetime
) -> Bill:
    """The SKRD of an object for a calendar month, assessed now. Safe to repeat.

    Size × tariff × the days of the month, or the month's amount: from the tariff row
    that holds on its first day. No run bills that month's first day again; the caller
    sees to the others by when the object begins (`start_object`).

    Raises:
        Forbidden: the person may not sign bills of the levy's OPD.
        BillNotIssuable: no tariff row fits the object, or its size is missing.
    """
    levy_object = (
        LevyObject.objects.select_related("levy_type__opd")
        .select_for_update(of=("self",))
        .get(pk=levy_object.pk)
    )
    authorize(
        person=person,
        action=Action.SIGN_BILLS,
        scope=Scope(opd=levy_object.levy_type.opd, market=levy_object.market),
        on=business_date_of(now),
    )
    month = month.replace(day=1)
    bills = Bill.objects.with_details().filter(
        levy_object=levy_object, period_from=month
    )
    known = bills.exclude(state=BillState.CANCELLED).first()
    bill = known or _assessed(levy_object, month, due_on, now)
    record(
        actor=person,
        action="bill_assessed",
        subject=f"bill:{bill.pk}",
        facts={"kode_bayar": bill.kode_bayar, "amount_idr": bill.amount_idr},
        now=now,
    )
    return bill


def reassess(*, replaced: Bill, now: datetime) -> Bill:
    """The successor of a cancelled bill that was made on demand, for the same month."""
    due_on = max(replaced.due_on, business_date_of(now))
    return _assessed(replaced.levy_object, replaced.period_from, due_on, now)


@transaction.atomic
def start_object(
    *, levy_object: LevyObject, valid_from: date, valid_until: date | None
) -> None:
    """From when until when the runs bill an object that was registered before.

    Its first month may have its own bill (`assess_bill`), so it begins after that.
    """
    LevyObject.objects.filter(pk=levy_object.pk).update(
        valid_from=valid_from, valid_until=valid_until
    )


def _assessed(
    levy_object: LevyObject, month: date, due_on: date, now: datetime
) -> Bill:
    demand = month_demand(
        levy_type=levy_object.levy_type,
        object_class=levy_object.object_class,
        size_dm2=levy_object.size_dm2,
        month=month,
    )
    if demand is None:
        raise BillNotIssuable(levy_object=levy_object.code)
    kode = _next_kode_bayar()
    bill = Bill.objects.create(
        kode_bayar=kode,
        levy_type=levy_object.levy_type,
        levy_object=levy_object,
        payer_id=levy_object.payer_id,
        opd_id=levy_object.levy_type.opd_id,
        state=BillState.DRAFT,
        period_from=demand.period_from,
        period_until=demand.period_until,
        due_on=due_on,
        tariff=demand.tariff,
        inputs=demand.inputs,
        amount_idr=demand.calculation.amount.amount,
        issued_at=now,
    )
    assess(
        drafts=[bill.pk], day=business_date_of(now), cause=f"on_demand:{kode}", now=now
    )
    return Bill.objects.with_details().get(pk=bill.pk)


def _next_kode_bayar() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT levies_kode_bayar(nextval('levies_bill_serial'))")
        (kode,) = cursor.fetchone()
    return str(kode)
