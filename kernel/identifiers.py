"""Identifiers people and machines hold in their hands: kode bayar, numbers, codes."""

import re
import secrets

from kernel.check_digits import mod_97_10, mod_97_10_is_valid
from kernel.errors import RempahError

KODE_BAYAR_LENGTH = 14
KODE_BAYAR_BODIES = 10**12
REPORT_NUMBER_LENGTH = 12
# Crockford's alphabet: no I, L, O, U, so a code can be read over the phone.
OPAQUE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
OPAQUE_LENGTH = 12
# Read over the phone or off a plate, these sound or look like digits of it.
OPAQUE_LOOKALIKES = str.maketrans("ilo", "110")


class MistypedKodeBayar(RempahError):
    """Not 14 digits, or the check digits do not fit: a digit was altered or swapped."""

    code = "kode_bayar_mistyped"
    status = 404


class MistypedReportNumber(RempahError):
    """Not 12 digits, or the check digits do not fit: a digit was altered or swapped."""

    code = "report_number_mistyped"
    status = 404


def kode_bayar(body: int) -> str:
    """The 14-digit kode bayar of a body (1 … 10**12 - 1).

    Twelve digits, then ISO/IEC 7064 MOD 97-10 check digits. Which body a bill gets is
    the database's secret (levies_kode_bayar): whoever guesses should find no bill.

    Raises:
        ValueError: the body does not fit into twelve digits.
    """
    if not 0 < body < KODE_BAYAR_BODIES:
        raise ValueError("the body of a kode bayar has one to twelve digits")
    digits = f"{body:012d}"
    return digits + mod_97_10(digits)


def parse_kode_bayar(text: str) -> str:
    """The kode bayar a person typed, without the spaces, dots and dashes they put in.

    Raises:
        MistypedKodeBayar: the length or the check digits are wrong.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if len(digits) != KODE_BAYAR_LENGTH or not mod_97_10_is_valid(digits):
        raise MistypedKodeBayar
    return digits


def report_number() -> str:
    """A new number of a citizen's report: ten random digits, then two check digits.

    Digits alone, because it is read aloud and written down by hand.
    """
    body = f"{secrets.randbelow(10 ** (REPORT_NUMBER_LENGTH - 2)):010d}"
    return body + mod_97_10(body)


def parse_report_number(text: str) -> str:
    """The report number a person typed, without spaces, dots and dashes.

    Raises:
        MistypedReportNumber: the length or the check digits are wrong.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if len(digits) != REPORT_NUMBER_LENGTH or not mod_97_10_is_valid(digits):
        raise MistypedReportNumber
    return digits


def typed_digits(text: str) -> str:
    """The digits of what a person typed as a code; "" when it holds anything else."""
    bare = re.sub(r"[\s.\-]", "", text)
    return bare if re.fullmatch(r"[0-9]*", bare) else ""


def typed_opaque_code(text: str) -> str:
    """The opaque code a person typed, with what they put in between; "" for none.

    Twelve digits alone are a number of which some are missing: one code in a million
    has no letter.
    """
    bare = re.sub(r"[\s.\-]", "", text).lower()
    code = bare.translate(OPAQUE_LOOKALIKES)
    is_code = re.fullmatch(rf"[{OPAQUE_ALPHABET}]{{{OPAQUE_LENGTH}}}", code)
    return code if is_code and not bare.isdecimal() else ""


def opaque_code() -> str:
    """A new unguessable code for a URL: 12 characters, 60 bits."""
    return "".join(secrets.choice(OPAQUE_ALPHABET) for _ in range(OPAQUE_LENGTH))
