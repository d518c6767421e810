"""CSV for spreadsheets: streamed, and no cell that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Iterator

UTF8_BOM = "\ufeff"
# What makes a spreadsheet take a cell for a formula, also behind a blank.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BLANKS = " \u00a0\n"


def safe_cell(value: object) -> str:
    """The value as text; what begins like a formula gets an apostrophe before it."""
    text = str(value)
    if isinstance(value, int):
        return text
    lines = text.splitlines() or [""]
    if any(line.lstrip(BLANKS).startswith(DANGEROUS) for line in lines):
        return f"'{text}"
    return text


def csv_rows(rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a CSV file, each as it is made; begins with the mark Excel wants."""
    writer = csv.writer(_Echo())
    yield UTF8_BOM
    for row in rows:
        yield writer.writerow(row)


class _Echo:
    """What csv writes to; gives each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text
