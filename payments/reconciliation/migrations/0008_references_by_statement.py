"""References of what comes by the million are proved once per statement.

A foreign key asks and locks row by row, which was a third of the time of a report
(docs/adr/0008). Two indexes that nothing reads go as well.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from kernel.sql import (
    keeps_its_rows,
    refers_by_statement,
    undo_keeps_its_rows,
    undo_refers_by_statement,
)

KEEP_ROWS = ("reconciliation_importedfile", "reconciliation_payout")
REFERENCES = {
    "reconciliation_settlementline": {"file_id": "reconciliation_importedfile"},
    "reconciliation_payoutline": {
        "line_id": "reconciliation_settlementline",
        "payout_id": "reconciliation_payout",
        "file_id": "reconciliation_importedfile",
    },
    "reconciliation_settlementmatch": {
        "line_id": "reconciliation_settlementline",
        "payment_id": "payments_payment",
        "money_id": "payments_unappliedmoney",
    },
}


def _file() -> models.Field:  # type: ignore[type-arg]
    return models.ForeignKey(
        "reconciliation.importedfile",
        django.db.models.deletion.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


def _line(name: str) -> models.Field:  # type: ignore[type-arg]
    return models.OneToOneField(
        "reconciliation.settlementline",
        django.db.models.deletion.PROTECT,
        related_name=name,
        db_constraint=False,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_payments_stay"),
        ("reconciliation", "0007_import_jobs"),
    ]

    operations = [
        *(
            migrations.RunSQL(keeps_its_rows(table), undo_keeps_its_rows(table))
            for table in KEEP_ROWS
        ),
        migrations.AlterField("settlementline", "file", _file()),
        migrations.AlterField("payoutline", "file", _file()),
        migrations.AlterField("payoutline", "line", _line("payout_line")),
        migrations.AlterField("settlementmatch", "line", _line("match")),
        migrations.AlterField(
            "payoutline",
            "payout",
            models.ForeignKey(
                "reconciliation.payout",
                django.db.models.deletion.PROTECT,
                related_name="lines",
                db_constraint=False,
            ),
        ),
        migrations.AlterField(
            "settlementmatch",
            "payment",
            models.ForeignKey(
                "payments.payment",
                django.db.models.deletion.PROTECT,
                null=True,
                related_name="settlement_matches",
                db_constraint=False,
            ),
        ),
        migrations.AlterField(
            "settlementmatch",
            "money",
            models.ForeignKey(
                "payments.unappliedmoney",
                django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
                db_constraint=False,
                db_index=False,
            ),
        ),
        migrations.AddIndex(
            "settlementmatch",
            models.Index(
                fields=["money"],
                name="settlement_match_by_money",
                condition=Q(money__isnull=False),
            ),
        ),
        *(
            migrations.RunSQL(
                refers_by_statement(table, targets), undo_refers_by_statement(table)
            )
            for table, targets in REFERENCES.items()
        ),
    ]
