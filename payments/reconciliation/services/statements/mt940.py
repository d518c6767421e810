"""A statement in SWIFT MT940, read by the library mt-940."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import mt940

from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.statements.values import (
    DESCRIPTION_MAX,
    REFERENCE_MAX,
    ParsedLine,
    ParsedStatement,
    cleaned,
    reference,
    whole_rupiah,
)

OPENINGS = ("final_opening_balance", "intermediate_opening_balance")
CLOSINGS = ("final_closing_balance", "intermediate_closing_balance")
CURRENCY = "IDR"


def parse_mt940(text: str) -> list[ParsedStatement]:
    """The messages of a file, one statement each.

    Raises:
        FileRefused: it cannot be read, or a part is missing.
    """
    # A string is taken for a file name where such a file exists; a stream never is.
    try:
        messages = mt940.parse_statements(io.StringIO(text))
    except (ValueError, ArithmeticError, RuntimeError, LookupError) as error:
        raise FileRefused("mt940_malformed", value=str(error)[:120]) from None
    line_numbers = iter(_numbers_of_movements(text))
    return [_statement(message, line_numbers) for message in messages]


def _numbers_of_movements(text: str) -> list[int]:
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if line.startswith(":61:")]


def _statement(message: Any, line_numbers: Iterable[int]) -> ParsedStatement:
    data = message.data
    opening = _balance(data, OPENINGS, ":60F:")
    closing = _balance(data, CLOSINGS, ":62F:")
    movements = [one for one in message if "amount" in one.data]
    lines = tuple(
        _line(movement.data, number)
        for movement, number in zip(movements, line_numbers, strict=False)
    )
    if len(lines) < len(movements):
        raise FileRefused("mt940_malformed", value=":61:")
    last_on: date = closing.date
    return ParsedStatement(
        account=_required(data, "account_identification", ":25:"),
        number=_required(data, "statement_number", ":28C:"),
        first_on=min([line.booked_on for line in lines], default=last_on),
        last_on=max([line.booked_on for line in lines] + [last_on]),
        opening_idr=_amount(opening.amount, None, ":60F:"),
        closing_idr=_amount(closing.amount, None, ":62F:"),
        lines=lines,
    )


def _line(data: dict[str, Any], line_number: int) -> ParsedLine:
    value_on = _day(data["date"])
    amount = _amount(data["amount"], line_number, ":61:")
    if not amount:
        raise FileRefused("cell_malformed", line=line_number, column=":61:", value="0")
    return ParsedLine(
        line_number=line_number,
        booked_on=_day(data.get("guessed_entry_date") or data["date"]),
        value_on=value_on,
        amount_idr=amount,
        bank_reference=cleaned(data.get("bank_reference"), REFERENCE_MAX),
        reference=reference(data.get("customer_reference")),
        description=cleaned(data.get("transaction_details"), DESCRIPTION_MAX),
    )


def _balance(data: dict[str, Any], names: Iterable[str], tag: str) -> Any:
    for name in names:
        if data.get(name) is not None:
            return data[name]
    raise FileRefused("part_missing", value=tag)


def _required(data: dict[str, Any], name: str, tag: str) -> str:
    found = cleaned(data.get(name), REFERENCE_MAX)
    if not found:
        raise FileRefused("part_missing", value=tag)
    return found


def _amount(amount: Any, line: int | None, tag: str) -> int:
    if amount.currency not in (CURRENCY, None):
        raise FileRefused(
            "wrong_currency", line=line, column=tag, value=str(amount.currency)
        )
    return whole_rupiah(amount.amount, line=line, column=tag)


def _day(day: date) -> date:
    """The library's own kind of date as a plain one."""
    return date(day.year, day.month, day.day)
