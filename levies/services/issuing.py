"""Issuing the bills of a day: expectations for stalls, monthly SKRD for waste.

One statement computes and writes all bills of a run; the unique index of object, levy
and period lets a repeated or a concurrent run add nothing. The amount is that of
levies.tariffs.amount_of.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts.audit import record
from city.selectors import business_date_of
from kernel.errors import Conflict
from levies.interest import add_months
from levies.models import Bill, Billing
from levies.services.assessing import assess
from levies.services.demanding import reassess
from levies.services.refusals import BillNotIssuable
from levies.tariffs import Period
from levies.transitions import TRANSITIONS, BillState

# An earlier cancelled bill counts as issued: what a person cancelled, no run brings
# back. Only a replacement may follow it. Ids are taken in the order of the objects, so
# that two runs at once wait for each other in a line.
_ISSUE = """
WITH due AS MATERIALIZED (
    SELECT object.id AS object_id, object.payer_id, levy.id AS levy_id, levy.opd_id,
        %(day)s::date + levy.due_days::int AS due_on, tariff.id AS tariff_id,
        tariff.amount_idr AS tariff_idr,
        CASE tariff.unit WHEN 'm2' THEN object.size_dm2 END AS size_dm2,
        CASE tariff.unit
            WHEN 'm2' THEN (2 * tariff.amount_idr * object.size_dm2 + 100) / 200
            ELSE tariff.amount_idr
        END AS amount_idr
    FROM levies_levytype AS levy
    JOIN levies_levyobject AS object ON object.levy_type_id = levy.id
    JOIN levies_tariff AS tariff ON tariff.levy_type_id = levy.id
        AND tariff.object_class = object.object_class
        AND tariff.period = %(period)s
        AND %(period_from)s BETWEEN tariff.valid_from
            AND coalesce(tariff.valid_until, 'infinity')
    WHERE levy.billing = %(billing)s
        AND (object.id = %(object)s OR %(object)s::bigint IS NULL
            AND %(day)s BETWEEN object.valid_from
                AND coalesce(object.valid_until, 'infinity'))
        AND NOT EXISTS (
            SELECT FROM levies_bill AS bill
            WHERE bill.levy_object_id = object.id AND bill.levy_type_id = levy.id
                AND bill.period_from = %(period_from)s
                AND (bill.state <> 'cancelled' OR %(object)s::bigint IS NULL)
        )
    ORDER BY object.id
), issued AS (
    INSERT INTO levies_bill (kode_bayar, levy_type_id, levy_object_id, payer_id, opd_id,
        state, period_from, period_until, due_on, tariff_id, inputs, amount_idr,
        paid_idr, issued_at)
    SELECT levies_kode_bayar(nextval('levies_bill_serial')), levy_id, object_id,
        payer_id, opd_id, %(state)s, %(period_from)s, %(period_until)s, due_on,
        tariff_id,
        jsonb_build_object(%(period)s::text || 's', 1, 'size_dm2', size_dm2,
            'tariff_idr', tariff_idr),
        amount_idr, 0, %(now)s
    FROM due WHERE amount_idr > 0
    ON CONFLICT (levy_object_id, levy_type_id, period_from)
        WHERE NOT state = 'cancelled' DO NOTHING
    RETURNING id
), told AS (
    INSERT INTO levies_billevent (bill_id, name, source, target, cause, at)
    SELECT id, %(event)s, 'draft', %(state)s, %(cause)s, %(now)s
    FROM issued WHERE %(state)s <> 'draft'
)
SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM issued
"""

# With today a week: how long a machine may be away before a person must look.
DAYS_LOOKED_BACK = 6


class IssueDayInFuture(Conflict):
    """Bills are issued on their day or after it, never ahead of it."""

    code = "issue_day_in_future"


@dataclass(frozen=True, slots=True)
class IssueResult:
    """How many bills a run added; a repeated run adds none."""

    expectations: int
    skrd: int


@dataclass(frozen=True, slots=True)
class _Run:
    """One kind of bill for one period. With an object: the replacement of its bill."""

    billing: Billing
    period: Period
    period_from: date
    period_until: date
    day: date
    cause: str
    now: datetime
    levy_object: int | None = None

    @property
    def state(self) -> BillState:
        is_daily = self.billing is Billing.DAILY_EXPECTATION
        return BillState.EXPECTED if is_daily else BillState.DRAFT


@transaction.atomic
def issue_bills(*, day: date, now: datetime) -> IssueResult:
    """Issue what is due for a day: all or nothing, safe to repeat, also concurrently.

    Every stall valid that day gets its expectation (no receivable: docs/adr/0005).
    Every object billed monthly that has no bill for the month of the day gets an SKRD
    dated that day, numbered without gaps, and one ledger entry per OPD × account makes
    the run's SKRD receivables. A run that issued something stands in the audit log.

    Raises:
        IssueDayInFuture: the day has not begun in the city.
    """
    if day > business_date_of(now):
        raise IssueDayInFuture(day=day.isoformat())
    daily = _daily_run(day, now)
    first = day.replace(day=1)
    monthly = replace(
        daily,
        billing=Billing.MONTHLY_SKRD,
        period=Period.MONTH,
        period_from=first,
        period_until=add_months(first, 1) - timedelta(days=1),
    )
    result = IssueResult(expectations=len(_issue(daily)), skrd=len(_issue(monthly)))
    _record(daily, result)
    return result


def issue_missed_days(*, now: datetime) -> int:
    """Issue the expectations of the six days before today that lack any; how many.

    What the beat missed while the machine was away: safe to repeat, one statement a
    day, each day in a transaction of its own. No day is issued before the city's first
    bills were. A monthly SKRD is not looked back for: today's run issues what its month
    lacks, dated today, so that its payer has the whole time to pay.
    """
    first = Bill.objects.order_by("pk").values_list("issued_at", flat=True).first()
    if first is None:
        return 0
    today, began_on = business_date_of(now), business_date_of(first)
    days = [today - timedelta(days=ago) for ago in range(DAYS_LOOKED_BACK, 0, -1)]
    return sum(_issue_missed(day, now) for day in days if day >= began_on)


@transaction.atomic
def _issue_missed(day: date, now: datetime) -> int:
    run = _daily_run(day, now)
    issued = IssueResult(expectations=len(_issue(run)), skrd=0)
    _record(run, issued)
    return issued.expectations


def _daily_run(day: date, now: datetime) -> _Run:
    return _Run(
        billing=Billing.DAILY_EXPECTATION,
        period=Period.DAY,
        period_from=day,
        period_until=day,
        day=day,
        cause=f"issue_run:{uuid.uuid4().hex}",
        now=now,
    )


def _record(run: _Run, result: IssueResult) -> None:
    facts = asdict(result)
    if any(facts.values()):
        record(
            actor=None,
            action="bills_issued",
            subject=f"day:{run.day}",
            facts={**facts, "cause": run.cause},
            now=run.now,
        )


def issue_replacement(*, replaced: Bill, now: datetime) -> Bill:
    """Issue the successor of a cancelled bill, in the caller's transaction.

    Raises:
        BillNotIssuable: no tariff row fits the object, or its size is missing.
    """
    is_daily = replaced.levy_type.billing == Billing.DAILY_EXPECTATION
    if is_daily and replaced.period_from != replaced.period_until:
        return reassess(replaced=replaced, now=now)
    today = business_date_of(now)
    ids = _issue(
        _Run(
            billing=Billing(replaced.levy_type.billing),
            period=Period.DAY if is_daily else Period.MONTH,
            period_from=replaced.period_from,
            period_until=replaced.period_until,
            day=replaced.period_from if is_daily else today,
            cause=f"replaces:{replaced.kode_bayar}",
            now=now,
            levy_object=replaced.levy_object_id,
        )
    )
    if not ids:
        raise BillNotIssuable(levy_object=replaced.levy_object.code)
    return Bill.objects.with_details().get(pk=ids[0])


def _issue(run: _Run) -> Sequence[int]:
    """Write the bills of a run; answers their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ISSUE,
            {
                "billing": run.billing.value,
                "period": run.period.value,
                "period_from": run.period_from,
                "period_until": run.period_until,
                "day": run.day,
                "object": run.levy_object,
                "state": run.state.value,
                "event": TRANSITIONS[BillState.DRAFT, BillState.EXPECTED],
                "cause": run.cause,
                "now": run.now,
            },
        )
        (ids,) = cursor.fetchone()
    if run.state is BillState.DRAFT:
        assess(drafts=ids, day=run.day, cause=run.cause, now=run.now)
    return list(ids)
