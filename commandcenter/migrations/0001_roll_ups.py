import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("city", "0001_initial"),
        ("levies", "0003_bill_events_only_grow"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirtyDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("marked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Freshness",
            fields=[
                (
                    "part",
                    models.CharField(
                        choices=[("money", "Money"), ("bills", "Bills")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("as_of", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LedgerCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("checked_at", models.DateTimeField()),
                ("roll_up_idr", models.BigIntegerField()),
                ("ledger_idr", models.BigIntegerField()),
                ("differing", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="BilledMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("month", models.DateField()),
                ("bills", models.PositiveIntegerField()),
                ("payers", models.PositiveIntegerField()),
                ("assessed_idr", models.PositiveBigIntegerField()),
                ("assessed_paid_idr", models.PositiveBigIntegerField()),
                ("expected_idr", models.PositiveBigIntegerField()),
                ("expected_paid_idr", models.PositiveBigIntegerField()),
                (
                    "kelurahan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.kelurahan",
                    ),
                ),
                (
                    "levy_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="levies.levytype",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.market",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "opd", "levy_type", "market", "kelurahan"),
                        name="billed_month_is_told_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessed_paid_idr__lte", models.F("assessed_idr")),
                            ("expected_paid_idr__lte", models.F("expected_idr")),
                        ),
                        name="billed_month_is_never_overpaid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("day", models.DateField()),
                ("kept_idr", models.BigIntegerField()),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "opd"), name="ledger_day_is_told_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RevenueDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("payments", models.PositiveIntegerField()),
                ("payers", models.PositiveIntegerField()),
                ("revenue_idr", models.PositiveBigIntegerField()),
                ("held_idr", models.PositiveBigIntegerField()),
                ("returned_idr", models.PositiveBigIntegerField()),
                ("day", models.DateField()),
                (
                    "kelurahan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.kelurahan",
                    ),
                ),
                (
                    "levy_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="levies.levytype",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.market",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "day",
                            "opd",
                            "levy_type",
                            "market",
                            "kelurahan",
                            "channel",
                        ),
                        name="revenue_day_is_told_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RevenueMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("payments", models.PositiveIntegerField()),
                ("payers", models.PositiveIntegerField()),
                ("revenue_idr", models.PositiveBigIntegerField()),
                ("held_idr", models.PositiveBigIntegerField()),
                ("returned_idr", models.PositiveBigIntegerField()),
                ("month", models.DateField()),
                (
                    "kelurahan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.kelurahan",
                    ),
                ),
                (
                    "levy_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="levies.levytype",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.market",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "month",
                            "opd",
                            "levy_type",
                            "market",
                            "kelurahan",
                            "channel",
                        ),
                        name="revenue_month_is_told_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="revenue_month_is_a_first_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("amount_idr", models.PositiveBigIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("verified", models.BooleanField(default=False)),
                (
                    "levy_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="levies.levytype",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "levy_type"),
                        name="target_is_set_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_idr__gt", 0)),
                        name="target_amount_is_positive",
                    ),
                ],
            },
        ),
    ]
