import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("city", "0001_initial"),
        ("uploads", "0002_only_grows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportCategory",
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
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
                ("deadline_days", models.PositiveSmallIntegerField()),
                ("deadline_basis", models.CharField(max_length=200)),
                ("needs_photo", models.BooleanField()),
                ("is_confidential", models.BooleanField()),
                ("is_offered", models.BooleanField(default=True)),
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
            name="Report",
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
                ("number", models.CharField(max_length=12, unique=True)),
                ("sending", models.UUIDField(unique=True)),
                (
                    "latitude",
                    models.DecimalField(decimal_places=5, max_digits=8, null=True),
                ),
                (
                    "longitude",
                    models.DecimalField(decimal_places=5, max_digits=8, null=True),
                ),
                ("text", models.CharField(max_length=1000)),
                ("contact", models.CharField(blank=True, max_length=100)),
                ("state", models.CharField(max_length=20)),
                ("submitted_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("reply_until", models.DateField(null=True)),
                (
                    "kelurahan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.kelurahan",
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
                    "photo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="uploads.upload",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="uploads.upload",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="complaints.reportcategory",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportEvent",
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
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.opd",
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
                (
                    "photo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="uploads.upload",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="complaints.report",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="reportcategory",
            constraint=models.CheckConstraint(
                condition=models.Q(("deadline_days__gt", 0)),
                name="report_category_has_a_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["accepted", "in_progress", "reopened", "submitted"])
                ),
                fields=["opd", "due_on"],
                name="report_to_be_done",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state", "answered")),
                fields=["reply_until"],
                name="report_waiting_for_reply",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["submitted_at"], name="report_by_day"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "answered",
                            "closed",
                            "confirmed",
                            "in_progress",
                            "rejected",
                            "reopened",
                            "submitted",
                        ],
                    )
                ),
                name="report_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="report_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="report_has_both_coordinates_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["answered", "closed", "confirmed"]),
                        _negated=True,
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("proof__isnull", False),
                        ("reply_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_is_done_only_with_a_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", "answered"), _negated=True),
                    models.Q(
                        models.Q(("note", ""), _negated=True), ("photo__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="report_answer_has_words_and_a_photo",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("name__in", ["forwarded", "rejected", "reopened"]),
                        _negated=True,
                    ),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_is_turned_down_with_a_reason",
            ),
        ),
    ]
