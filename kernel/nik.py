"""The NIK by its structure: 16 digits, place of registration, birth date, serial.

There is no check digit, so a well-formed NIK may still be nobody's: whether it is this
person's, the office sees on the identity card. The place is that of the first
registration and need not be this city.
"""

from datetime import date

from kernel.errors import RempahError

LENGTH = 16
# Kemendagri codes of provinces; a NIK begins with one of them.
PROVINCES = frozenset(
    (
        *(*range(11, 20), 21, *range(31, 37), *range(51, 54)),
        *(*range(61, 66), *range(71, 77), 81, 82, *range(91, 97)),
    )
)
# A woman's day of birth is written with 40 added to it.
WOMANS_DAY = 40
CENTURIES = (1900, 2000)


class MalformedNik(RempahError):
    """Not a NIK; `part` says which part of it cannot be: length, place, birth, serial.

    The digits themselves are never repeated in an error.
    """

    code = "nik_malformed"


def parse_nik(text: str) -> str:
    """The sixteen digits of a NIK as a person typed it, without blanks and strokes.

    Raises:
        MalformedNik: it cannot be one; its fact names the part.
    """
    digits = "".join(char for char in text if char not in " .-\t")
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise MalformedNik(part="length")
    if int(digits[:2]) not in PROVINCES:
        raise MalformedNik(part="place")
    if not _is_a_birthday(digits[6:12]):
        raise MalformedNik(part="birth")
    if digits[12:] == "0000":
        raise MalformedNik(part="serial")
    return digits


def masked_nik(nik: str) -> str:
    """What a screen shows of it: the place and the last four, as `8271••••••••0001`."""
    return f"{nik[:4]}{'•' * (LENGTH - 8)}{nik[-4:]}" if nik else ""


def _is_a_birthday(digits: str) -> bool:
    """DDMMYY: the century is not told, so 29 February may be of either."""
    day, month, year = (int(digits[start : start + 2]) for start in (0, 2, 4))
    return any(
        _exists(century + year, month, day % WOMANS_DAY if day > WOMANS_DAY else day)
        for century in CENTURIES
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
