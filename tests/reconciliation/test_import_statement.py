"""Importing a bank statement in any of its forms: whole, balanced, of our account."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.reconciliation.models import BankLine, ImportedFile, Statement
from payments.reconciliation.services import FileRefused, import_statement
from payments.reconciliation.services.statements import parse_statements
from tests.levies.samples import small_city
from tests.reconciliation.samples import NOW, PAYOUT_ON, Movement, statement_csv
from tests.simulator_processes import Simulator, bank_simulator

MOVEMENTS = (
    Movement(1_250_000, "MIDTRANS PAYOUT WD20260303000001", "FT1"),
    Movement(-5_000, "BIAYA ADMINISTRASI", "FT2"),
)
CSV = statement_csv(MOVEMENTS)
MT940 = b""":20:STMT260303062\r
:25:000-UJI\r
:28C:62/1\r
:60F:C260303IDR1000000,00\r
:61:2603030303C1250000,00NTRFWD20260303000001//FT1\r
:86:MIDTRANS PAYOUT\r
 WD20260303000001\r
:61:2603030303D5000,00NMSCNONREF//FT2\r
:86:BIAYA ADMINISTRASI\r
:62F:C260303IDR2245000,00\r
-\r
"""
CAMT = b"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Id>S62</Id><ElctrncSeqNb>62</ElctrncSeqNb>
<Acct><Id><Othr><Id>000-UJI</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">1000000.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-03</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">2245000.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-03</Dt></Dt></Bal>
<Ntry><Amt Ccy="IDR">1250000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-03-03</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt>
<AcctSvcrRef>FT1</AcctSvcrRef><NtryDtls><TxDtls>
<Refs><EndToEndId>WD20260303000001</EndToEndId></Refs>
<RmtInf><Ustrd>MIDTRANS PAYOUT</Ustrd><Ustrd> WD20260303000001</Ustrd></RmtInf>
</TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="IDR">5000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-03-03</Dt></BookgDt><AcctSvcrRef>FT2</AcctSvcrRef>
<AddtlNtryInf>BIAYA ADMINISTRASI</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="IDR">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts>
<BookgDt><Dt>2026-03-03</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""
FORMS = {"csv": CSV, "mt940": MT940, "camt.053": CAMT}


def banked(content: bytes, name: str = "rekening.csv") -> ImportedFile:
    return import_statement(name=name, content=content, person=None, now=NOW)


@pytest.fixture
def city(db: None) -> None:
    small_city()


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS.keys())
def test_the_same_truth_is_read_from_every_form(content: bytes) -> None:
    file = banked(content)

    assert (file.line_count, file.new_line_count) == (2, 2)
    assert list(
        BankLine.objects.order_by("id").values_list(
            "value_on", "amount_idr", "bank_reference", "description"
        )
    ) == [(PAYOUT_ON, m.amount, m.bank_reference, m.description) for m in MOVEMENTS]
    statement = Statement.objects.get()
    assert (statement.account, statement.first_on) == ("000-UJI", PAYOUT_ON)
    assert (statement.opening_idr, statement.closing_idr) == (1_000_000, 2_245_000)


@pytest.mark.usefixtures("city")
def test_the_same_day_in_another_form_adds_nothing() -> None:
    for content in FORMS.values():
        banked(content)

    assert BankLine.objects.count() == 2
    assert [file.new_line_count for file in ImportedFile.objects.order_by("id")] == [
        2,
        0,
        0,
    ]
    assert banked(CSV).was_known


@pytest.mark.usefixtures("city")
def test_a_statement_of_the_morning_may_be_completed_in_the_evening() -> None:
    banked(statement_csv(MOVEMENTS[:1]))
    more = (*MOVEMENTS, Movement(7_000, "TRF DARI NN", "FT3"))

    assert banked(statement_csv(more)).new_line_count == 2
    assert BankLine.objects.count() == 3


@pytest.mark.usefixtures("city")
def test_a_known_line_that_is_gone_is_a_contradiction() -> None:
    banked(CSV, name="pagi.csv")
    with pytest.raises(FileRefused) as refused:
        banked(statement_csv([Movement(1_250_001, "LAIN", "FT1"), MOVEMENTS[1]]))

    assert refused.value.facts["problem"] == "statement_contradicts"
    assert refused.value.facts["earlier"] == "pagi.csv"
    assert BankLine.objects.count() == 2


@pytest.mark.usefixtures("city")
def test_two_equal_transfers_of_a_day_are_two_lines() -> None:
    twice = [Movement(5_000, "TRF", ""), Movement(5_000, "TRF", "")]
    assert banked(statement_csv(twice)).new_line_count == 2


@pytest.mark.usefixtures("city")
def test_a_day_without_movements_is_a_statement() -> None:
    assert banked(statement_csv([])).line_count == 0
    assert Statement.objects.get().closing_idr == 1_000_000


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_older_encodings_are_read(encoding: str) -> None:
    text = statement_csv([Movement(5_000, "TRF CAFÉ")]).decode()
    banked(text.encode(encoding))

    assert BankLine.objects.get().description == "TRF CAFÉ"


def _in(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new, 1)


# By name: the file, the problem and the line that the refusal must tell.
BAD: dict[str, tuple[bytes, str, int | None]] = {
    "empty": (b"", "empty", None),
    "spaces": (b" \r\n", "empty", None),
    "words": (b"Selamat pagi\r\n", "unknown_format", None),
    "UTF-16": (CSV.decode().encode("utf-16"), "utf16", None),
    "a NUL byte": (_in(CSV, b"BIAYA", b"BI\0YA"), "nul", 10),
    "above the limit": (b"1;2\r\n" * 2_200_000, "too_big", None),
    "another account": (_in(CSV, b"000-UJI", b"000-LAIN"), "wrong_account", None),
    "no account": (_in(CSV, b"Nomor Rekening", b"Nama"), "part_missing", None),
    "no opening": (_in(CSV, b"Saldo Awal", b"Awal"), "part_missing", None),
    "no debit column": (_in(CSV, b"Debet", b"Keluar"), "column_missing", 8),
    "two balances": (_in(CSV, b"Kredit;Saldo", b"Saldo;Saldo"), "column_twice", 8),
    "no table": (CSV.split(b"Tanggal;")[0], "column_missing", None),
    "cut in a line": (CSV[:-20], "cut_off", 10),
    "a broken balance": (_in(CSV, b"2.250.000", b"2.250.001"), "balance_breaks", 9),
    "a broken closing": (
        _in(CSV, b"Akhir;2.245.000", b"Akhir;2.246.000"),
        "balance_breaks",
        None,
    ),
    "a lost line": (CSV.replace(CSV.splitlines(True)[8], b""), "balance_breaks", 9),
    "a cell too few": (_in(CSV, b";FT1;", b";"), "cells_missing", 9),
    "dollars and cents": (
        _in(CSV, b"1.250.000,00", b"1250000.00"),
        "cell_malformed",
        9,
    ),
    "real cents": (_in(CSV, b"1.250.000,00", b"1.250.000,50"), "cell_malformed", 9),
    "1,25E+06": (_in(CSV, b"1.250.000,00", b"1,25E+06"), "cell_malformed", 9),
    "a formula": (_in(CSV, b"1.250.000,00", b"=1250000"), "cell_formula", 9),
    "no such day": (_in(CSV, b"03/03/2026;03", b"31/02/2026;03"), "date_malformed", 9),
    "American days": (
        _in(CSV, b"03/03/2026;03", b"03/13/2026;03"),
        "date_malformed",
        9,
    ),
    "outside the period": (
        _in(CSV, b"03/03/2026;03", b"04/03/2026;03"),
        "wrong_day",
        9,
    ),
    "an open quote": (_in(CSV, b"BIAYA", b'"BIAYA'), "not_csv", 10),
    "a quoted line break": (
        _in(CSV, b"BIAYA ADMINISTRASI", b'"BIAYA\nADM"'),
        "line_break_in_cell",
        10,
    ),
    "debit and credit": (
        _in(CSV, b"0,00;1.250.000", b"1,00;1.250.000"),
        "cell_malformed",
        9,
    ),
    "MT940 cut": (MT940.split(b":62F:")[0], "part_missing", None),
    "MT940 cut in a line": (MT940[:150], "part_missing", None),
    "MT940 without account": (
        _in(MT940, b":25:000-UJI\r\n", b""),
        "part_missing",
        None,
    ),
    "MT940 in dollars": (MT940.replace(b"IDR", b"USD"), "wrong_currency", 5),
    "MT940 with cents": (
        _in(MT940, b"C1250000,00", b"C1250000,50"),
        "not_whole_rupiah",
        5,
    ),
    "MT940 unbalanced": (_in(MT940, b"D5000,00", b"D5001,00"), "balance_breaks", None),
    "MT940 without sense": (_in(MT940, b"D5000,00", b"five"), "mt940_malformed", None),
    "camt cut": (CAMT[:-40], "xml_malformed", 19),
    "camt with entities": (
        _in(CAMT, b"<Document", b'<!DOCTYPE x [<!ENTITY a "b">]><Document'),
        "xml_malformed",
        None,
    ),
    "another XML": (b"<html></html>\n", "unknown_format", None),
    "camt without closing": (_in(CAMT, b"CLBD", b"ITBD"), "part_missing", None),
    "camt in dollars": (CAMT.replace(b"IDR", b"USD"), "wrong_currency", None),
    "camt of no side": (_in(CAMT, b"DBIT", b"DB"), "cell_malformed", None),
    "camt of no number": (_in(CAMT, b">5000.00", b">NaN"), "cell_malformed", None),
    "camt unbalanced": (_in(CAMT, b">5000.00", b">5001.00"), "balance_breaks", None),
}


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("content", "problem", "line"), BAD.values(), ids=BAD.keys())
def test_a_bad_statement_is_refused_whole(
    content: bytes, problem: str, line: int | None
) -> None:
    with pytest.raises(FileRefused) as refused:
        banked(content)

    assert (refused.value.facts["problem"], refused.value.facts["line"]) == (
        problem,
        line,
    )
    assert refused.value.facts["reason"]
    assert not BankLine.objects.exists()
    assert not ImportedFile.objects.exists()


@settings(max_examples=300, deadline=None)
@given(
    form=st.sampled_from(sorted(FORMS)),
    place=st.integers(0, 999),
    kind=st.sampled_from(["insert", "cut", "drop", "swap"]),
    noise=st.sampled_from([b"\n", b";", b":", b'"', b"<", b"-", b"9", b"\xff", b"A"]),
)
def test_a_damaged_statement_is_refused_or_still_adds_up(
    form: str, place: int, kind: str, noise: bytes
) -> None:
    content = FORMS[form]
    at = place * len(content) // 1000
    rest = {"insert": at, "cut": len(content), "drop": at + 1, "swap": at + 1}[kind]
    added = noise if kind in ("insert", "swap") else b""
    try:
        statements = parse_statements(content[:at] + added + content[rest:])
    except FileRefused:
        return
    for one in statements:
        moved = sum(line.amount_idr for line in one.lines)
        assert one.opening_idr + moved == one.closing_idr


def test_text_that_is_a_file_name_is_never_opened() -> None:
    """The MT940 library opens a string that happens to name a file."""
    with pytest.raises(FileRefused):
        parse_statements(b"/etc/passwd\n")


@pytest.fixture(scope="module")
def bank() -> Iterator[Simulator]:
    with bank_simulator(accounts="000-UJI:RKUD UJI:0") as simulator:
        yield simulator


@pytest.mark.usefixtures("city")
def test_what_the_bank_really_sends_agrees_in_all_forms(bank: Simulator) -> None:
    days = {"from": "2026-03-02", "to": "2026-03-04"}
    bank.control(
        "credit",
        amount=147_060,
        reference="WD20260303000001",
        description="MIDTRANS PAYOUT WD20260303000001",
        value_date="2026-03-03",
    )
    bank.control("transfer", amount=50_000, sender="NN", value_date="2026-03-04")

    new = [
        banked(bank.read(f"/{path}", account="000-UJI", **days).content).new_line_count
        for path in ("statement.csv", "statement.mt940", "statement.camt053.xml")
    ]

    assert new == [2, 0, 0]
    assert set(BankLine.objects.values_list("amount_idr", "value_on")) == {
        (147_060, date(2026, 3, 3)),
        (50_000, date(2026, 3, 4)),
    }
