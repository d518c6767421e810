import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("city", "0001_initial"),
        ("levies", "0003_bill_events_only_grow"),
        ("papers", "0004_decisions"),
        ("uploads", "0002_only_grows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PermitType",
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
                ("code", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Application",
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
                ("token", models.CharField(max_length=40, unique=True)),
                ("number", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("checked", "checked"),
                            ("awaiting_payment", "awaiting_payment"),
                            ("paid", "paid"),
                            ("issued", "issued"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                            ("lapsed", "lapsed"),
                            ("expired", "expired"),
                        ],
                        max_length=20,
                    ),
                ),
                ("turn", models.PositiveIntegerField(default=0)),
                ("holder_name", models.CharField(blank=True, max_length=120)),
                ("nik", models.CharField(blank=True, max_length=16)),
                ("started_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("deadline_on", models.DateField(null=True)),
                ("days_left", models.SmallIntegerField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("findings", models.JSONField(default=dict)),
                ("is_favoured", models.BooleanField(null=True)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("attention", models.CharField(blank=True, max_length=40)),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bill",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="levies.bill",
                    ),
                ),
                (
                    "checker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.paper",
                    ),
                ),
                (
                    "kelurahan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="city.kelurahan",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="city.market",
                    ),
                ),
                (
                    "permit_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="permits.permittype",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
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
                ("source", models.CharField(max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, max_length=600)),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="permits.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at"], name="application_event_by_time")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="application_event_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
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
                ("item", models.CharField(max_length=50)),
                ("answers", models.JSONField(null=True)),
                ("given_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("valid", "Valid"),
                            ("correct", "Correct"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="permits.application",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="uploads.upload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("application", "item"),
                        name="part_has_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answers__isnull", False), ("upload__isnull", True)
                            ),
                            models.Q(
                                ("answers__isnull", True), ("upload__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="part_is_answers_or_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["", "correct", "valid"])),
                        name="part_verdict_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "correct"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="part_correction_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_by__isnull", True), ("verdict", "")),
                            models.Q(
                                models.Q(("verdict", ""), _negated=True),
                                ("reviewed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="part_verdict_has_a_reviewer",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="permittype",
            constraint=models.UniqueConstraint(
                fields=("code", "version"), name="permit_type_version_is_unique"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["expired", "lapsed", "rejected", "withdrawn"]),
                    _negated=True,
                ),
                fields=["state", "deadline_on"],
                name="application_in_process",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "awaiting_payment",
                            "checked",
                            "draft",
                            "expired",
                            "issued",
                            "lapsed",
                            "paid",
                            "rejected",
                            "returned",
                            "submitted",
                            "withdrawn",
                        ],
                    )
                ),
                name="application_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approver__isnull", True),
                    models.Q(("checker", models.F("approver")), _negated=True),
                    _connector="OR",
                ),
                name="application_is_approved_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            ["awaiting_payment", "expired", "issued", "paid"],
                        ),
                        _negated=True,
                    ),
                    models.Q(("approver__isnull", False), ("checker__isnull", False)),
                    _connector="OR",
                ),
                name="application_approved_was_checked_and_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "draft"),
                        ("number", ""),
                        ("submitted_at__isnull", True),
                    ),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        models.Q(("state__in", ["lapsed", "withdrawn"]), _negated=True),
                        models.Q(("number", ""), _negated=True),
                        ("submitted_at__isnull", False),
                    ),
                    ("state__in", ["withdrawn", "lapsed"]),
                    _connector="OR",
                ),
                name="application_has_a_number_once_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["checked", "paid", "submitted"]),
                        ("days_left__isnull", True),
                        ("deadline_on__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["checked", "paid", "submitted"]),
                            _negated=True,
                        ),
                        ("deadline_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="application_clock_runs_or_pauses",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["expired", "issued"]),
                        ("decision__isnull", False),
                        ("valid_from__isnull", False),
                        ("valid_until__gte", models.F("valid_from")),
                    ),
                    models.Q(
                        models.Q(("state__in", ["expired", "issued"]), _negated=True),
                        ("decision__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="application_issued_has_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["awaiting_payment", "paid"]), _negated=True
                    ),
                    ("bill__isnull", False),
                    _connector="OR",
                ),
                name="application_awaiting_payment_has_a_bill",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nik", ""), ("nik__regex", "^[0-9]{16}$"), _connector="OR"
                ),
                name="application_nik_has_sixteen_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number",),
                name="application_number_is_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["awaiting_payment", "issued", "paid"]),
                    models.Q(("place", ""), _negated=True),
                ),
                fields=("place",),
                name="application_place_is_held_once",
            ),
        ),
    ]
