"""What a statement says, whatever its form; and the checks that every form shares."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import Rupiah
from payments.reconciliation.services.refusals import FileRefused

DESCRIPTION_MAX = 400
REFERENCE_MAX = 64
# What banks write where the sender gave no reference.
NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """One movement. `balance_idr` only where the form has a running balance."""

    line_number: int
    booked_on: date
    value_on: date
    amount_idr: int
    bank_reference: str
    reference: str
    description: str
    balance_idr: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """One statement of one account; its lines lead from opening to closing."""

    account: str
    number: str
    first_on: date
    last_on: date
    opening_idr: int
    closing_idr: int
    lines: tuple[ParsedLine, ...]

    def require_sound_balances(self) -> None:
        """Opening + the lines = closing, and every running balance on the way.

        Raises:
            FileRefused: at the first line whose balance does not follow.
        """
        balance = self.opening_idr
        for line in self.lines:
            balance += line.amount_idr
            if line.balance_idr is not None and line.balance_idr != balance:
                raise _broken(line.balance_idr, balance, line.line_number)
        if balance != self.closing_idr:
            raise _broken(self.closing_idr, balance, None)


def whole_rupiah(amount: Decimal, *, line: int | None, column: str) -> int:
    """A bank's decimal amount as whole rupiah.

    Raises:
        FileRefused: it has cents.
    """
    if amount != amount.to_integral_value():
        raise FileRefused(
            "not_whole_rupiah", line=line, column=column, value=str(amount)
        )
    return int(amount)


def cleaned(text: str | None, limit: int) -> str:
    """One line of text without the line breaks of its form, at most so long."""
    return " ".join((text or "").split())[:limit]


def reference(text: str | None) -> str:
    """The sender's reference; empty where a bank only says that there is none."""
    found = cleaned(text, REFERENCE_MAX)
    return "" if found.upper() in NO_REFERENCE else found


def _broken(told: int, expected: int, line: int | None) -> FileRefused:
    return FileRefused(
        "balance_breaks",
        line=line,
        value=str(Rupiah(told)),
        limit=str(Rupiah(expected)),
    )
