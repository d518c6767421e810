import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("city", "0001_initial"),
        ("levies", "0003_bill_events_only_grow"),
        ("papers", "0003_tickets_and_deposits"),
        ("payments", "0003_cash"),
        ("reconciliation", "0003_nothing_is_deleted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deposit",
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
                (
                    "state",
                    models.CharField(
                        choices=[("made", "made"), ("banked", "banked")], max_length=10
                    ),
                ),
                ("amount_idr", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_on", models.DateField()),
                ("banked_on", models.DateField(null=True)),
                (
                    "bank_line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deposit",
                        to="reconciliation.bankline",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.paper",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DepositEvent",
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
                ("name", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=10)),
                ("target", models.CharField(max_length=10)),
                ("cause", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "deposit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.deposit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandOver",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("counted", "counted"),
                            ("accepted", "accepted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("expected_idr", models.PositiveBigIntegerField()),
                ("counted_idr", models.PositiveBigIntegerField(null=True)),
                ("offered_at", models.DateTimeField()),
                ("counted_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "collector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deposit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="collection.deposit",
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
                (
                    "treasurer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOverEvent",
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
                ("name", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=10)),
                ("target", models.CharField(max_length=10)),
                ("cause", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.handover",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Plate",
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
                ("code", models.CharField(max_length=20, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "levy_object",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plate",
                        to="levies.levyobject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlateSheet",
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
                ("wanted_at", models.DateTimeField()),
                ("plate_count", models.PositiveIntegerField()),
                ("pdf", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.market",
                    ),
                ),
                (
                    "wanted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
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
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed")], max_length=10
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("counted_idr", models.PositiveBigIntegerField(null=True)),
                (
                    "collector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.market",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QrisShown",
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
                ("shown_at", models.DateTimeField()),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_by",
                        to="payments.payment",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qris",
                        to="collection.shift",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="handover",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hand_overs",
                to="collection.shift",
            ),
        ),
        migrations.CreateModel(
            name="CashTaken",
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
                ("amount_idr", models.PositiveBigIntegerField()),
                ("key", models.CharField(max_length=64, unique=True)),
                ("taken_at", models.DateTimeField()),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash",
                        to="payments.payment",
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.paper",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash",
                        to="collection.shift",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShiftEvent",
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
                ("name", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=10)),
                ("target", models.CharField(max_length=10)),
                ("cause", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.shift",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shortage",
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
                ("amount_idr", models.PositiveBigIntegerField()),
                ("named_at", models.DateTimeField()),
                ("repaid_at", models.DateTimeField(null=True)),
                (
                    "collector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deposit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repaid",
                        to="collection.deposit",
                    ),
                ),
                (
                    "hand_over",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortage",
                        to="collection.handover",
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
                (
                    "repaid_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_idr__gt", 0)), name="deposit_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bank_line__isnull", True),
                        ("banked_on__isnull", True),
                        ("state", "made"),
                    ),
                    models.Q(
                        ("bank_line__isnull", False),
                        ("banked_on__isnull", False),
                        ("state", "banked"),
                    ),
                    _connector="OR",
                ),
                name="deposit_is_banked_by_a_bank_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="platesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("plate_count__gt", 0)),
                name="plate_sheet_has_plates",
            ),
        ),
        migrations.AddConstraint(
            model_name="platesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_at__isnull", True), ("pdf__isnull", True)),
                    models.Q(("made_at__isnull", False), ("pdf__isnull", False)),
                    _connector="OR",
                ),
                name="plate_sheet_is_drawn_with_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("collector",),
                name="collector_has_one_open_shift",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("counted_idr__isnull", True),
                        ("state", "open"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("counted_idr__isnull", False),
                        ("state", "closed"),
                    ),
                    _connector="OR",
                ),
                name="shift_is_closed_with_a_count",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("shift", "opd"), name="hand_over_once_per_shift_and_opd"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("expected_idr__gt", 0)),
                name="hand_over_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("treasurer__isnull", True),
                    models.Q(("treasurer", models.F("collector")), _negated=True),
                    _connector="OR",
                ),
                name="hand_over_is_between_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("counted_at__isnull", True),
                        ("counted_idr__isnull", True),
                        ("state", "offered"),
                        ("treasurer__isnull", True),
                    ),
                    models.Q(
                        models.Q(("state", "offered"), _negated=True),
                        ("counted_at__isnull", False),
                        ("counted_idr__isnull", False),
                        ("treasurer__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="hand_over_is_counted_by_a_treasurer",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="hand_over_is_accepted_at_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deposit__isnull", True), ("state", "accepted"), _connector="OR"
                ),
                name="hand_over_is_deposited_only_when_accepted",
            ),
        ),
        migrations.AddIndex(
            model_name="cashtaken",
            index=models.Index(fields=["shift", "opd"], name="cash_taken_by_shift"),
        ),
        migrations.AddConstraint(
            model_name="cashtaken",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_idr__gt", 0)), name="cash_taken_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashtaken",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True),
                name="cash_taken_has_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="shortage",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_idr__gt", 0)), name="shortage_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("repaid_at__isnull", True), ("repaid_to__isnull", True)),
                    models.Q(
                        ("repaid_at__isnull", False),
                        ("repaid_to__isnull", False),
                        models.Q(("repaid_to", models.F("collector")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shortage_is_repaid_to_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="shortage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deposit__isnull", True),
                    ("repaid_at__isnull", False),
                    _connector="OR",
                ),
                name="shortage_is_deposited_only_when_repaid",
            ),
        ),
    ]
