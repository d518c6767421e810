"""Importing a settlement report: whole or not at all, each line once."""

import csv
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from payments.reconciliation.models import ImportedFile, PayoutLine, SettlementLine
from payments.reconciliation.services import FileRefused, evidence, import_settlement
from tests.reconciliation.samples import HEADER, NOW, PAYOUT, Line, report

LINES = (
    Line("uji-1", "t-1", 150_000, fee=1_050, vat=116, payout=PAYOUT),
    Line("uji-2", "t-2", 18_000),
    Line("uji-3", "t-3", 0, refund=5_000, status="refund"),
)


def told(content: bytes, day: date | None = None) -> ImportedFile:
    return import_settlement(
        name="laporan.csv", content=content, person=None, now=NOW, day=day
    )


def stored() -> set[tuple[str, str, int, int, int, int, str]]:
    lines = SettlementLine.objects.select_related("payout_line__payout")
    return {
        (
            line.order_id,
            line.kind,
            line.gross_idr,
            line.fee_idr + line.fee_vat_idr,
            line.refund_idr,
            line.net_idr,
            line.payout_line.payout.reference if hasattr(line, "payout_line") else "",
        )
        for line in lines
    }


def as_told(lines: tuple[Line, ...]) -> set[tuple[str, str, int, int, int, int, str]]:
    return {
        (
            line.order_id,
            "refund" if line.refund else "payment",
            line.gross,
            line.fee + line.vat,
            line.refund,
            line.net,
            line.payout,
        )
        for line in lines
    }


@pytest.mark.django_db
def test_every_line_is_kept_as_the_gateway_told_it() -> None:
    file = told(report(LINES))

    assert (file.line_count, file.new_line_count, file.was_known) == (3, 3, False)
    assert stored() == as_told(LINES)
    assert SettlementLine.objects.get(order_id="uji-1").line_number == 2


@pytest.mark.django_db
def test_times_are_read_in_the_gateways_zone() -> None:
    at = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    told(report([replace(LINES[0], settled_at=at)]))

    assert b"2026-03-01 22:30:00" in report([replace(LINES[0], settled_at=at)])
    assert SettlementLine.objects.get().settled_at == at


@pytest.mark.django_db
def test_columns_are_found_by_name_whatever_their_order_and_company() -> None:
    rows = list(csv.reader(io.StringIO(report(LINES).decode())))
    shuffled = [[*reversed(row), "tambahan"] for row in rows]
    shuffled[0][-1] = "Channel"
    text = io.StringIO()
    csv.writer(text).writerows(shuffled)
    told(b"\xef\xbb\xbf" + text.getvalue().encode())

    assert stored() == as_told(LINES)


@pytest.mark.django_db
def test_the_same_bytes_again_add_nothing_and_say_so() -> None:
    first = told(report(LINES))
    second = told(report(LINES))

    assert second == first
    assert second.was_known
    assert SettlementLine.objects.count() == 3


@pytest.mark.django_db
def test_the_same_lines_in_other_bytes_add_only_what_is_new() -> None:
    told(report(LINES))
    more = (*reversed(LINES), Line("uji-4", "t-4", 10_000))
    file = told(report(more))

    assert (file.line_count, file.new_line_count) == (4, 1)
    assert stored() == as_told(more)


@pytest.mark.django_db
def test_a_line_twice_in_one_file_is_one_line() -> None:
    assert told(report([LINES[0], LINES[0]])).new_line_count == 1


@pytest.mark.django_db
def test_a_payout_named_later_is_added_to_the_known_line_with_its_file() -> None:
    told(report(LINES))
    later = told(report([LINES[1].paid_out()]))

    assert later.new_line_count == 0
    assert PayoutLine.objects.get(line__order_id="uji-2").file == later


@pytest.mark.django_db
def test_a_blank_payout_does_not_take_a_known_one_back() -> None:
    told(report(LINES))
    told(report([replace(LINES[0], payout="")]))

    assert PayoutLine.objects.filter(line__order_id="uji-1").exists()


@pytest.mark.django_db
def test_decimals_of_the_tax_are_rounded_half_up_and_the_net_stands() -> None:
    content = report([LINES[0]]).decode()
    told(content.replace(",116,148834,", ",115.50,148834.50,").encode())

    line = SettlementLine.objects.get()
    assert (line.fee_vat_idr, line.net_idr) == (115, 148_835)


