"""A business day as four truths: the bills, the gateway, the bank and the cash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from city.selectors import zone
from kernel.clock import start_of_day
from kernel.money import Rupiah, total
from ledger.selectors import realised_revenue
from payments.collection.selectors.custody import CASH_OF_DAY, CashOfDay
from payments.reconciliation.selectors.calendar import (
    GATEWAY_ZONE,
    payout_calendar,
)
from payments.reconciliation.selectors.names import names_of
from payments.reconciliation.selectors.parts import HELD, PARTS
from payments.reconciliation.selectors.shortages import CASH_SHORT_OF_DAY

# What our books say per OPD × account, and how much of it has evidence. The last row
# has no OPD: what the channel kept of the banked money, and lines nobody explains; the
# two before it are the day's cash by its tickets, and what lacks of it.
_ROWS = f"""
    SELECT part.opd_id, part.revenue_account_id, part.is_revenue,
        sum(part.amount_idr),
        coalesce(sum(part.amount_idr)
            FILTER (WHERE evidence.payment_id IS NOT NULL), 0),
        coalesce(sum(part.amount_idr) FILTER (WHERE evidence.is_banked), 0)
    FROM payments_payment payment
    JOIN ({PARTS}) part ON part.source_id = payment.id AND part.amount_idr > 0
    LEFT JOIN (
        SELECT match.payment_id, payout.bank_line_id IS NOT NULL AS is_banked
        FROM reconciliation_settlementmatch match
        JOIN reconciliation_settlementline line ON line.id = match.line_id
            AND line.kind = 'payment'
        LEFT JOIN reconciliation_payoutline payout_line
            ON payout_line.line_id = match.line_id
        LEFT JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
    ) evidence ON evidence.payment_id = payment.id
    WHERE payment.paid_on = %(day)s AND payment.state = ANY(%(held)s)
        AND payment.gateway <> ''
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT NULL, NULL, false,
        coalesce(sum(line.fee_idr + line.fee_vat_idr)
            FILTER (WHERE payout.bank_line_id IS NOT NULL AND match.id IS NOT NULL), 0),
        coalesce(sum(line.gross_idr) FILTER (WHERE match.id IS NULL), 0), 0
    FROM reconciliation_settlementline line
    LEFT JOIN reconciliation_settlementmatch match ON match.line_id = line.id
        AND NOT EXISTS (SELECT FROM reconciliation_undonematch undone
                        WHERE undone.match_id = match.id)
    LEFT JOIN reconciliation_payoutline payout_line ON payout_line.line_id = line.id
    LEFT JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
    WHERE line.kind = 'payment'
        AND line.settled_at >= %(start)s AND line.settled_at < %(end)s
    UNION ALL
    SELECT NULL, 0, false, cash.* FROM ({CASH_OF_DAY}) cash
    UNION ALL
    SELECT NULL, 1, false, short.* FROM ({CASH_SHORT_OF_DAY}) short
    ORDER BY 3 DESC, 1 NULLS LAST, 2
"""  # noqa: S608 (no value is formatted in)
_IN_TRANSIT = """
    SELECT (payment.paid_at AT TIME ZONE %(zone)s)::date, payment.paid_on, count(*),
        sum(payment.received_idr - payment.refunded_idr)
    FROM payments_payment payment
    WHERE payment.state = ANY(%(held)s) AND payment.received_idr > payment.refunded_idr
        AND payment.gateway <> ''
        AND NOT EXISTS (
            SELECT FROM reconciliation_settlementmatch match
            JOIN reconciliation_payoutline payout_line
                ON payout_line.line_id = match.line_id
            JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
            WHERE match.payment_id = payment.id AND payout.bank_line_id IS NOT NULL)
    GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One OPD × revenue account of a day. No account: *belum dipetakan*."""

    opd: str
    account: str
    is_revenue: bool
    billed: Rupiah
    at_gateway: Rupiah
    in_bank: Rupiah


@dataclass(frozen=True, slots=True)
class InTransit:
    """Payments of one day whose money is not in the treasury yet."""

    paid_on: date
    expected_on: date
    payments: int
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class RealisedRow:
    """LRA of one OPD × revenue account, by the bank's date."""

    opd: str
    account: str
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class DayReport:
    """The four truths of a day, per OPD × revenue account and in total.

    `unexplained` is what the gateway reports beyond our payments; `channel_cost` what
    it kept of the money that is in the bank; `cash_short` what was counted less than
    the tickets say, which is not in `cash`.
    """

    day: date
    rows: Sequence[AccountRow]
    unexplained: Rupiah
    channel_cost: Rupiah
    cash: CashOfDay
    cash_short: Rupiah
    realised: Sequence[RealisedRow]

    @property
    def billed(self) -> Rupiah:
        return total([row.billed for row in self.rows])

    @property
    def at_gateway(self) -> Rupiah:
        return total([row.at_gateway for row in self.rows]) + self.unexplained

    @property
    def in_bank(self) -> Rupiah:
        return total([row.in_bank for row in self.rows])

    @property
    def total_realised(self) -> Rupiah:
        return total([row.amount for row in self.realised])


def day_report(day: date) -> DayReport:
    """What a business day of the city looks like from all sides. Three queries."""
    here = zone()
    values: dict[str, Any] = {
        "day": day,
        "held": HELD,
        "start": start_of_day(day, here),
        "end": start_of_day(day + timedelta(days=1), here),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, values)
        *found, cash, short, evidence = cursor.fetchall()
    realised = realised_revenue(first_on=day, last_on=day)
    names = names_of(
        [(row[0], row[1]) for row in found]
        + [(one.opd_id, one.revenue_account_id) for one in realised]
    )
    *_, channel_cost, unexplained, _none = evidence
    return DayReport(
        day=day,
        rows=[
            AccountRow(
                names.opd(opd_id),
                names.account(account_id),
                is_revenue,
                *(Rupiah(int(amount)) for amount in amounts),
            )
            for opd_id, account_id, is_revenue, *amounts in found
        ],
        unexplained=Rupiah(int(unexplained)),
        channel_cost=Rupiah(int(channel_cost)),
        cash=CashOfDay(
            *(
                Rupiah(int(by_tickets - lacking))
                for by_tickets, lacking in zip(cash[3:], short[3:], strict=True)
            )
        ),
        cash_short=Rupiah(int(sum(short[3:]))),
        realised=[
            RealisedRow(
                names.opd(one.opd_id), names.account(one.revenue_account_id), one.amount
            )
            for one in realised
        ],
    )


def money_in_transit() -> list[InTransit]:
    """All money that payers have paid and the treasury has not got, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_TRANSIT, {"zone": GATEWAY_ZONE.key, "held": HELD})
        found = cursor.fetchall()
    calendar = payout_calendar()
    return [
        InTransit(
            paid_on, calendar.expected_on(settled_on), payments, Rupiah(int(amount))
        )
        for settled_on, paid_on, payments, amount in found
    ]
