"""The files people sent in, as they are kept, till they are erased whole; no edits."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Length

KEPT_MAX_BYTES = 5 * 1024 * 1024


class MediaType(models.TextChoices):
    """What is kept: every picture becomes a JPEG, every document a PDF."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"


class Upload(models.Model):
    """One kept file. Its code is opaque, and no key: the app that took it asks who.

    `name` is what the sender's device called it, shortened to a plain file name, for
    people who look at a list of papers; it is never a path and never decides anything.
    """

    code = models.CharField(max_length=20, unique=True)
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    page_count = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(max_length=100, blank=True)
    uploaded_at = models.DateTimeField()
    # Its bytes, name and hash are gone since; the row says that there was a file.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="upload_is_as_large_as_its_bytes",
                condition=Q(size=Length("content")),
            ),
            CheckConstraint(
                name="upload_is_neither_empty_nor_too_large",
                condition=Q(
                    erased_at__isnull=True, size__gt=0, size__lte=KEPT_MAX_BYTES
                )
                | Q(erased_at__isnull=False, size=0, sha256="", name=""),
            ),
            CheckConstraint(
                name="upload_is_a_picture_or_a_document",
                condition=Q(
                    media_type="image/jpeg",
                    width__isnull=False,
                    width__gt=0,
                    height__isnull=False,
                    height__gt=0,
                    page_count__isnull=True,
                )
                | Q(
                    media_type="application/pdf",
                    width__isnull=True,
                    height__isnull=True,
                    page_count__isnull=False,
                    page_count__gt=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.media_type})"

    @property
    def is_picture(self) -> bool:
        return self.media_type == MediaType.JPEG
