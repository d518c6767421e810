"""Reads a settlement report line by line, as text. No database, no arithmetic.

Every line either fits one pattern or is looked at again, cell by cell, to say which
cell does not. A report that a spreadsheet has saved again is refused by its traces
(UTF-16, semicolons, 1,5E+06): such a program may have rewritten ids and amounts.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from payments.reconciliation.services.refusals import FileRefused

SIZE_MAX_MB = 200
SIZE_MAX_BYTES = SIZE_MAX_MB * 1024 * 1024
LINE_MAX_BYTES = 8192
UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

_AMOUNT = r"\d{1,13}(?:\.00?)?"
_DECIMAL = r"\d{1,13}(?:\.\d{1,4})?"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"


class Column(NamedTuple):
    """A column we read: its name in the report and the form of its cells."""

    name: str
    pattern: str


# In this order they are copied into the staging table.
COLUMNS = (
    Column("Order ID", r"[A-Za-z0-9._~][A-Za-z0-9._~-]{0,59}"),
    Column("Transaction ID", r"[A-Za-z0-9][A-Za-z0-9._~-]{0,63}"),
    Column("Settlement Time", rf"\d{{4}}-\d\d-\d\d {_TIME}"),
    Column("Payment Type", r"[A-Za-z0-9][A-Za-z0-9_. -]{0,29}"),
    Column("Status", r"settlement|capture|refund|partial_refund|chargeback"),
    Column("Gross Amount", _AMOUNT),
    Column("Fee", _AMOUNT),
    Column("Fee VAT", _DECIMAL),
    Column("Net Amount", rf"-?{_DECIMAL}"),
    Column("Refund Amount", rf"(?:{_AMOUNT})?"),
    Column("Refund Type", r"[A-Za-z_ ]{0,20}"),
    Column("Withdrawal ID", r"[A-Za-z0-9_-]{0,64}"),
)
NAMES = tuple(column.name for column in COLUMNS)
SETTLED_AT = NAMES.index("Settlement Time")
DATE_LENGTH = len("2026-11-24")
_LINE = re.compile("\t".join(f"(?:{column.pattern})" for column in COLUMNS), re.ASCII)


class SettlementRows:
    """The lines of one report, ready to be copied; its hash once they are all read.

    Iterating yields `line number TAB cells` in the order of COLUMNS.

    Raises (while iterating):
        FileRefused: with the line and the column, at the first thing that is wrong.
    """

    def __init__(self, stream: BinaryIO, *, today: date, day: date | None = None):
        self._stream = stream
        self._last_day = today
        self._only_day = day
        self._hash = hashlib.sha256()
        self._sound_days: set[str] = set()
        self._lines_read = 0
        self.count = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[str]:
        reader = csv.reader(self._texts(), strict=True)
        try:
            header = next(reader, None)
            if header is None:
                raise FileRefused("empty")
            positions = _positions(header)
            cells_of = itemgetter(*positions)
            for row in reader:
                if not row:
                    continue
                line = reader.line_num
                if len(row) != len(header):
                    raise _wrong_width(row, header, line)
                cells: tuple[str, ...] = cells_of(row)
                text = "\t".join(cells)
                if not _LINE.fullmatch(text):
                    raise _wrong_cell(cells, line)
                self._require_sound_day(cells[SETTLED_AT], line)
                self.count += 1
                yield f"{line}\t{text}\n"
            if not self.count:
                # Empty reports of two days are the same bytes: nothing to keep.
                raise FileRefused("no_lines")
        except csv.Error:
            raise FileRefused("not_csv", line=self._lines_read) from None

    def _texts(self) -> Iterator[str]:
        """The file's lines as text; each is whole, short and has closed quotes."""
        size = 0
        while raw := self._stream.readline(LINE_MAX_BYTES + 1):
            self._hash.update(raw)
            self._lines_read += 1
            size += len(raw)
            if size > SIZE_MAX_BYTES:
                raise FileRefused("too_big", limit=str(SIZE_MAX_MB))
            if self._lines_read == 1:
                raw = _without_bom(raw)
            yield _text(raw, self._lines_read)

    def _require_sound_day(self, settled_at: str, line: int) -> None:
        text = settled_at[:DATE_LENGTH]
        if text in self._sound_days:
            return
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise _at(SETTLED_AT, "date_malformed", line, text) from None
        if day > self._last_day:
            raise _at(SETTLED_AT, "date_in_future", line, text)
        if self._only_day and day != self._only_day:
            limit = self._only_day.isoformat()
            raise _at(SETTLED_AT, "wrong_day", line, text, limit=limit)
        self._sound_days.add(text)


def _without_bom(raw: bytes) -> bytes:
    if raw.startswith(UTF16_BOMS):
        raise FileRefused("utf16")
    return raw.removeprefix(UTF8_BOM)


def _text(raw: bytes, line: int) -> str:
    if b"\0" in raw:
        raise FileRefused("nul", line=line)
    if len(raw) > LINE_MAX_BYTES:
        raise FileRefused("line_too_long", line=line, limit=str(LINE_MAX_BYTES))
    if not raw.endswith(b"\n"):
        raise FileRefused("cut_off", line=line)
    if raw.count(b'"') % 2:
        raise FileRefused("line_break_in_cell", line=line)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise FileRefused("not_utf8", line=line) from None


def _positions(header: Sequence[str]) -> list[int]:
    """Where each of COLUMNS stands: by name, for reports shuffle and add columns."""
    names = [name.strip() for name in header]
    for name in NAMES:
        if name not in names:
            problem = "semicolons" if ";" in "".join(names) else "column_missing"
            raise FileRefused(problem, line=1, value=name)
        if names.count(name) > 1:
            raise FileRefused("column_twice", line=1, value=name)
    return [names.index(name) for name in NAMES]


def _wrong_width(row: Sequence[str], header: Sequence[str], line: int) -> FileRefused:
    problem = "cells_missing" if len(row) < len(header) else "cells_too_many"
    return FileRefused(problem, line=line, value=str(len(row)), limit=str(len(header)))


def _wrong_cell(cells: Sequence[str], line: int) -> FileRefused:
    index = next(
        index
        for index, column in enumerate(COLUMNS)
        if not re.fullmatch(column.pattern, cells[index], re.ASCII)
    )
    return _at(index, _problem_of(COLUMNS[index], cells[index]), line, cells[index])


def _problem_of(column: Column, value: str) -> str:
    if not value.strip():
        return "cell_empty"
    if column.name.endswith(("Amount", "Fee", "VAT")):
        return _problem_of_amount(value)
    if value.lstrip()[0] in "=+-@":
        return "cell_formula"
    if column.name == "Status":
        return "status_unsettled"
    return "date_malformed" if column.name.endswith("Time") else "cell_malformed"


def _problem_of_amount(value: str) -> str:
    if re.fullmatch(r"-\d+(\.\d+)?", value):
        return "amount_negative"
    if value.lstrip()[0] in "=+-@":
        return "cell_formula"
    if re.fullmatch(r"[\d.,]+[eE][+-]?\d+", value):
        return "amount_scientific"
    return "amount_malformed"


def _at(index: int, problem: str, line: int, value: str, **facts: str) -> FileRefused:
    shown = value[:60]
    return FileRefused(problem, line=line, column=NAMES[index], value=shown, **facts)