CONTRADICTIONS = {
    "another amount": replace(LINES[0], gross=150_001),
    "another order": replace(LINES[0], order_id="uji-9"),
    "another payout": replace(LINES[0], payout="WD2"),
    "another time": replace(LINES[0], settled_at=NOW - timedelta(days=1, hours=2)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("line", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_line_that_contradicts_a_known_one_is_refused_by_name(line: Line) -> None:
    told(report(LINES))
    with pytest.raises(FileRefused) as refused:
        told(report([LINES[1], Line("uji-5", "t-5", 1), line]))

    assert refused.value.facts["line"] == 4
    assert refused.value.facts["value"] == "t-1"
    assert stored() == as_told(LINES)


@pytest.mark.django_db
def test_two_lines_of_one_file_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(FileRefused, match="line_contradicts"):
        told(report([LINES[0], replace(LINES[0], fee=0, vat=0)]))
    assert not ImportedFile.objects.exists()


def _cell(column: str, value: str) -> Callable[[bytes], bytes]:
    """The second line with another cell, quoted where it must be."""

    def change(content: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(content.decode())))
        rows[2][HEADER.split(",").index(column)] = value
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()

    return change


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old, new, 1)


# By name: the change, then the problem and the line that the refusal must tell.
BAD: dict[str, tuple[Callable[[bytes], bytes], str, int | None]] = {
    "empty": (lambda _: b"", "empty", None),
    "only a header": (lambda c: c.split(b"\n")[0] + b"\n", "no_lines", None),
    "UTF-16": (lambda c: c.decode().encode("utf-16"), "utf16", None),
    "UTF-16 without a mark": (lambda c: c.decode().encode("utf-16-le"), "nul", 1),
    "cp1252": (_replaced(b"gopay", b"gop\xe9"), "not_utf8", 2),
    "a NUL byte": (_replaced(b"uji-2", b"uji\x00"), "nul", 3),
    "cut in a line": (lambda c: c[:-30], "cut_off", 4),
    "cut before the last line break": (lambda c: c[:-2], "cut_off", 4),
    "semicolons": (lambda c: c.replace(b",", b";"), "semicolons", 1),
    "a column missing": (_replaced(b"Net Amount", b"Net"), "column_missing", 1),
    "a column twice": (_replaced(b"Acquirer", b"Status"), "column_twice", 1),
    "no header": (lambda c: c.split(b"\n", 1)[1], "column_missing", 1),
    "HTML": (lambda _: b"<html>Bad gateway</html>\n", "column_missing", 1),
    "a cell too few": (_replaced(b",gopay", b""), "cells_missing", 2),
    "a cell too many": (_replaced(b",gopay", b",go,pay"), "cells_too_many", 2),
    "a quoted line break": (_replaced(b"gopay", b'"go\npay"'), "line_break_in_cell", 2),
    "an open quote": (_replaced(b"gopay", b'"gopay'), "line_break_in_cell", 2),
    "a broken quote": (_replaced(b"gopay", b'"go"pay'), "not_csv", 2),
    "only CR": (lambda c: c.replace(b"\r\n", b"\r"), "cut_off", 1),
    "over-long": (_replaced(b"gopay", b"g" * 9_000), "line_too_long", 2),
    "a formula =": (_cell("Order ID", "=1+1"), "cell_formula", 3),
    "a formula @": (_cell("Order ID", "@SUM(A1)"), "cell_formula", 3),
    "a formula -": (_cell("Order ID", "-2+3"), "cell_formula", 3),
    "a formula +": (_cell("Withdrawal ID", "+WD1"), "cell_formula", 3),
    "a formula amount": (_cell("Gross Amount", "=18000"), "cell_formula", 3),
    "an empty order": (_cell("Order ID", ""), "cell_empty", 3),
    "a tab in an id": (_cell("Transaction ID", "t\t2"), "cell_malformed", 3),
    "a negative amount": (_cell("Gross Amount", "-18000"), "amount_negative", 3),
    "1,5E+06": (_cell("Gross Amount", "1,5E+06"), "amount_scientific", 3),
    "Rp": (_cell("Gross Amount", "Rp 1.500.000,00"), "amount_malformed", 3),
    "decimal gross": (_cell("Gross Amount", "18000.50"), "amount_malformed", 3),
    "other digits": (_cell("Gross Amount", "١٨٠٠٠"), "amount_malformed", 3),
    "a huge amount": (_cell("Gross Amount", "9" * 30), "amount_malformed", 3),
    "no such day": (
        _cell("Settlement Time", "2026-02-30 09:00:00"),
        "date_malformed",
        3,
    ),
    "a spreadsheet's day": (
        _cell("Settlement Time", "02/03/2026"),
        "date_malformed",
        3,
    ),
    "no such hour": (
        _cell("Settlement Time", "2026-03-02 25:00:00"),
        "date_malformed",
        3,
    ),
    "tomorrow": (_cell("Settlement Time", "2026-03-04 09:00:00"), "date_in_future", 3),
    "pending": (_cell("Status", "pending"), "status_unsettled", 3),
    "another net": (_cell("Net Amount", "17990"), "line_does_not_add_up", 3),
    "a payment of zero": (
        lambda c: _cell("Net Amount", "0")(_cell("Gross Amount", "0")(c)),
        "line_of_two_kinds",
        3,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "problem", "line"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_whole_with_its_line(
    change: Callable[[bytes], bytes], problem: str, line: int | None
) -> None:
    with pytest.raises(FileRefused) as refused:
        told(change(report(LINES)))

    facts = refused.value.facts
    assert (facts["problem"], facts["line"]) == (problem, line)
    assert facts["reason"]
    assert facts["remedy"]
    assert not SettlementLine.objects.exists()
    assert not ImportedFile.objects.exists()


@pytest.mark.django_db
def test_a_line_of_another_day_than_asked_for_is_refused() -> None:
    with pytest.raises(FileRefused, match="wrong_day"):
        told(report(LINES), day=date(2026, 3, 1))
    assert told(report(LINES), day=date(2026, 3, 2)).new_line_count == 3


@pytest.mark.django_db
def test_a_file_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "payments.reconciliation.services.settlement_rows.SIZE_MAX_BYTES"
    monkeypatch.setattr(path, 300)
    with pytest.raises(FileRefused, match="too_big"):
        told(report(LINES))


# Places at which a byte of the file is put, taken or doubled.
PLACES = st.integers(0, len(report(LINES)) - 1)
BYTES = st.sampled_from([bytes([byte]) for byte in b'\0\r\n\t",;=-+ \xff\xfe']) | (
    st.sampled_from([b"\xef\xbb\xbf", b"\r\n", b'""', b",,", "é".encode()])
)
MUTATIONS = st.one_of(
    st.tuples(st.just("insert"), PLACES, BYTES),
    st.tuples(st.just("cut"), PLACES, st.just(b"")),
    st.tuples(st.just("drop"), PLACES, st.just(b"")),
    st.tuples(st.just("encode"), st.just(0), st.sampled_from([b"utf-16", b"utf-32"])),
    st.tuples(st.just("endings"), st.just(0), st.sampled_from([b"\n", b"\r"])),
    st.tuples(st.just("shuffle"), st.integers(0, 10**6), st.just(b"")),
)


def mutated(content: bytes, mutation: tuple[str, int, bytes]) -> bytes:
    kind, place, value = mutation
    if kind == "insert":
        return content[:place] + value + content[place:]
    if kind == "cut":
        return content[:place]
    if kind == "drop":
        return content[:place] + content[place + 1 :]
    if kind == "encode":
        return content.decode().encode(value.decode())
    if kind == "endings":
        return content.replace(b"\r\n", value)
    rows = list(csv.reader(io.StringIO(content.decode())))
    order = sorted(range(len(rows[0])), key=lambda column: hash((place, column)))
    text = io.StringIO()
    csv.writer(text).writerows([row[column] for column in order] for row in rows)
    return text.getvalue().encode()


class TestMutations(TestCase):
    @settings(max_examples=120, deadline=None)
    @given(mutation=MUTATIONS)
    def test_a_damaged_file_is_refused_whole_or_says_the_same(
        self, mutation: tuple[str, int, bytes]
    ) -> None:
        """Ids and times may change into other ids and times; amounts never do."""
        try:
            told(mutated(report(LINES), mutation))
        except FileRefused:
            assert not SettlementLine.objects.exists()
            assert not ImportedFile.objects.exists()
            return
        amounts = {told_line[1:6] for told_line in stored()}
        expected = {told_line[1:6] for told_line in as_told(LINES)}
        assert amounts <= expected
        if mutation[0] in ("endings", "shuffle", "encode"):
            assert stored() == as_told(LINES)


def _import_in_threads(count: int) -> list[object]:
    content = report(LINES)
    barrier = threading.Barrier(count)
    outcomes: list[object] = []

    def run() -> None:
        barrier.wait()
        try:
            outcomes.append(told(content).was_known)
        except IntegrityError as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_imports_of_one_file_at_once_are_one(committed_db: str) -> None:
    assert sorted(map(str, _import_in_threads(2))) == ["False", "True"]
    assert SettlementLine.objects.count() == 3


def test_without_the_lock_the_second_import_would_fail(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the race is real, and it is the lock that prevents it."""
    meeting = threading.Barrier(2)
    monkeypatch.setattr(evidence, "lock_evidence", lambda: None)
    known = evidence.file_known

    def both_look_before_either_writes(sha256: str) -> ImportedFile | None:
        found = known(sha256)
        meeting.wait()
        return found

    monkeypatch.setattr(evidence, "file_known", both_look_before_either_writes)
    outcomes = _import_in_threads(2)
    assert IntegrityError in outcomes


def test_a_big_report_tells_the_planner_how_many_lines_there_are(
    committed_db: str,
) -> None:
    """The role does not own the table; without its count each line is probed."""

    def believed() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class "
                "WHERE oid = 'reconciliation_settlementline'::regclass"
            )
            return int(cursor.fetchone()[0])

    told(report(LINES))
    assert believed() < len(LINES)
    told(report(Line(f"uji-{n}", f"t-{n}", 1_000) for n in range(10, 10_010)))
    assert believed() == 10_003
