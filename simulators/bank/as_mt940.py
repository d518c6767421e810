"""A statement as SWIFT MT940: one message a day."""

import re
import textwrap

from simulators.bank.books import Line, Statement

FOREIGN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
"""What the SWIFT character set has not."""
LINE_WIDTH = 65
LINES_MAX = 6
REFERENCE_WIDTH = 16


def write_mt940(statements: list[Statement]) -> str:
    return "".join(map(_message, statements))


def _message(statement: Statement) -> str:
    day = f"{statement.day:%y%m%d}"
    lines = [
        f":20:STMT{day}{statement.number:03d}",
        f":25:{statement.account.number}",
        f":28C:{statement.number}/1",
        f":60F:{_balance(day, statement.opening_idr)}",
        *(part for line in statement.lines for part in _line(line)),
        f":62F:{_balance(day, statement.closing_idr)}",
        f":64:{_balance(day, statement.closing_idr)}",
        "-",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _line(line: Line) -> list[str]:
    entry = line.entry
    mark = "C" if entry.side == "credit" else "D"
    reference = FOREIGN.sub(" ", entry.reference)[:REFERENCE_WIDTH] or "NONREF"
    described = FOREIGN.sub(" ", entry.description)
    # A line that starts with a colon or a dash would read as a new field.
    wrapped = textwrap.wrap(described, LINE_WIDTH - 1)[:LINES_MAX] or ["-"]
    narrative = [f" {part}" if part[0] in ":-" else part for part in wrapped]
    return [
        f":61:{entry.value_on:%y%m%d}{entry.booked_on:%m%d}{mark}"
        f"{entry.amount_idr},00NTRF{reference}//{entry.entry_id}",
        f":86:{narrative[0]}",
        *narrative[1:],
    ]


def _balance(day: str, amount_idr: int) -> str:
    mark = "C" if amount_idr >= 0 else "D"
    return f"{mark}{day}IDR{abs(amount_idr)},00"
