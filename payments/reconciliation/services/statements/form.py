"""Which form a bank statement has, by its content; names and endings are not asked."""

from collections.abc import Callable, Sequence

from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.statements.camt053 import parse_camt053
from payments.reconciliation.services.statements.mt940 import parse_mt940
from payments.reconciliation.services.statements.table import parse_table
from payments.reconciliation.services.statements.values import (
    ParsedLine,
    ParsedStatement,
)

__all__ = ["ParsedLine", "ParsedStatement", "parse_statements"]

SIZE_MAX_MB = 10
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
MT940_BEGINNINGS = (":20:", "{1:", "-}{1:")


def parse_statements(content: bytes) -> list[ParsedStatement]:
    """The statements of a file in MT940, camt.053 or a bank's CSV; balances checked.

    Raises:
        FileRefused: no form is recognised, or something in it does not hold.
    """
    text = _text(content)
    statements = list(_parser(text)(text))
    if not statements:
        raise FileRefused("empty")
    for statement in statements:
        statement.require_sound_balances()
    return statements


def _parser(text: str) -> Callable[[str], Sequence[ParsedStatement]]:
    beginning = text.lstrip()
    if beginning.startswith("<"):
        return parse_camt053
    if beginning.startswith(MT940_BEGINNINGS):
        return parse_mt940
    if ";" in beginning or "," in beginning:
        return parse_table
    raise FileRefused("unknown_format" if beginning else "empty")


def _text(content: bytes) -> str:
    """UTF-8 with or without its mark, else the cp1252 of older bank programs."""
    if len(content) > SIZE_MAX_MB * 1024 * 1024:
        raise FileRefused("too_big", limit=str(SIZE_MAX_MB))
    if content.startswith(UTF16_BOMS):
        raise FileRefused("utf16")
    if b"\0" in content:
        raise FileRefused("nul", line=content[: content.index(b"\0")].count(b"\n") + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused("not_utf8", line=line) from None
