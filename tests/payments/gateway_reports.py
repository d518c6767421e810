"""What gateway and bank report of the payments of a test, day after day."""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel import clock
from payments.models import Payment
from payments.reconciliation.services import (
    import_settlement,
    import_statement,
    reconcile,
)
from tests.reconciliation.samples import (
    Line,
    payout_credit,
    report,
    statement_csv,
)


class GatewayReports:
    """Each report is a day of its own with its own payout; the bank may be slow."""

    def __init__(self) -> None:
        self.days = 0
        self.balance = 0
        self.reported: set[str] = set()
        self.refunds: list[Line] = []
        self.payouts: list[list[Line]] = []

    @property
    def now(self) -> datetime:
        return clock.now() + timedelta(days=self.days)

    def told(self, order_id: str, transaction_id: str, gross: int) -> None:
        """A payment, once, and the refunds that were told since the last report."""
        if transaction_id in self.reported or not gross:
            return
        self.reported.add(transaction_id)
        self.days += 1
        payout = f"WD{self.days}"
        line = Line(
            order_id, transaction_id, gross, 100, 11, payout, settled_at=clock.now()
        )
        known = [one for one in self.refunds if one.transaction_id in self.reported]
        self.refunds = [one for one in self.refunds if one not in known]
        lines = [line, *(one.paid_out(payout) for one in known)]
        import_settlement(
            name="laporan.csv", content=report(lines), person=None, now=self.now
        )
        self.payouts.append(lines)

    def told_of(self, payment: Payment) -> None:
        known = Payment.objects.get(pk=payment.pk)
        if known.gateway_reference and known.gateway:
            self.told(known.code, known.gateway_reference, known.received_idr or 0)

    def refunded(self, order_id: str, transaction_id: str, amount: int) -> None:
        at = clock.now() + timedelta(seconds=len(self.refunds))
        line = Line(order_id, transaction_id, 0, refund=amount, status="refund")
        self.refunds.append(replace(line, settled_at=at))

    def banked(self) -> None:
        """The oldest payout reaches the bank, if there is anything to pay out."""
        if not self.payouts:
            return
        lines = self.payouts.pop(0)
        credit = payout_credit(lines, payout=lines[0].payout)
        if credit.amount <= 0:
            return
        self.days += 1
        on = self.now.date()
        content = statement_csv(
            [replace(credit, on=on)], opening=self.balance, days=(on, on)
        )
        import_statement(name="bank.csv", content=content, person=None, now=self.now)
        self.balance += credit.amount

    def reconciled(self) -> None:
        reconcile(now=self.now)
