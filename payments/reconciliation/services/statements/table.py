"""A statement as regional banks export it: title lines, then a table of movements.

No bank publishes its form. Columns and titles are found by the words that banks use for
them; what is not found is named. Amounts are `1.250.000,00`, dates `dd/mm/yyyy`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.statements.values import (
    DESCRIPTION_MAX,
    REFERENCE_MAX,
    ParsedLine,
    ParsedStatement,
    cleaned,
)

COLUMNS: Mapping[str, frozenset[str]] = {
    "booked_on": frozenset({"tanggal", "tgl", "tanggal transaksi", "tanggal buku"}),
    "value_on": frozenset(
        {"tanggal valuta", "tgl valuta", "valuta", "tanggal efektif"}
    ),
    "bank_reference": frozenset({"no referensi", "referensi", "no bukti", "no ref"}),
    "description": frozenset({"keterangan", "uraian", "uraian transaksi"}),
    "debit": frozenset({"debet", "debit", "mutasi debet"}),
    "credit": frozenset({"kredit", "mutasi kredit"}),
    "balance": frozenset({"saldo"}),
}
REQUIRED = ("booked_on", "description", "debit", "credit", "balance")
TITLES: Mapping[str, frozenset[str]] = {
    "account": frozenset({"nomor rekening", "no rekening", "rekening"}),
    "number": frozenset({"nomor", "nomor rekening koran", "no rekening koran"}),
    "opening": frozenset({"saldo awal"}),
    "closing": frozenset({"saldo akhir"}),
    "period": frozenset({"periode"}),
}
# Grouped in threes or not at all: 1.5 is neither one and a half nor fifteen.
_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,00?)?")
_DAY = re.compile(r"([0-9]{2})[/-]([0-9]{2})[/-]([0-9]{4})")

type Row = Sequence[str]


def parse_table(text: str) -> list[ParsedStatement]:
    """The one statement of a bank's CSV, over all days it covers.

    Raises:
        FileRefused: with line and column of what is missing or cannot be read.
    """
    if not text.endswith(("\n", "\r")):
        raise FileRefused("cut_off", line=len(text.splitlines()))
    rows = _rows(text)
    titles: dict[str, tuple[int, str]] = {}
    positions: dict[str, int] = {}
    for line, row in rows:
        positions = _positions(row, line)
        if positions:
            break
        _note_title(titles, row, line)
    if not positions:
        raise FileRefused("column_missing", value="Tanggal")
    lines = tuple(_line(row, positions, line) for line, row in rows if any(row))
    return [_statement(titles, lines)]


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    delimiter = ";" if text.count(";") >= text.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if reader.line_num > line:
                raise FileRefused("line_break_in_cell", line=line)
            yield line, [cell.strip() for cell in row]
            line = reader.line_num + 1
    except csv.Error:
        raise FileRefused("not_csv", line=line) from None


def _positions(row: Row, line: int) -> dict[str, int]:
    """Where the columns stand if this is the header of the table; else nothing."""
    names = [_word(cell) for cell in row]
    found: dict[str, int] = {}
    for column, words in COLUMNS.items():
        places = [place for place, name in enumerate(names) if name in words]
        if len(places) > 1:
            raise FileRefused("column_twice", line=line, value=row[places[1]])
        if places:
            found[column] = places[0]
    if not {"debit", "credit"} & found.keys():
        return {}
    for column in REQUIRED:
        if column not in found:
            value = sorted(COLUMNS[column])[0].capitalize()
            raise FileRefused("column_missing", line=line, value=value)
    return found


def _note_title(titles: dict[str, tuple[int, str]], row: Row, line: int) -> None:
    if len(row) < 2:
        return
    for title, words in TITLES.items():
        if _word(row[0]) in words:
            titles[title] = (line, row[1])


def _line(row: Row, positions: Mapping[str, int], line: int) -> ParsedLine:
    width = max(positions.values()) + 1
    if len(row) < width:
        raise FileRefused(
            "cells_missing", line=line, value=str(len(row)), limit=str(width)
        )
    cells = {column: row[place] for column, place in positions.items()}
    debit = _amount(cells["debit"] or "0", line, "Debet")
    credit = _amount(cells["credit"] or "0", line, "Kredit")
    if (debit > 0) == (credit > 0) or debit < 0 or credit < 0:
        value = f"{cells['debit']} / {cells['credit']}"
        raise FileRefused("cell_malformed", line=line, column="Debet", value=value)
    description = cleaned(cells["description"], DESCRIPTION_MAX)
    booked_on = _day(cells["booked_on"], line, "Tanggal")
    value_text = cells.get("value_on")
    return ParsedLine(
        line_number=line,
        booked_on=booked_on,
        value_on=_day(value_text, line, "Tanggal valuta") if value_text else booked_on,
        amount_idr=credit - debit,
        bank_reference=cleaned(cells.get("bank_reference"), REFERENCE_MAX),
        reference="",
        description=description,
        balance_idr=_amount(cells["balance"], line, "Saldo"),
    )


def _statement(
    titles: Mapping[str, tuple[int, str]], lines: tuple[ParsedLine, ...]
) -> ParsedStatement:
    for title in ("account", "opening", "closing", "period"):
        if title not in titles:
            value = sorted(TITLES[title])[0].capitalize()
            raise FileRefused("part_missing", value=value)
    first_on, last_on = _period(*titles["period"])
    for line in lines:
        if not first_on <= line.booked_on <= last_on:
            raise FileRefused(
                "wrong_day",
                line=line.line_number,
                column="Tanggal",
                value=f"{line.booked_on:%d/%m/%Y}",
                limit=titles["period"][1],
            )
    opening_line, opening = titles["opening"]
    closing_line, closing = titles["closing"]
    return ParsedStatement(
        account=titles["account"][1],
        number=titles.get("number", (0, f"{first_on}/{last_on}"))[1],
        first_on=first_on,
        last_on=last_on,
        opening_idr=_amount(opening, opening_line, "Saldo Awal"),
        closing_idr=_amount(closing, closing_line, "Saldo Akhir"),
        lines=lines,
    )


def _period(line: int, text: str) -> tuple[date, date]:
    days = [_day(found.group(), line, "Periode") for found in _DAY.finditer(text)]
    if len(days) not in (1, 2) or days[0] > days[-1]:
        raise FileRefused(
            "date_malformed", line=line, column="Periode", value=text[:60]
        )
    return days[0], days[-1]


def _amount(text: str, line: int, column: str) -> int:
    if not _AMOUNT.fullmatch(text):
        problem = "cell_formula" if text[:1] in ("=", "+", "@") else "cell_malformed"
        raise FileRefused(problem, line=line, column=column, value=text[:60])
    return int(text.split(",")[0].replace(".", ""))


def _day(text: str, line: int, column: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise FileRefused("date_malformed", line=line, column=column, value=text[:60])


def _word(cell: str) -> str:
    return " ".join(cell.replace(".", " ").lower().split())
