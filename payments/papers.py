"""What the papers of a payment say, read from its items as they are booked."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.utils import translation

from city.models import Opd
from city.selectors import profile
from levies.models import Bill
from levies.selectors import calculation, period_text
from papers.values import Line, PaperValues
from payments.models import Channel, Payment, PaymentItem
from payments.selectors import OpdShare


def payment_values(*, payment: Payment, share: OpdShare) -> PaperValues:
    """The values of the paper for one OPD's share of a payment, in Indonesian.

    Money that no bill took is in none of the amounts; it is named apart, as credit.
    """
    if payment.paid_at is None or payment.paid_on is None:
        raise ValueError("only a payment that was received has a paper")
    with translation.override("id"):
        lines = [_line(item) for item in share.items]
    values = PaperValues(
        city=profile().full_name,
        opd=share.opd.name,
        payer=_joined(item.bill.payer.name for item in share.items),
        npwrd=_joined(item.bill.payer.npwrd for item in share.items),
        lines=lines,
        principal_idr=sum(line["principal_idr"] for line in lines),
        late_interest_idr=sum(line["late_interest_idr"] for line in lines),
        total_idr=share.amount.amount,
        paid_on=payment.paid_on.isoformat(),
        paid_at=payment.paid_at.isoformat(),
        channel=str(Channel(payment.channel).label),
        reference=payment.code,
    )
    if remaining := sum(_remaining(line) for line in lines):
        values["remaining_idr"] = remaining
    # Cash is counted to the rupiah that is due, so that nothing of it is left over.
    is_cash = payment.channel == Channel.CASH
    if not is_cash and (credited := _credited(payment, share.opd)):
        values["credited_idr"] = credited
    return values


def _line(item: PaymentItem) -> Line:
    bill = item.bill
    trace = calculation(bill)
    account = bill.levy_type.revenue_account
    return Line(
        what=bill.levy_type.name,
        levy_object=_object(bill),
        period=period_text(bill),
        kode_bayar=bill.kode_bayar,
        factors=list(trace.lines[0].factors),
        assessed_idr=bill.amount_idr,
        paid_before_idr=_paid_before(item),
        principal_idr=item.booked_principal_idr,
        late_interest_idr=item.booked_interest_idr,
        account=str(account) if account else "",
        basis=trace.basis,
    )


def _object(bill: Bill) -> str:
    """The object and, where its label does not say so already, the place it lies in."""
    label = bill.levy_object.label
    place = bill.levy_object.market or bill.levy_object.kelurahan
    return f"{label}, {place}" if place and place.name not in label else label


def _paid_before(item: PaymentItem) -> int:
    """The principal that earlier payments brought for the bill, and that stayed."""
    if item.booked_principal_idr == item.bill.amount_idr:
        return 0
    earlier = item.bill.items.filter(payment__paid_at__lt=item.payment.paid_at)
    return _sum(earlier, F("booked_principal_idr"))


def _remaining(line: Line) -> int:
    """What is still owed after this payment; nothing on an amount that was lowered."""
    paid = line["paid_before_idr"] + line["principal_idr"]
    return max(line["assessed_idr"] - paid, 0)


def _credited(payment: Payment, opd: Opd) -> int:
    unapplied = payment.unappliedmoney_set.filter(opd=opd)
    return _sum(unapplied, F("amount_idr") - F("returned_idr"))


def _sum(rows: QuerySet[Any], amount: Any) -> int:
    """Whole rupiah: PostgreSQL sums a bigint to a numeric."""
    return int(rows.aggregate(total=Sum(amount))["total"] or 0)


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))
