"""Series, papers and their files. A paper is issued once; voided, never edited."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import ExtractYear


class PaperKind(models.TextChoices):
    """The official papers; the value is printed in the number."""

    SKRD = "SKRD"
    STRD = "STRD"
    SSRD = "SSRD"
    TICKET = "KARCIS"
    DEPOSIT = "STS"
    DECISION = "SK"


class PaperLayout(models.TextChoices):
    """The forms in which a paper is drawn."""

    A5 = "a5"
    ROLL_58MM = "58mm"


class Series(models.Model):
    """The counter of one OPD × kind × year; locked by whoever takes a number."""

    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(name="series_is_unique", fields=["opd", "kind", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last_serial}"


class Paper(models.Model):
    """An issued paper: its gap-free number, its opaque code and the values printed.

    `values` is what the template prints (papers.values says which keys); names that
    end in `_on` and `_at` hold ISO dates and instants, in `_idr` whole rupiah.
    """

    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveBigIntegerField()
    number = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=20, unique=True)
    values = models.JSONField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="paper_serial_is_used_once",
                fields=["opd", "kind", "year", "serial"],
            ),
            CheckConstraint(
                name="paper_kind_is_known",
                condition=Q(kind__in=sorted(PaperKind.values)),
            ),
            CheckConstraint(name="paper_serial_is_positive", condition=Q(serial__gt=0)),
            CheckConstraint(
                name="paper_year_is_that_of_its_date",
                condition=Q(year=ExtractYear(F("issued_on"))),
            ),
            CheckConstraint(
                name="paper_is_voided_with_a_reason",
                condition=Q(voided_at__isnull=True, void_reason="")
                | Q(voided_at__isnull=False) & ~Q(void_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                name="paper_voided",
                fields=["voided_at"],
                condition=Q(voided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None


class PaperFile(models.Model):
    """The signed bytes of a paper in one layout; written once, never again."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    layout = models.CharField(max_length=10, choices=PaperLayout.choices)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="paper_file_once_per_layout", fields=["paper", "layout"]
            ),
            CheckConstraint(
                name="paper_file_layout_is_known",
                condition=Q(layout__in=sorted(PaperLayout.values)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.layout})"
