"""A statement in ISO 20022 camt.053 (.001.02 and .001.08)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.statements.values import (
    DESCRIPTION_MAX,
    REFERENCE_MAX,
    ParsedLine,
    ParsedStatement,
    cleaned,
    reference,
    whole_rupiah,
)

NAMESPACE = re.compile(
    r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}Document"
)
CURRENCY = "IDR"


def parse_camt053(text: str) -> list[ParsedStatement]:
    """The statements of a document. Entries that are only pending do not count.

    Raises:
        FileRefused: it is no camt.053, declares entities, or a part is missing.
    """
    try:
        document = fromstring(text.lstrip().encode(), forbid_dtd=True)
    except ParseError as error:
        line = error.position[0]
        raise FileRefused("xml_malformed", line=line, value=str(error)[:120]) from None
    except DefusedXmlException:
        raise FileRefused("xml_malformed", value="DOCTYPE") from None
    except (LookupError, ValueError) as error:
        raise FileRefused("xml_malformed", value=str(error)[:120]) from None
    if not NAMESPACE.fullmatch(document.tag):
        raise FileRefused("unknown_format")
    found = document.iterfind("{*}BkToCstmrStmt/{*}Stmt")
    return [_statement(element) for element in found]


def _statement(element: Element) -> ParsedStatement:
    balances = dict(_balances(element))
    for code in ("OPBD", "CLBD"):
        if code not in balances:
            raise FileRefused("part_missing", value=f"Bal {code}")
    opening_idr, opening_on = balances["OPBD"]
    closing_idr, closing_on = balances["CLBD"]
    booked = (e for e in element.iterfind("{*}Ntry") if _status(e) == "BOOK")
    lines = tuple(_line(entry, place) for place, entry in enumerate(booked, start=1))
    account = _text(element, "Acct/Id/Othr/Id") or _text(element, "Acct/Id/IBAN")
    if not account:
        raise FileRefused("part_missing", value="Acct/Id")
    days = [line.booked_on for line in lines]
    return ParsedStatement(
        account=account,
        number=_text(element, "ElctrncSeqNb") or _text(element, "Id"),
        first_on=min([_period_day(element, "FrDtTm") or opening_on, *days]),
        last_on=max([_period_day(element, "ToDtTm") or closing_on, *days]),
        opening_idr=opening_idr,
        closing_idr=closing_idr,
        lines=lines,
    )


def _balances(statement: Element) -> Iterator[tuple[str, tuple[int, date]]]:
    for balance in statement.iterfind("{*}Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        on = _day(balance, "Dt", f"Bal {code}")
        yield code, (_signed(balance, f"Bal {code}"), on)


def _line(entry: Element, place: int) -> ParsedLine:
    column = f"Ntry[{place}]"
    amount_idr = _signed(entry, column)
    if not amount_idr:
        raise FileRefused("cell_malformed", column=f"{column}/Amt", value="0")
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    texts = [_words(detail) for detail in details] or [_text(entry, "AddtlNtryInf")]
    references = [_text(detail, "Refs/EndToEndId") for detail in details]
    return ParsedLine(
        line_number=place,
        booked_on=_day(entry, "BookgDt", column),
        value_on=_day(entry, "ValDt" if _has(entry, "ValDt") else "BookgDt", column),
        amount_idr=amount_idr,
        bank_reference=cleaned(_text(entry, "AcctSvcrRef"), REFERENCE_MAX),
        # A batch has no reference of its own; those of its parts stay in the text.
        reference=reference(references[0]) if len(references) == 1 else "",
        description=cleaned(" ".join([*texts, *references[1:]]), DESCRIPTION_MAX),
    )


def _words(detail: Element) -> str:
    """The remittance text; a bank cuts it at 140 letters, so its pieces are joined."""
    pieces = detail.iterfind("{*}RmtInf/{*}Ustrd")
    return "".join(piece.text or "" for piece in pieces)


def _signed(element: Element, column: str) -> int:
    amount = element.find("{*}Amt")
    text = amount.text or "" if amount is not None else ""
    currency = amount.get("Ccy") if amount is not None else CURRENCY
    if currency != CURRENCY:
        raise FileRefused("wrong_currency", column=column, value=str(currency))
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise FileRefused("cell_malformed", column=f"{column}/Amt", value=text[:60])
    rupiah = whole_rupiah(value, line=None, column=f"{column}/Amt")
    side = _text(element, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise FileRefused("cell_malformed", column=f"{column}/CdtDbtInd", value=side)
    return rupiah if side == "CRDT" else -rupiah


def _status(entry: Element) -> str:
    """`BOOK` stands in Sts itself (.02) or in its Cd (.08)."""
    return _text(entry, "Sts/Cd") or _text(entry, "Sts")


def _period_day(statement: Element, name: str) -> date | None:
    text = _text(statement, f"FrToDt/{name}")
    return _date(text, f"FrToDt/{name}") if text else None


def _day(element: Element, name: str, column: str) -> date:
    text = _text(element, f"{name}/Dt") or _text(element, f"{name}/DtTm")
    return _date(text, f"{column}/{name}")


def _date(text: str, column: str) -> date:
    """The date as the bank wrote it; its own zone decides, so the rest is cut off."""
    try:
        return date.fromisoformat(text[: len("2026-11-24")])
    except ValueError:
        raise FileRefused("date_malformed", column=column, value=text[:60]) from None


def _has(element: Element, name: str) -> bool:
    return element.find(f"{{*}}{name}") is not None


def _text(element: Element, path: str) -> str:
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return (element.findtext(steps) or "").strip()
