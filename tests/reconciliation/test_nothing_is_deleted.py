"""Evidence and findings stay: the running role may not delete them."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM reconciliation_importedfile",
        "DELETE FROM reconciliation_finding",
        "DELETE FROM reconciliation_payout",
        "DELETE FROM payments_payment",
        "DELETE FROM payments_unappliedmoney",
    ],
)
def test_the_app_cannot_delete(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
