"""A statement as ISO 20022 camt.053.001.08: one Stmt a day."""

from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from simulators.bank.books import Entry, Statement

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def write_camt053(statements: list[Statement], made_at: datetime) -> bytes:
    document = Element("Document", xmlns=NAMESPACE)
    message = SubElement(document, "BkToCstmrStmt")
    header = SubElement(message, "GrpHdr")
    _text(header, "MsgId", f"CAMT{made_at:%Y%m%d%H%M%S}")
    _text(header, "CreDtTm", made_at.isoformat(timespec="seconds"))
    for statement in statements:
        _statement(message, statement, made_at)
    indent(document, " ")
    text: bytes = tostring(document, encoding="UTF-8", xml_declaration=True)
    return text


def _statement(message: Element, statement: Statement, made_at: datetime) -> None:
    day = statement.day
    element = SubElement(message, "Stmt")
    _text(element, "Id", f"{statement.account.number}-{day:%Y%m%d}")
    _text(element, "ElctrncSeqNb", str(statement.number))
    _text(element, "CreDtTm", made_at.isoformat(timespec="seconds"))
    _text(element, "FrToDt/FrDtTm", f"{day}T00:00:00")
    _text(element, "FrToDt/ToDtTm", f"{day}T23:59:59")
    _text(element, "Acct/Id/Othr/Id", statement.account.number)
    _text(element, "Acct/Ccy", "IDR")
    _text(element, "Acct/Nm", statement.account.name)
    _balance(element, "OPBD", statement.opening_idr, day)
    _balance(element, "CLBD", statement.closing_idr, day)
    for line in statement.lines:
        _entry(element, line.entry)


def _balance(statement: Element, code: str, amount_idr: int, day: date) -> None:
    balance = SubElement(statement, "Bal")
    _text(balance, "Tp/CdOrPrtry/Cd", code)
    _amount(balance, amount_idr)
    _text(balance, "Dt/Dt", day.isoformat())


def _entry(statement: Element, entry: Entry) -> None:
    element = SubElement(statement, "Ntry")
    _amount(element, entry.signed_idr)
    _text(element, "Sts/Cd", "BOOK")
    _text(element, "BookgDt/Dt", entry.booked_on.isoformat())
    _text(element, "ValDt/Dt", entry.value_on.isoformat())
    _text(element, "AcctSvcrRef", entry.entry_id)
    family = "RCDT" if entry.side == "credit" else "ICDT"
    _text(element, "BkTxCd/Domn/Cd", "PMNT")
    _text(element, "BkTxCd/Domn/Fmly/Cd", family)
    _text(element, "BkTxCd/Domn/Fmly/SubFmlyCd", "DMCT")
    details = SubElement(SubElement(element, "NtryDtls"), "TxDtls")
    _text(details, "Refs/EndToEndId", entry.reference or "NOTPROVIDED")
    # Its text is limited to 140 characters a piece, so a long one takes several.
    for start in range(0, len(entry.description), 140):
        piece = entry.description[start : start + 140]
        remittance = details.find("RmtInf")
        if remittance is None:
            remittance = SubElement(details, "RmtInf")
        SubElement(remittance, "Ustrd").text = piece


def _amount(parent: Element, signed_idr: int) -> None:
    SubElement(parent, "Amt", Ccy="IDR").text = f"{abs(signed_idr)}.00"
    _text(parent, "CdtDbtInd", "CRDT" if signed_idr >= 0 else "DBIT")


def _text(parent: Element, path: str, text: str) -> None:
    """Write a text at a path below the parent, sharing steps that are there."""
    *steps, last = path.split("/")
    for step in steps:
        found = parent.find(step)
        parent = SubElement(parent, step) if found is None else found
    SubElement(parent, last).text = text
