"""Reconcile a settlement report, against COPY + FULL JOIN + narrow match rows.

Ours refuses an unsound file by its line, keeps the lines as evidence that only grows,
and names every difference; the floor does none of that. Neither posts a payout.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench.figures import Figure
from bench.settled import book, write_report
from payments.reconciliation.models import Finding
from payments.reconciliation.services import import_settlement, reconcile
from tests.reconciliation.samples import LATER

COUNT, COUNT_LONG = 100_000, 1_000_000
FLOORS = 3
BUDGET = 1.5
MEMORY_BUDGET_MIB = 64
CHUNK_BYTES = 1024 * 1024

_LINES = """
    CREATE UNLOGGED TABLE bench_line (order_id text, transaction_id text,
        transaction_at timestamp, settled_at timestamp, channel text, acquirer text,
        status text, gross bigint, fee bigint, fee_vat bigint, net bigint,
        refund bigint, refund_type text, payout text, custom text);
    CREATE TABLE bench_match (line_id text PRIMARY KEY, payment_id bigint UNIQUE)
"""
_COPY = "COPY bench_line FROM STDIN WITH (FORMAT csv, HEADER)"
_JOIN = """
    CREATE TABLE bench_pair AS
    SELECT line.transaction_id, payment.id AS payment_id,
        line.gross IS NOT DISTINCT FROM payment.received_idr AS is_equal
    FROM bench_line line FULL JOIN payments_payment payment
        ON payment.code = line.order_id
"""
_MATCH = """
    INSERT INTO bench_match
    SELECT transaction_id, payment_id FROM bench_pair WHERE is_equal
"""


def run() -> list[Figure]:
    """The time of one report, and the memory of the worker that reads it."""
    count = COUNT_LONG if os.environ.get("LONG") else COUNT
    book(count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.csv"
        planted = write_report(file, count)
        floor = statistics.median(_seconds(lambda: _floor(file)) for _ in range(FLOORS))
        _forget_peak()
        before = _peak_mib()
        importing = _seconds(lambda: _import(file))
        matching = _seconds(lambda: reconcile(now=LATER))
        grown = _peak_mib() - before
    found = set(Finding.objects.values_list("cause", "reference"))
    if found != planted:
        raise SystemExit(f"planted {len(planted)} differences, found {len(found)}")
    ratio = (importing + matching) / floor
    label = f"reconcile {count:,} lines"
    told = f"{importing:.1f}+{matching:.1f} s"
    return [
        Figure(label, f"{floor:.1f} s", told, ratio, f"≤ {BUDGET}", ratio <= BUDGET),
        Figure(f"{label}: memory", "0 MiB", f"{grown:+.1f} MiB",
               grown / MEMORY_BUDGET_MIB, f"≤ +{MEMORY_BUDGET_MIB} MiB",
               grown <= MEMORY_BUDGET_MIB),
    ]  # fmt: skip


def _floor(file: Path) -> None:
    """The least that could be called reconciling; rolled back."""
    url = os.environ["REMPAH_DATABASE_OWNER_URL"]
    with psycopg.connect(url) as raw, raw.cursor() as cursor:
        cursor.execute(_LINES)
        with file.open("rb") as report, cursor.copy(_COPY) as copy:
            while chunk := report.read(CHUNK_BYTES):
                copy.write(chunk)
        cursor.execute("ANALYZE bench_line")
        cursor.execute(_JOIN)
        cursor.execute(_MATCH)
        raw.rollback()


def _import(file: Path) -> None:
    with file.open("rb") as content:
        import_settlement(name=file.name, content=content, person=None, now=LATER)


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak_mib() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this system does not tell a process's peak memory")
