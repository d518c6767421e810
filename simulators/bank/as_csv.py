"""A statement as regional banks export it: titles first, semicolons, decimal commas."""

import csv
import io
from datetime import date

from simulators.bank.books import Statement

HEADER = (
    "Tanggal",
    "Tanggal Valuta",
    "No. Referensi",
    "Keterangan",
    "Debet",
    "Kredit",
    "Saldo",
)


def write_csv(statements: list[Statement], bank_name: str) -> str:
    """One table over all days of the statements."""
    first, last = statements[0], statements[-1]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([bank_name])
    writer.writerow(["REKENING KORAN"])
    writer.writerow(["Nomor Rekening", first.account.number])
    writer.writerow(["Nama Rekening", first.account.name])
    writer.writerow(["Periode", f"{_day(first.day)} s.d. {_day(last.day)}"])
    writer.writerow(["Nomor", f"{first.day:%Y}/{first.number:03d}-{last.number:03d}"])
    writer.writerow(["Saldo Awal", _amount(first.opening_idr)])
    writer.writerow(["Saldo Akhir", _amount(last.closing_idr)])
    writer.writerow([])
    writer.writerow(HEADER)
    for statement in statements:
        for line in statement.lines:
            entry = line.entry
            is_credit = entry.side == "credit"
            writer.writerow(
                [
                    _day(entry.booked_on),
                    _day(entry.value_on),
                    entry.entry_id,
                    entry.description,
                    _amount(0 if is_credit else entry.amount_idr),
                    _amount(entry.amount_idr if is_credit else 0),
                    _amount(line.balance_idr),
                ]
            )
    return text.getvalue()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _amount(amount_idr: int) -> str:
    return f"{amount_idr:,}".replace(",", ".") + ",00"
