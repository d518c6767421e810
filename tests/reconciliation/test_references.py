"""Lines and matches refer to rows that exist, proved per statement and not by a key."""

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError

from payments.models import Payment
from payments.reconciliation.models import (
    ImportedFile,
    Payout,
    PayoutLine,
    SettlementLine,
    SettlementMatch,
)
from payments.reconciliation.services import reconcile
from tests.levies.samples import stall_bill
from tests.reconciliation.samples import NOW, PAYOUT, line_of, paid
from tests.reconciliation.steps import told

NOBODY = 999_999_999


@pytest.fixture
def matched(db: None) -> Payment:
    """A payment whose line was told, with its payout, and matched."""
    payment = paid(stall_bill())
    told(line_of(payment, payout=PAYOUT))
    reconcile(now=NOW)
    return payment


def test_a_line_names_a_file_that_exists(matched: Payment) -> None:
    line = SettlementLine.objects.get()
    line.pk, line.transaction_id, line.file_id = None, "another", NOBODY

    with (
        pytest.raises(IntegrityError, match="file_id names no row"),
        transaction.atomic(),
    ):
        line.save(force_insert=True)


@pytest.mark.parametrize("column", ["line_id", "payout_id", "file_id"])
def test_a_place_in_a_payout_names_rows_that_exist(
    matched: Payment, column: str
) -> None:
    told(line_of(paid(stall_bill(owner="Lain"), number=2)))
    values = {
        "line_id": SettlementLine.objects.latest("pk").pk,
        "payout_id": Payout.objects.get().pk,
        "file_id": ImportedFile.objects.latest("pk").pk,
    }

    with (
        pytest.raises(IntegrityError, match=f"{column} names no row"),
        transaction.atomic(),
    ):
        PayoutLine.objects.create(**values | {column: NOBODY})
    PayoutLine.objects.create(**values)


@pytest.mark.parametrize("column", ["line_id", "payment_id", "money_id"])
def test_a_match_names_rows_that_exist(matched: Payment, column: str) -> None:
    told(line_of(paid(stall_bill(owner="Lain"), number=2)))
    values = {"line_id": SettlementLine.objects.latest("pk").pk, "matched_at": NOW}
    if column == "line_id":
        values["payment_id"] = matched.pk

    with (
        pytest.raises(IntegrityError, match=f"{column} names no row"),
        transaction.atomic(),
    ):
        SettlementMatch.objects.create(**values | {column: NOBODY})


def test_one_row_of_many_that_names_nothing_refuses_them_all(matched: Payment) -> None:
    with (
        pytest.raises(IntegrityError, match="file_id names no row"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            """
            INSERT INTO reconciliation_settlementline (file_id, line_number, gateway,
                transaction_id, order_id, kind, channel, settled_at, gross_idr,
                fee_idr, fee_vat_idr, refund_idr, net_idr)
            SELECT CASE n WHEN 70 THEN %s ELSE file_id END, n, gateway, 'many-' || n,
                order_id, kind, channel, settled_at, gross_idr, fee_idr, fee_vat_idr,
                refund_idr, net_idr
            FROM reconciliation_settlementline, generate_series(1, 100) AS n
            """,
            [NOBODY],
        )


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "table",
    [
        "payments_payment",
        "payments_unappliedmoney",
        "reconciliation_importedfile",
        "reconciliation_payout",
    ],
)
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 1", "TRUNCATE {} CASCADE"]
)
def test_no_role_takes_away_a_row_that_is_named(table: str, statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match=f"{table} keeps its rows"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
