"""Payouts: what each is made of, per OPD × revenue account, and its bank line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from kernel.errors import NotFound
from kernel.money import Rupiah, total
from payments.collection.models import HandOver
from payments.models import Channel, Payment
from payments.reconciliation.models import Payout, PayoutLine, SettlementLine
from payments.reconciliation.selectors.names import names_of
from payments.reconciliation.selectors.parts import HELD, PARTS_IN_LINE
from payments.selectors import expected_in_treasury_on

_BREAKDOWN = f"""
    SELECT part.opd_id, part.revenue_account_id, part.is_revenue,
        count(DISTINCT part.source_id), sum(part.amount_idr)
    FROM reconciliation_payoutline payout_line
    JOIN reconciliation_settlementline line ON line.id = payout_line.line_id
        AND line.kind = 'payment'
    JOIN reconciliation_settlementmatch match ON match.line_id = line.id
    LEFT JOIN payments_payment payment ON payment.id = match.payment_id
    JOIN ({PARTS_IN_LINE}) part
        ON part.source_id = coalesce(match.payment_id, -match.money_id)
    WHERE payout_line.payout_id = %(payout)s
        AND (payment.id IS NULL OR payment.state = ANY(%(held)s))
        AND NOT EXISTS (SELECT FROM reconciliation_undonematch undone
                        WHERE undone.match_id = match.id)
    GROUP BY 1, 2, 3 HAVING sum(part.amount_idr) <> 0 ORDER BY 3 DESC, 1, 2
"""  # noqa: S608 (no value is formatted in)


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """What of a payout belongs to one OPD × revenue account, gross."""

    opd: str
    account: str
    is_revenue: bool
    payments: int
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class PayoutBreakdown:
    """A payout taken apart: what we know of, what we do not, and what was kept."""

    payout: Payout
    rows: Sequence[PayoutRow]
    gross: Rupiah
    cost: Rupiah
    refunds: Rupiah

    @property
    def known(self) -> Rupiah:
        return total([row.amount for row in self.rows])

    @property
    def unknown(self) -> Rupiah:
        """What the report has and our books have not: named as findings."""
        return self.gross - self.known

    @property
    def minus_cost(self) -> Rupiah:
        return -self.cost

    @property
    def minus_refunds(self) -> Rupiah:
        return -self.refunds

    @property
    def net(self) -> Rupiah:
        return self.gross - self.cost - self.refunds


def payouts() -> QuerySet[Payout]:
    """All payouts, the latest first, with `net_idr`, `cost_idr` and `line_count`."""
    return (
        Payout.objects.select_related("bank_line")
        .annotate(
            net_idr=Sum("lines__line__net_idr"),
            gross_idr=Sum("lines__line__gross_idr"),
            line_count=Count("lines"),
        )
        .order_by("-id")
    )


def payout_breakdown(reference: str) -> PayoutBreakdown:
    """One payout per OPD × revenue account.

    Raises:
        NotFound: no payout has this reference.
    """
    payout = Payout.objects.select_related("bank_line__statement__file").filter(
        reference=reference
    )
    found = payout.first()
    if found is None:
        raise NotFound
    sums = PayoutLine.objects.filter(payout=found).aggregate(
        gross=Sum("line__gross_idr", default=0),
        fee=Sum("line__fee_idr", default=0),
        vat=Sum("line__fee_vat_idr", default=0),
        refunds=Sum("line__refund_idr", default=0),
    )
    return PayoutBreakdown(
        payout=found,
        rows=_rows(found),
        gross=Rupiah(int(sums["gross"])),
        cost=Rupiah(int(sums["fee"] + sums["vat"])),
        refunds=Rupiah(int(sums["refunds"])),
    )


def is_paid_out(*, payment: Payment, today: date) -> bool:
    """Whether the gateway has paid out a payment's money: as its report says.

    As long as no report knows the payment, the gateway is taken to keep its promise.
    Cash has no gateway: it is out of hands once the deposit it lies in is in the bank.
    """
    if payment.channel == Channel.CASH:
        taken = payment.cash
        return HandOver.objects.filter(
            shift=taken.shift_id, opd=taken.opd_id, deposit__bank_line__isnull=False
        ).exists()
    lines = SettlementLine.objects.filter(
        kind=SettlementLine.Kind.PAYMENT,
        gateway=payment.gateway,
        transaction_id=payment.gateway_reference,
    )
    line = lines.select_related("payout_line").first()
    if line is not None:
        return hasattr(line, "payout_line")
    expected_on = expected_in_treasury_on(payment)
    return expected_on is not None and today >= expected_on


def _rows(payout: Payout) -> list[PayoutRow]:
    values: dict[str, Any] = {"payout": payout.pk, "held": HELD}
    with connection.cursor() as cursor:
        cursor.execute(_BREAKDOWN, values)
        found = cursor.fetchall()
    names = names_of((row[0], row[1]) for row in found)
    return [
        PayoutRow(
            names.opd(opd_id),
            names.account(account_id),
            is_revenue,
            payments,
            Rupiah(int(amount)),
        )
        for opd_id, account_id, is_revenue, payments, amount in found
    ]
