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
    """Each report is a day of its own with its own payout; the bank may be slow.

    Somebody else's payment of a million makes every payout worth paying out.
    """

    def __init__(self) -> None:
        self.days = 0
        self.balance = 0
        self.reported: set[str] = set()
        self.refunds: list[Line] = []
        self.refund_count = 0
        self.payouts: list[list[Line]] = []

    @property
    def now(self) -> datetime:
        return clock.now() + timedelta(days=self.days)

    def told(self, order_id: str, transaction_id: str, gross: int) -> None:
        """A payment, once, and the refunds that were told since the last report."""
        if transaction_id not in self.reported and gross:
            self.reported.add(transaction_id)
            line = Line(order_id, transaction_id, gross, 100, 11)
            self.report(replace(line, settled_at=clock.now()))

    def report(self, *lines: Line) -> None:
        self.days += 1
        payout = f"WD{self.days}"
        other = Line(f"lain-{payout}", f"tx-{payout}", 1_000_000)
        known = [one for one in self.refunds if one.transaction_id in self.reported]
        self.refunds = [one for one in self.refunds if one not in known]
        told = [
            one.paid_out(payout)
            for one in (replace(other, settled_at=clock.now()), *lines, *known)
        ]
        import_settlement(
            name="laporan.csv", content=report(told), person=None, now=self.now
        )
        self.payouts.append(told)

    def told_of(self, payment: Payment) -> None:
        known = Payment.objects.get(pk=payment.pk)
        if known.gateway_reference and known.gateway:
            self.told(known.code, known.gateway_reference, known.received_idr or 0)

    def refunded(self, order_id: str, transaction_id: str, amount: int) -> None:
        self.refund_count += 1
        at = clock.now() + timedelta(seconds=self.refund_count)
        line = Line(order_id, transaction_id, 0, refund=amount, status="refund")
        self.refunds.append(replace(line, settled_at=at))

    def banked(self) -> None:
        """The oldest payout reaches the bank."""
        if not self.payouts:
            return
        lines = self.payouts.pop(0)
        credit = payout_credit(lines, payout=lines[0].payout)
        self.days += 1
        on = self.now.date()
        content = statement_csv(
            [replace(credit, on=on)], opening=self.balance, days=(on, on)
        )
        import_statement(name="bank.csv", content=content, person=None, now=self.now)
        self.balance += credit.amount

    def reconciled(self) -> None:
        reconcile(now=self.now)

    def all_settled(self) -> None:
        """Everything that came or went is reported, banked and reconciled at last."""
        for payment in Payment.objects.order_by("id"):
            self.told_of(payment)
        self.report()
        while self.payouts:
            self.banked()
            self.reconciled()
