"""Finding a NIK or a telephone number in a text, before it is kept for ever."""

import re

# A NIK has 16 digits; a mobile number starts 08 or 62 8. Both must stand alone: a hash
# or a gateway's reference may well hold such a run between its letters.
_PERSONAL = (
    re.compile(r"(?<![0-9A-Za-z])\d{16}(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])(?:\+?62|0)8\d{8,10}(?![0-9A-Za-z])"),
)


def holds_personal_data(text: str) -> bool:
    """Whether what looks like a NIK or a mobile number stands in a text."""
    return any(pattern.search(text) for pattern in _PERSONAL)
