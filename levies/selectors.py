"""Questions about bills: which, how the amount comes about, what is due. No write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import ngettext

from city.models import CityProfile
from city.selectors import profile
from kernel.errors import NotFound
from kernel.identifiers import parse_kode_bayar
from kernel.money import ZERO, Rupiah
from levies import interest
from levies.interest import add_months
from levies.models import Bill, Billing, LevyObject, LevyType, Tariff
from levies.tariffs import (
    Calculation,
    CalculationLine,
    Period,
    Unit,
    amount_of,
    is_rounded,
    size_text,
)
from levies.transitions import OPEN, BillState

# What was billed for periods that begin from %(first_on)s to %(last_on)s, and was paid
# of it since.
BILLED = """
    SELECT date_trunc('month', bill.period_from)::date AS month, bill.opd_id,
        bill.levy_type_id, object.market_id,
        coalesce(object.kelurahan_id, market.kelurahan_id) AS kelurahan_id,
        bill.payer_id, bill.skrd_id IS NOT NULL AS is_assessed, bill.amount_idr,
        bill.paid_idr
    FROM levies_bill AS bill
    JOIN levies_levyobject AS object ON object.id = bill.levy_object_id
    LEFT JOIN city_market AS market ON market.id = object.market_id
    WHERE bill.period_from BETWEEN %(first_on)s AND %(last_on)s
        AND bill.state NOT IN ('cancelled', 'draft')
"""


class UnknownBill(NotFound):
    """The kode bayar is well typed, and no bill of this city has it."""

    code = "bill_unknown"


@dataclass(frozen=True, slots=True)
class MonthDemand:
    """What an object owes for a calendar month, from which row and inputs."""

    period_from: date
    period_until: date
    tariff: Tariff
    inputs: Mapping[str, int | None]
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed on a day; the interest grows on `next_step_on`, if it ever does."""

    principal: Rupiah
    late_interest: Rupiah
    next_step_on: date | None

    @property
    def total(self) -> Rupiah:
        """Principal and late interest together."""
        return self.principal + self.late_interest


NOTHING_DUE = Due(principal=ZERO, late_interest=ZERO, next_step_on=None)


def bill_by_kode(kode: str) -> Bill:
    """The bill of a kode bayar as a person typed it, whatever its state.

    A cancelled bill is answered as it is: its `successor` says what replaced it.

    Raises:
        kernel.identifiers.MistypedKodeBayar: a digit was altered, swapped or left out.
        UnknownBill: there is no such bill.
    """
    kode = parse_kode_bayar(kode)
    bill = Bill.objects.with_details().filter(kode_bayar=kode).first()
    if bill is None:
        raise UnknownBill(kode_bayar=kode)
    return bill


def lock_bills(kodes: Iterable[str]) -> list[Bill]:
    """The bills of these kode bayar, locked until the transaction ends.

    In the order of their ids, so that two payers of the same bills never wait for each
    other in a circle. Equal kodes are one bill. With their levy type, not their payer
    and place: planning those joins would cost more than the booking.

    Raises:
        kernel.identifiers.MistypedKodeBayar: one was mistyped.
        UnknownBill: one does not exist; its fact names it.
    """
    wanted = {parse_kode_bayar(kode) for kode in kodes}
    locked = Bill.objects.select_related("levy_type").select_for_update(of=("self",))
    bills = list(locked.filter(kode_bayar__in=wanted).order_by("pk"))
    for missing in sorted(wanted - {bill.kode_bayar for bill in bills}):
        raise UnknownBill(kode_bayar=missing)
    return bills


def bills_of_object(*, bill: Bill, until: date) -> list[Bill]:
    """What is still owed for the bill's object, today and before; the oldest first."""
    return list(
        Bill.objects.open()
        .with_details()
        .filter(levy_object=bill.levy_object_id, period_from__lte=until)
        .order_by("period_from", "pk")
    )


def cancelled_at(bill: Bill) -> datetime | None:
    """When a bill was cancelled; why is a person's words, and may name somebody."""
    events = bill.events.filter(target=BillState.CANCELLED.value)
    return events.values_list("at", flat=True).last()


def is_occupied(code: str, *, on: date) -> bool:
    """Whether an object of this code is somebody's on the day or after it."""
    objects = LevyObject.objects.filter(code=code).exclude(valid_until__lt=on)
    return objects.exists()


