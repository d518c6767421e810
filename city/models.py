"""The city as reference data. Written by `load_city` alone; read through selectors."""

from django.db import models
from django.db.models import CheckConstraint, Q


class Opd(models.Model):
    """An office of the city (organisasi perangkat daerah) that owns levies."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    letter_code = models.CharField(max_length=30, unique=True)

    def __str__(self) -> str:
        return self.name


class RevenueAccount(models.Model):
    """An account of the national chart (Kepmendagri 900.1.15.5-1317/2023).

    A revenue account that is missing here is *belum dipetakan*; none is invented.
    """

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CityProfile(models.Model):
    """The one city of this database."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=40)
    timezone_label = models.CharField(max_length=8)
    revenue_office = models.CharField(max_length=60)
    letter_suffix = models.CharField(max_length=10)
    levy_letter_class = models.CharField(max_length=10)
    legal_basis = models.CharField(max_length=200)
    unverified_basis_text = models.CharField(max_length=200)
    rkud_bank = models.CharField(max_length=80)
    rkud_account = models.CharField(max_length=40)
    qris_merchant_name = models.CharField(max_length=25)
    qris_city = models.CharField(max_length=15)
    nmid = models.CharField(max_length=15)
    suspense_opd = models.ForeignKey(Opd, models.PROTECT, related_name="+")
    sanctions_account = models.ForeignKey(
        RevenueAccount, models.PROTECT, related_name="+", null=True
    )
    help_phone = models.CharField(max_length=30)
    help_whatsapp = models.CharField(max_length=30, blank=True)
    help_hours = models.CharField(max_length=80)
    help_address = models.CharField(max_length=200)
    coat_of_arms = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(name="city_profile_is_one_row", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return self.full_name


class Kecamatan(models.Model):
    """A district, by its Kemendagri code."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Kelurahan(models.Model):
    """A ward, by its Kemendagri code. No coordinates means: not known."""

    code = models.CharField(max_length=15, unique=True)
    name = models.CharField(max_length=80)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="kelurahan")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="kelurahan_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Market(models.Model):
    """A market of the city, with the number of its registered traders."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="markets")
    kelurahan = models.ForeignKey(Kelurahan, models.PROTECT, null=True)
    trader_count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A national holiday or a day of joint leave (cuti bersama)."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    is_joint_leave = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
