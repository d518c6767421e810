"""What a collector handed over too little is a debt of its own account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0001_initial"),
        ("ledger", "0002_only_grows_and_balances"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="account",
            name="account_kind_is_known",
        ),
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receivable", "receivable"),
                    ("receivable_sanctions", "receivable_sanctions"),
                    ("revenue_lo", "revenue_lo"),
                    ("revenue_lo_sanctions", "revenue_lo_sanctions"),
                    ("gateway_clearing", "gateway_clearing"),
                    ("collector_cash", "collector_cash"),
                    ("collector_shortage", "collector_shortage"),
                    ("treasurer_cash", "treasurer_cash"),
                    ("rkud", "rkud"),
                    ("channel_cost", "channel_cost"),
                    ("liability_to_payer", "liability_to_payer"),
                    ("suspense", "suspense"),
                    ("allowance", "allowance"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "allowance",
                            "channel_cost",
                            "collector_cash",
                            "collector_shortage",
                            "gateway_clearing",
                            "liability_to_payer",
                            "receivable",
                            "receivable_sanctions",
                            "revenue_lo",
                            "revenue_lo_sanctions",
                            "rkud",
                            "suspense",
                            "treasurer_cash",
                        ],
                    )
                ),
                name="account_kind_is_known",
            ),
        ),
    ]
