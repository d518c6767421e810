"""Check digits by ISO/IEC 7064, as pure functions over strings of digits."""


def mod_97_10(digits: str) -> str:
    """The two check digits of ISO/IEC 7064 MOD 97-10 for a string of digits.

    Any single altered digit and any swap of two neighbours changes them.

    Raises:
        ValueError: something other than ASCII digits was given.
    """
    _require_digits(digits)
    return f"{98 - int(digits) * 100 % 97:02d}"


def mod_97_10_is_valid(digits: str) -> bool:
    """Whether the last two digits are the check digits of those before them."""
    return (
        len(digits) > 2
        and digits.isascii()
        and digits.isdigit()
        and 1 < int(digits[-2:]) < 99
        and int(digits) % 97 == 1
    )


def _require_digits(digits: str) -> None:
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("only digits have check digits")
