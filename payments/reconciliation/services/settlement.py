"""Importing a gateway's settlement report: COPY into a staging table, then sets."""

from datetime import date, datetime
from io import BytesIO
from itertools import batched
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import Person
from kernel.money import Rupiah
from payments.reconciliation.models import EvidenceKind, ImportedFile
from payments.reconciliation.selectors.calendar import GATEWAY_ZONE, gateway_date_of
from payments.reconciliation.services import evidence
from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.settlement_rows import SettlementRows

COPY_BATCH = 500
# So many new lines change how the lines are best read (migration 0006).
ANALYZE_FROM = 10_000
_ANALYZE = "SELECT reconciliation_analyze_lines()"

_STAGE = """
    CREATE TEMPORARY TABLE staged (
        line bigint, order_id text, transaction_id text, settled_at timestamp,
        channel text, status text, gross numeric, fee numeric, fee_vat numeric,
        net numeric, refund numeric, refund_type text, payout_reference text
    ) ON COMMIT DROP
"""
_COPY = "COPY staged FROM STDIN WITH (NULL '')"

# Whole rupiah: halves go up; the net is what reaches the bank and stands as told, so
# the tax on the fee is what the other amounts leave (at most one rupiah from the told).
_READ = """
    CREATE TEMPORARY TABLE told ON COMMIT DROP AS
    SELECT line, order_id, transaction_id, channel,
        settled_at AT TIME ZONE %(zone)s AS settled_at,
        CASE WHEN status IN ('settlement', 'capture') THEN 'payment'
             WHEN status = 'chargeback' OR refund_type ILIKE '%%chargeback%%'
             THEN 'chargeback' ELSE 'refund' END AS kind,
        round(gross)::bigint AS gross_idr, round(fee)::bigint AS fee_idr,
        (round(gross) - round(fee) - coalesce(refund, 0) - round(net))::bigint
            AS fee_vat_idr,
        round(fee_vat)::bigint AS told_vat_idr,
        coalesce(refund, 0)::bigint AS refund_idr, round(net)::bigint AS net_idr,
        coalesce(payout_reference, '') AS payout_reference
    FROM staged;
    ANALYZE told
"""
_FIRST_UNSOUND = """
    SELECT line, fee_vat_idr - told_vat_idr FROM told
    WHERE abs(fee_vat_idr - told_vat_idr) > 1 OR fee_vat_idr < 0
        OR (kind = 'payment') <> (gross_idr > 0)
        OR (kind = 'payment') <> (refund_idr = 0)
    ORDER BY line LIMIT 1
"""
_ADD_LINES = """
    INSERT INTO reconciliation_settlementline (file_id, line_number, gateway,
        transaction_id, order_id, kind, channel, settled_at, gross_idr, fee_idr,
        fee_vat_idr, refund_idr, net_idr)
    SELECT %(file)s, line, %(gateway)s, transaction_id, order_id, kind, channel,
        settled_at, gross_idr, fee_idr, fee_vat_idr, refund_idr, net_idr
    FROM told ORDER BY line
    ON CONFLICT DO NOTHING
"""
_SAME_LINE = """
    known.gateway = %(gateway)s AND known.transaction_id = told.transaction_id
    AND known.kind = told.kind
    AND (known.kind = 'payment'
        OR (known.settled_at = told.settled_at AND known.refund_idr = told.refund_idr))
"""
# Asked after the lines were added, so the file's lines are compared with each other.
_FIRST_CONTRADICTION = f"""
    SELECT told.line, told.transaction_id, file.name, known.order_id, known.settled_at,
        known.gross_idr, known.net_idr, told.order_id, told.settled_at, told.gross_idr,
        told.net_idr
    FROM told
    JOIN reconciliation_settlementline known ON {_SAME_LINE}
    JOIN reconciliation_importedfile file ON file.id = known.file_id
    WHERE (known.order_id, known.settled_at, known.gross_idr, known.fee_idr,
            known.fee_vat_idr, known.net_idr)
        <> (told.order_id, told.settled_at, told.gross_idr, told.fee_idr,
            told.fee_vat_idr, told.net_idr)
    ORDER BY told.line LIMIT 1
"""  # noqa: S608 (no value is formatted in)
_ADD_PAYOUTS = """
    INSERT INTO reconciliation_payout
        (gateway, reference, posted_match_id, first_seen_at)
    SELECT DISTINCT %(gateway)s, payout_reference, 0, %(now)s::timestamptz
    FROM told WHERE payout_reference <> ''
    ON CONFLICT DO NOTHING
"""
_ADD_PAYOUT_LINES = f"""
    INSERT INTO reconciliation_payoutline (line_id, payout_id, file_id)
    SELECT known.id, payout.id, %(file)s
    FROM told
    JOIN reconciliation_settlementline known ON {_SAME_LINE}
    JOIN reconciliation_payout payout
        ON payout.gateway = %(gateway)s AND payout.reference = told.payout_reference
    ON CONFLICT DO NOTHING
"""  # noqa: S608 (no value is formatted in)
_FIRST_OTHER_PAYOUT = f"""
    SELECT told.line, told.transaction_id, payout.reference, told.payout_reference
    FROM told
    JOIN reconciliation_settlementline known ON {_SAME_LINE}
    JOIN reconciliation_payoutline payout_line ON payout_line.line_id = known.id
    JOIN reconciliation_payout payout ON payout.id = payout_line.payout_id
    WHERE told.payout_reference NOT IN ('', payout.reference)
    ORDER BY told.line LIMIT 1
"""  # noqa: S608 (no value is formatted in)


