"""What a payer is about to pay: the bill of the address and those taken with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.errors import NotFound
from kernel.money import Rupiah, total
from levies.models import Bill
from levies.selectors import Due, amount_due, bill_by_kode, bills_of_object, period_text
from levies.transitions import OPEN, BillState
from payments.services.request import BILLS_MAX

# A stall may have a hundred unpaid days; shown are the oldest one payment can take.
OTHERS_MAX = BILLS_MAX - 1


@dataclass(frozen=True, slots=True)
class PayableBill:
    """A bill and what it costs if it is paid today."""

    bill: Bill
    due: Due

    @property
    def amount(self) -> Rupiah:
        return self.due.total

    @property
    def period(self) -> str:
        return period_text(self.bill)


@dataclass(frozen=True, slots=True)
class Selection:
    """The bills to pay together, and those of the same object left out so far.

    `others` fit into the same payment, the oldest first; `others_hidden` counts the
    later ones that do not, and `hidden_amount` is what those cost. `dropped`
    are codes that were asked for and can no longer be paid.
    """

    main: PayableBill
    together: Sequence[PayableBill]
    others: Sequence[PayableBill]
    others_hidden: int
    hidden_amount: Rupiah
    dropped: Sequence[str]

    @property
    def bills(self) -> list[PayableBill]:
        return [self.main, *self.together]

    @property
    def others_open(self) -> int:
        return len(self.others) + self.others_hidden

    @property
    def payable_amount(self) -> Rupiah:
        """What the others cost that fit into this payment."""
        return total([payable.amount for payable in self.others])

    @property
    def others_amount(self) -> Rupiah:
        return self.payable_amount + self.hidden_amount

    @property
    def kodes(self) -> list[str]:
        return [payable.bill.kode_bayar for payable in self.bills]

    @property
    def principal(self) -> Rupiah:
        return total([payable.due.principal for payable in self.bills])

    @property
    def late_interest(self) -> Rupiah:
        return total([payable.due.late_interest for payable in self.bills])

    @property
    def amount(self) -> Rupiah:
        return self.principal + self.late_interest


def is_open(bill: Bill) -> bool:
    """Whether the bill can be paid."""
    return BillState(bill.state) in OPEN


def select(*, bill: Bill, wanted: Sequence[str], on: date) -> Selection:
    """What is paid when `wanted` is paid together with an open bill on a day."""
    of_object = {
        other.kode_bayar: other
        for other in bills_of_object(bill=bill, until=on)
        if other.pk != bill.pk
    }
    together: list[Bill] = []
    dropped: list[str] = []
    for kode in wanted:
        if kode == bill.kode_bayar:
            continue
        other = of_object.pop(kode, None) or _elsewhere(kode)
        if other is None:
            dropped.append(kode)
        else:
            together.append(other)
    left = _payable(of_object.values(), on)
    room = max(OTHERS_MAX - len(together), 0)
    return Selection(
        main=PayableBill(bill, amount_due(bill=bill, on=on)),
        together=_payable(together, on),
        others=left[:room],
        others_hidden=len(left[room:]),
        hidden_amount=total([other.amount for other in left[room:]]),
        dropped=dropped,
    )


def _elsewhere(kode: str) -> Bill | None:
    """A bill of another object or OPD, if it can be paid."""
    try:
        bill = bill_by_kode(kode)
    except NotFound:
        return None
    return bill if is_open(bill) else None


def _payable(bills: Iterable[Bill], on: date) -> list[PayableBill]:
    return [PayableBill(bill, amount_due(bill=bill, on=on)) for bill in bills]
