"""Money that went back twice, or by a debit of its own, has a name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0009_finding_notes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="finding",
            name="finding_cause_is_known",
        ),
        migrations.AlterField(
            model_name="finding",
            name="cause",
            field=models.CharField(
                choices=[
                    ("paid_at_gateway_unknown_here", "Paid At Gateway Unknown Here"),
                    ("paid_here_not_settled", "Paid Here Not Settled"),
                    ("amounts_differ", "Amounts Differ"),
                    ("paid_twice", "Paid Twice"),
                    ("payout_not_in_bank", "Payout Not In Bank"),
                    ("payout_amount_differs", "Payout Amount Differs"),
                    ("bank_credit_unidentified", "Bank Credit Unidentified"),
                    ("deposit_not_in_bank", "Deposit Not In Bank"),
                    ("deposit_amount_differs", "Deposit Amount Differs"),
                    ("cash_not_deposited", "Cash Not Deposited"),
                    ("paid_back_twice", "Paid Back Twice"),
                    ("refund_debit_unexplained", "Refund Debit Unexplained"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        [
                            "amounts_differ",
                            "bank_credit_unidentified",
                            "cash_not_deposited",
                            "deposit_amount_differs",
                            "deposit_not_in_bank",
                            "paid_at_gateway_unknown_here",
                            "paid_back_twice",
                            "paid_here_not_settled",
                            "paid_twice",
                            "payout_amount_differs",
                            "payout_not_in_bank",
                            "refund_debit_unexplained",
                        ],
                    )
                ),
                name="finding_cause_is_known",
            ),
        ),
    ]
