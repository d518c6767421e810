"""What an answer must be, by the kind of its question. Pure: a text in, a value out."""

import re

from kernel.errors import RempahError
from kernel.nik import MalformedNik, parse_nik
from permits.definitions import Question, QuestionKind

LONGEST = {
    QuestionKind.NAME: 120,
    QuestionKind.TEXT: 120,
    QuestionKind.LONG_TEXT: 600,
}
DM2_PER_M2 = 100
SIZE_DM2_MAX = 1_000_000
PHONE_DIGITS = range(9, 14)
# NIK and telephone numbers belong in their own fields, not in texts that are printed.
PERSONAL = re.compile(r"(?<!\d)\d{16}(?!\d)")
_SIZE = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?")


class AnswerRefused(RempahError):
    """An answer does not fit its question; `field` names it, `problem` says why."""

    code = "answer_refused"

    def __init__(self, *, field: str, label: str, problem: str) -> None:
        super().__init__(field=field, label=label, problem=problem)
        self.field, self.problem = field, problem


class _Problem(Exception):
    """Never leaves this module: parse_answer names the field."""

    def __init__(self, code: str) -> None:
        self.code = code


def parse_answer(question: Question, text: str) -> str:
    """The answer as it is kept: trimmed, digits only where it is a number.

    A size becomes hundredths of a square metre; an optional question may be empty.

    Raises:
        AnswerRefused: it does not fit; `problem` is one of: required, too_long,
            letters, nik_length, nik_place, nik_birth, nik_serial, phone, size,
            option, personal.
    """
    text = " ".join(text.split()) if question.kind in _ONE_LINE else text.strip()
    if not text:
        if question.must:
            raise _refused(question, "required")
        return ""
    if "\x00" in text:
        raise _refused(question, "letters")
    try:
        return _PARSERS[question.kind](question, text)
    except _Problem as problem:
        raise _refused(question, problem.code) from None


def size_dm2(text: str) -> int:
    """Hundredths of a square metre from `6`, `6,25`, or `6.25`.

    Raises:
        ValueError: it is not a size from 0,01 to 10.000 m².
    """
    found = _SIZE.fullmatch(text.removesuffix("m²").removesuffix("m2").strip())
    if not found:
        raise ValueError(text)
    size = int(found[1]) * DM2_PER_M2 + int((found[2] or "").ljust(2, "0") or "0")
    if not 0 < size <= SIZE_DM2_MAX:
        raise ValueError(text)
    return size


def _refused(question: Question, problem: str) -> AnswerRefused:
    return AnswerRefused(field=question.code, label=question.label, problem=problem)


def _text(question: Question, text: str) -> str:
    if len(text) > LONGEST[question.kind]:
        raise _Problem("too_long")
    if PERSONAL.search(text):
        raise _Problem("personal")
    return text


def _name(question: Question, text: str) -> str:
    if not any(char.isalpha() for char in text) or any(c.isdigit() for c in text):
        raise _Problem("letters")
    return _text(question, text)


def _nik(_question: Question, text: str) -> str:
    try:
        return parse_nik(text)
    except MalformedNik as malformed:
        raise _Problem(f"nik_{malformed.facts['part']}") from None


def _phone(_question: Question, text: str) -> str:
    """Kept as +62 and the digits after it."""
    digits = re.sub(r"[\s().+-]", "", text)
    national = digits.removeprefix("62") if digits.startswith("62") else digits
    national = national.removeprefix("0")
    if not (national.isascii() and national.isdigit() and national[0] != "0"):
        raise _Problem("phone")
    if len(national) not in PHONE_DIGITS:
        raise _Problem("phone")
    return f"+62{national}"


def _choice(question: Question, text: str) -> str:
    if text not in {option.value for option in question.options}:
        raise _Problem("option")
    return text


def _code(_question: Question, text: str) -> str:
    """A code of the city's own lists; whether it exists, the service asks."""
    if not re.fullmatch(r"[a-z0-9.-]{1,40}", text):
        raise _Problem("option")
    return text


def _size(_question: Question, text: str) -> str:
    try:
        return str(size_dm2(text))
    except ValueError:
        raise _Problem("size") from None


_ONE_LINE = frozenset(QuestionKind) - {QuestionKind.LONG_TEXT}
_PARSERS = {
    QuestionKind.NAME: _name,
    QuestionKind.NIK: _nik,
    QuestionKind.PHONE: _phone,
    QuestionKind.KELURAHAN: _code,
    QuestionKind.MARKET: _code,
    QuestionKind.CHOICE: _choice,
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.SIZE_M2: _size,
}
