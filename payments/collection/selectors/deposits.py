"""What a deposit is made of: lines of its slip, and revenue per account."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Sum
from django.utils import translation
from django.utils.formats import date_format

from city.models import RevenueAccount
from city.selectors import business_date_of
from city.selectors import profile as city_profile
from kernel.money import ZERO, Rupiah
from papers.values import Line
from payments.collection.models import Deposit, HandOver, Shortage
from payments.models import PaymentItem

type Parts = dict[int | None, Rupiah]


def revenue_of(deposit: Deposit) -> Parts:
    """What of a deposit is revenue, gross per account; together never more than it.

    Of a hand-over that was short, each account is short by its weight; what is repaid
    later brings the rest. What was counted too much is nobody's revenue yet.
    """
    sums: defaultdict[int | None, Rupiah] = defaultdict(lambda: ZERO)
    for hand_over in deposit.hand_overs.order_by("pk"):
        _add(sums, counted_parts(hand_over))
    for shortage in deposit.repaid.select_related("hand_over").order_by("pk"):
        _add(sums, missing_parts(shortage))
    return dict(sums)


def parts_of(hand_over: HandOver) -> Parts:
    """What the tickets of a hand-over paid, per revenue account: all it should be."""
    items = PaymentItem.objects.filter(
        payment__cash__shift=hand_over.shift_id, payment__cash__opd=hand_over.opd_id
    )
    principal = (
        items.values_list("bill__levy_type__revenue_account")
        .annotate(total=Sum("booked_principal_idr"))
        .order_by("bill__levy_type__revenue_account")
    )
    sums: defaultdict[int | None, Rupiah] = defaultdict(lambda: ZERO)
    for account_id, amount in principal:
        sums[account_id] += Rupiah(int(amount))
    interest = items.aggregate(total=Sum("booked_interest_idr"))["total"]
    if interest:
        sums[city_profile().sanctions_account_id] += Rupiah(int(interest))
    return dict(sums)


def counted_parts(hand_over: HandOver) -> Parts:
    """What of the count each account gets: all of it, or less by its weight."""
    full = parts_of(hand_over)
    counted = Rupiah(min(hand_over.counted_idr or 0, hand_over.expected_idr))
    if counted.amount == hand_over.expected_idr:
        return full
    weights = [amount.amount for amount in full.values()]
    return dict(zip(full, counted.split(weights), strict=True))


def slip_lines(
    hand_overs: Sequence[HandOver], repaid: Sequence[Shortage]
) -> list[Line]:
    """The lines of an STS, in Indonesian: per hand-over or repayment × account."""
    lines: list[Line] = []
    with translation.override("id"):
        for one in hand_overs:
            what = f"Setoran juru pungut {one.collector.full_name}"
            lines += _lines(what, one, counted_parts(one))
            if one.difference > ZERO:
                over = f"Kelebihan setoran {one.collector.full_name} (titipan)"
                lines.append(_line(over, one, "", one.difference))
        for shortage in repaid:
            what = f"Pelunasan kekurangan {shortage.collector.full_name}"
            lines += _lines(what, shortage.hand_over, missing_parts(shortage))
    return lines


def missing_parts(shortage: Shortage) -> Parts:
    """What of a shortage each account is short of."""
    full = parts_of(shortage.hand_over)
    counted = counted_parts(shortage.hand_over)
    return {account: full[account] - counted[account] for account in full}


def _lines(what: str, hand_over: HandOver, parts: Parts) -> list[Line]:
    accounts = RevenueAccount.objects.in_bulk([pk for pk in parts if pk is not None])
    return [
        _line(
            what,
            hand_over,
            "Rekening belum dipetakan" if pk is None else str(accounts[pk]),
            amount,
        )
        for pk, amount in parts.items()
        if amount
    ]


def _line(what: str, hand_over: HandOver, account: str, amount: Rupiah) -> Line:
    opened_on = business_date_of(hand_over.shift.opened_at)
    return Line(
        what=what,
        levy_object=hand_over.shift.market.name,
        period=date_format(opened_on, "j F Y"),
        kode_bayar="",
        factors=[],
        assessed_idr=amount.amount,
        paid_before_idr=0,
        principal_idr=amount.amount,
        late_interest_idr=0,
        account=account,
        basis="",
    )


def _add(sums: defaultdict[int | None, Rupiah], parts: Parts) -> None:
    for account_id, amount in parts.items():
        sums[account_id] += amount
