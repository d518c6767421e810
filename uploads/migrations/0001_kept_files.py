import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Upload",
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
                (
                    "media_type",
                    models.CharField(
                        choices=[("image/jpeg", "Jpeg"), ("application/pdf", "Pdf")],
                        max_length=20,
                    ),
                ),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveSmallIntegerField(null=True)),
                ("height", models.PositiveSmallIntegerField(null=True)),
                ("page_count", models.PositiveSmallIntegerField(null=True)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size", django.db.models.functions.text.Length("content"))
                        ),
                        name="upload_is_as_large_as_its_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 5242880)),
                        name="upload_is_neither_empty_nor_too_large",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("height__gt", 0),
                                ("height__isnull", False),
                                ("media_type", "image/jpeg"),
                                ("page_count__isnull", True),
                                ("width__gt", 0),
                                ("width__isnull", False),
                            ),
                            models.Q(
                                ("height__isnull", True),
                                ("media_type", "application/pdf"),
                                ("page_count__gt", 0),
                                ("page_count__isnull", False),
                                ("width__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="upload_is_a_picture_or_a_document",
                    ),
                ],
            },
        ),
    ]