def amount_due(*, bill: Bill, on: date) -> Due:
    """What a payer owes for a bill on a day: the open principal and its late interest.

    Interest is owed on receivables only: an expectation has no paper that fixed a debt
    (docs/adr/0005), so it bears none. Nothing is due on a bill that is not open.
    """
    if bill.state not in OPEN:
        return NOTHING_DUE
    principal = Rupiah(bill.amount_idr - bill.paid_idr)
    levy = bill.levy_type
    if bill.skrd_id is None or not levy.interest_bp:
        return Due(principal=principal, late_interest=ZERO, next_step_on=None)
    return Due(
        principal=principal,
        late_interest=interest.late_interest(
            principal,
            due_on=bill.due_on,
            paid_on=on,
            bp=levy.interest_bp,
            months_max=levy.interest_months_max,
        ),
        next_step_on=interest.next_step_on(
            due_on=bill.due_on, on=on, months_max=levy.interest_months_max
        ),
    )


def calculation(bill: Bill, *, city: CityProfile | None = None) -> Calculation:
    """The trace of a bill's amount, from the tariff row and inputs it was issued with.

    Words are in the active language. `city` spares a question where many are traced.
    """
    return _trace(
        bill.levy_type, bill.tariff, bill.inputs, city=city if city else profile()
    )


def month_demand(
    *, levy_type: LevyType, object_class: str, size_dm2: int | None, month: date
) -> MonthDemand | None:
    """What an object of this class and size owes for a calendar month.

    From the tariff row that holds on the month's first day; None when there is none, or
    it is per square metre and no size is known.
    """
    first = month.replace(day=1)
    rows = levy_type.tariffs.filter(
        object_class=object_class,
        period__in=[Period.DAY, Period.MONTH],
        valid_from__lte=first,
    )
    tariff = rows.exclude(valid_until__lt=first).first()
    if tariff is None or (tariff.unit == Unit.M2 and size_dm2 is None):
        return None
    until = add_months(first, 1) - timedelta(days=1)
    size = size_dm2 if tariff.unit == Unit.M2 else None
    is_daily = tariff.period == Period.DAY
    periods = until.day if is_daily else 1
    inputs = {
        "days" if is_daily else "months": periods,
        "size_dm2": size,
        "tariff_idr": tariff.amount_idr,
    }
    return MonthDemand(
        period_from=first,
        period_until=until,
        tariff=tariff,
        inputs=inputs,
        calculation=_trace(levy_type, tariff, inputs, city=profile()),
    )


def basis_text(tariff: Tariff, *, city: CityProfile) -> str:
    """The rule a tariff rests on; of an unverified one the city's words for that."""
    return tariff.legal_basis if tariff.verified else city.unverified_basis_text


def period_text(bill: Bill) -> str:
    """The bill's period as people say it: "2 Maret 2026", or "Maret 2026"."""
    is_day = bill.period_from == bill.period_until
    return date_format(bill.period_from, "j F Y" if is_day else "F Y")


def objects_not_billed(day: date) -> list[LevyObject]:
    """Objects that should have a bill for the day (or its month) and have none at all.

    After a run of that day these lack a tariff row or a size: somebody must look.
    """
    runs = {Billing.DAILY_EXPECTATION: day, Billing.MONTHLY_SKRD: day.replace(day=1)}
    valid = LevyObject.objects.filter(valid_from__lte=day).exclude(valid_until__lt=day)
    not_billed: list[LevyObject] = []
    for billing, period_from in runs.items():
        bills = Bill.objects.filter(levy_object=OuterRef("pk"), period_from=period_from)
        of_run = valid.filter(~Exists(bills), levy_type__billing=billing)
        not_billed += of_run.order_by("code")
    return not_billed


def _trace(
    levy_type: LevyType,
    row: Tariff,
    inputs: Mapping[str, Any],
    *,
    city: CityProfile,
) -> Calculation:
    is_daily = "days" in inputs
    periods = inputs["days" if is_daily else "months"]
    tariff, size = Rupiah(inputs["tariff_idr"]), inputs["size_dm2"]
    factors = [size_text(size)] if size is not None else []
    factors += [str(tariff), _periods_text(periods, is_daily=is_daily)]
    line = CalculationLine(
        what=levy_type.name,
        factors=tuple(factors),
        amount=amount_of(tariff=tariff, size_dm2=size, periods=periods),
    )
    return Calculation(
        lines=(line,),
        amount=line.amount,
        basis=basis_text(row, city=city),
        verified=row.verified,
        rounded=is_rounded(tariff=tariff, size_dm2=size, periods=periods),
    )


def _periods_text(count: int, *, is_daily: bool) -> str:
    if is_daily:
        return ngettext("%(count)d hari", "%(count)d hari", count) % {"count": count}
    return ngettext("%(count)d bulan", "%(count)d bulan", count) % {"count": count}
