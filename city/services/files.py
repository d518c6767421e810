"""Reading a city's files: tables as CSV, a profile as TOML. Errors name the line."""

import csv
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kernel.errors import RempahError

COMMENT = "#"
YES_NO = {"ya": True, "tidak": False}


class BadCityFile(RempahError):
    """A file of a city cannot be loaded; its facts are file, line, field, problem."""

    code = "city_file_bad"

    def __init__(self, *, file: str, line: int, field: str, problem: str) -> None:
        super().__init__(
            f"{file}, line {line}, {field}: {problem}",
            file=file,
            line=line,
            field=field,
            problem=problem,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file, read field by field; a bad field is refused by name."""

    file: str
    line: int
    values: Mapping[str, str]

    def bad(self, field: str, problem: str) -> BadCityFile:
        """The refusal of one field of this record."""
        return BadCityFile(file=self.file, line=self.line, field=field, problem=problem)

    def text(self, field: str, *, longest: int = 200) -> str:
        """A text that must not be empty."""
        value = self.optional_text(field, longest=longest)
        if not value:
            raise self.bad(field, "is empty")
        return value

    def optional_text(self, field: str, *, longest: int = 200) -> str:
        """A text that may be empty."""
        value = self.values[field].strip()
        if len(value) > longest:
            raise self.bad(field, f"is longer than {longest} characters")
        return value

    def choice(self, field: str, among: Sequence[str]) -> str:
        """One of some words."""
        value = self.text(field)
        if value not in among:
            raise self.bad(field, f"{value!r} is none of {', '.join(among)}")
        return value

    def yes_no(self, field: str) -> bool:
        """`ya` or `tidak`."""
        return YES_NO[self.choice(field, list(YES_NO))]

    def whole(self, field: str) -> int:
        """A whole number, zero or greater, in plain digits."""
        return self._parsed(field, _whole, "is not a whole number in plain digits")

    def day(self, field: str) -> date:
        """A date, as 2026-03-02."""
        return self._parsed(field, date.fromisoformat, "is not a date like 2026-03-02")

    def optional_day(self, field: str) -> date | None:
        """A date, or nothing."""
        return self.day(field) if self.values[field].strip() else None

    def optional_degrees(self, field: str) -> Decimal | None:
        """A coordinate with five digits after the point, or nothing."""
        if not self.values[field].strip():
            return None
        return self._parsed(field, _degrees, "is not a coordinate in degrees")

    def _parsed[T](self, field: str, parse: Callable[[str], T], problem: str) -> T:
        value = self.text(field)
        try:
            return parse(value)
        except (ValueError, InvalidOperation):
            raise self.bad(field, f"{value!r} {problem}") from None


def read_rows(
    folder: Path, name: str, *, fields: Sequence[str], unique: Sequence[str]
) -> list[Row]:
    """The records of a CSV file whose first line names exactly these fields.

    Lines beginning with # are comments. `unique` names the fields that together tell
    one record from every other.

    Raises:
        BadCityFile: the file is missing, not UTF-8, or a record does not fit.
    """
    lines = [
        (number, line)
        for number, line in enumerate(_text(folder, name).splitlines(), start=1)
        if line.strip() and not line.startswith(COMMENT)
    ]
    if not lines:
        raise BadCityFile(file=name, line=1, field="-", problem="has no records")
    (head_number, head), *rest = lines
    if head.split(",") != list(fields):
        problem = f"the first line must be {','.join(fields)}"
        raise BadCityFile(file=name, line=head_number, field="-", problem=problem)
    records = [
        Row(name, number, _record(name, number, line, fields)) for number, line in rest
    ]
    _require_unique(records, unique)
    return records


def read_profile(folder: Path, name: str, *, fields: Sequence[str]) -> Row:
    """The one record of a flat TOML file with exactly these text fields.

    Raises:
        BadCityFile: the file is missing, not TOML, or lacks or has too many fields.
    """
    text = _text(folder, name)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadCityFile(file=name, line=1, field="-", problem=str(error)) from None
    for field in sorted(set(values) ^ set(fields)):
        problem = "is missing" if field in fields else "is not a field of a profile"
        line = _line_of(text, field)
        raise BadCityFile(file=name, line=line, field=field, problem=problem)
    return Row(name, 1, {field: str(value) for field, value in values.items()})


def require_known[T](row: Row, field: str, known: Mapping[str, T]) -> T:
    """What a field of a record refers to.

    Raises:
        BadCityFile: nothing has that code.
    """
    code = row.text(field)
    if code not in known:
        raise row.bad(field, f"{code!r} is not known")
    return known[code]


def _record(name: str, number: int, line: str, fields: Sequence[str]) -> dict[str, str]:
    try:
        (cells,) = csv.reader([line], strict=True)
        problem = f"has {len(cells)} fields, not the {len(fields)} of the first line"
    except csv.Error as error:
        cells, problem = [], str(error)
    if len(cells) != len(fields):
        raise BadCityFile(file=name, line=number, field=fields[0], problem=problem)
    return dict(zip(fields, cells, strict=True))


def _require_unique(records: Sequence[Row], unique: Sequence[str]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in records:
        key = tuple(row.values[field].strip() for field in unique)
        if key in seen:
            raise row.bad(unique[0], f"repeats line {seen[key]}")
        seen[key] = row.line


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        problem = "the file is missing"
    except UnicodeDecodeError:
        problem = "the file is not UTF-8"
    raise BadCityFile(file=name, line=1, field="-", problem=problem)


def _line_of(text: str, field: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.split("=")[0].strip() == field:
            return number
    return 1


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return int(text)


def _degrees(text: str) -> Decimal:
    value = Decimal(text).quantize(Decimal("0.00001"))
    if not abs(value) <= Decimal(180):
        raise ValueError
    return value