@transaction.atomic
def import_settlement(
    *,
    name: str,
    content: bytes | BinaryIO,
    person: Person | None,
    now: datetime,
    day: date | None = None,
    gateway: str = "midtrans",
) -> ImportedFile:
    """Import a settlement report (CSV, rupiah, times in WIB), whole or not at all.

    Columns are found by name, in any order; others are ignored. Lines known already
    add nothing; a payout that is named later for a known line is added to it. The same
    bytes again answer with the first import, whose `was_known` is then true. `day` is
    the WIB date that was asked for. Memory does not grow with the file.

    Raises:
        FileRefused: with line, column, reason and what to do; nothing was imported.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    rows = SettlementRows(stream, today=gateway_date_of(now), day=day)
    evidence.lock_evidence()
    with connection.cursor() as cursor:
        _stage(cursor, rows)
        if known := evidence.file_known(rows.sha256):
            return known
        file = evidence.start_file(
            kind=EvidenceKind.SETTLEMENT,
            name=name,
            sha256=rows.sha256,
            line_count=rows.count,
            person=person,
            now=now,
        )
        values: dict[str, Any] = {"file": file.pk, "gateway": gateway, "now": now}
        cursor.execute(_ADD_LINES, values)
        new_line_count = cursor.rowcount
        if new_line_count >= ANALYZE_FROM:
            cursor.execute(_ANALYZE)
        _refuse_contradictions(cursor, values)
        cursor.execute(_ADD_PAYOUTS, values)
        cursor.execute(_ADD_PAYOUT_LINES, values)
        _refuse_other_payouts(cursor, values)
        cursor.execute("DROP TABLE staged, told")
    return evidence.finish_file(file, new_line_count)


def _stage(cursor: CursorWrapper, rows: SettlementRows) -> None:
    cursor.execute("DROP TABLE IF EXISTS staged, told")
    cursor.execute(_STAGE)
    with cursor.copy(_COPY) as copy:
        for batch in batched(rows, COPY_BATCH):
            copy.write("".join(batch))
    cursor.execute(_READ, {"zone": GATEWAY_ZONE.key})
    cursor.execute(_FIRST_UNSOUND)
    if found := cursor.fetchone():
        line, difference = found
        problem = "line_does_not_add_up" if difference else "line_of_two_kinds"
        raise FileRefused(problem, line=line, value=str(Rupiah(difference)))


def _refuse_contradictions(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    cursor.execute(_FIRST_CONTRADICTION, values)
    if found := cursor.fetchone():
        line, transaction_id, earlier, *both = found
        raise FileRefused(
            "line_contradicts",
            line=line,
            value=transaction_id,
            earlier=earlier,
            known=_described(*both[:4]),
            told=_described(*both[4:]),
        )


def _described(order_id: str, settled_at: datetime, gross: int, net: int) -> str:
    at = settled_at.astimezone(GATEWAY_ZONE)
    return f"{order_id}, {at:%Y-%m-%d %H:%M:%S}, {Rupiah(gross)} → {Rupiah(net)}"


def _refuse_other_payouts(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    cursor.execute(_FIRST_OTHER_PAYOUT, values)
    if found := cursor.fetchone():
        line, transaction_id, known, told = found
        raise FileRefused(
            "payout_contradicts",
            line=line,
            value=transaction_id,
            known=known,
            told=told,
        )
