"""People, what they are assigned to, and the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from city.models import Kelurahan, Market, Opd

# How a role is called on screens.
ROLE_NAMES: dict[Role, Promise] = {
    Role.COLLECTOR: _("Juru pungut"),
    Role.OPD_TREASURER: _("Bendahara penerimaan OPD"),
    Role.ASSESSOR: _("Petugas penetapan"),
    Role.HEAD_OF_OPD: _("Kepala OPD"),
    Role.RECONCILER: _("Rekonsiliator"),
    Role.RECONCILIATION_APPROVER: _("Penyetuju rekonsiliasi"),
    Role.CITY_TREASURY: _("Bendahara umum daerah (BUD)"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Admin"),
    Role.MAYOR: _("Pimpinan daerah"),
    Role.PERMIT_OFFICER: _("Petugas perizinan"),
    Role.REPORT_OFFICER: _("Petugas pengaduan"),
}


class PersonManager(BaseUserManager["Person"]):
    """Makes people with a hashed password, as sign-in and its tests expect."""

    def create_user(self, username: str, password: str, full_name: str) -> Person:
        person = self.model(username=username, full_name=full_name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in roles.py.

    There is no superuser, no staff flag and no group: nobody stands above the table.
    """

    username = models.CharField(
        max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            CheckConstraint(
                name="person_has_a_name",
                condition=~Q(username="") & ~Q(full_name=""),
            )
        ]

    def __str__(self) -> str:
        return self.full_name


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something lies or holds. What is not named is not limited.

    As the scope of an assignment, nothing named is the whole city. As the scope of a
    thing, name all that is known of it: `Scope.of_market` does so for a market.
    """

    opd: Opd | None = None
    market: Market | None = None
    kelurahan: Kelurahan | None = None

    @classmethod
    def of_market(cls, market: Market) -> Scope:
        """A market lies in a kelurahan and belongs to an OPD."""
        return cls(opd=market.opd, market=market, kelurahan=market.kelurahan)

    def parts(self) -> Iterable[tuple[str, models.Model | None]]:
        """The three limits by name."""
        return (
            ("opd", self.opd),
            ("market", self.market),
            ("kelurahan", self.kelurahan),
        )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about who holds what, where and when."""

    def held_on(self, day: date) -> AssignmentQuerySet:
        """Those that have begun and not ended on the day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )

    def held_from(self, day: date) -> AssignmentQuerySet:
        """Those that still hold at some day from this one on."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def covering(self, scope: Scope) -> AssignmentQuerySet:
        """Those whose scope holds this one wholly: each limit is absent or the same."""
        covers = Q()
        for name, place in scope.parts():
            unlimited = Q(**{f"{name}__isnull": True})
            covers &= unlimited if place is None else unlimited | Q(**{name: place})
        return self.filter(covers)

    def touching(self, scope: Scope) -> AssignmentQuerySet:
        """Those that share at least one place with this scope."""
        touches = Q()
        for name, place in scope.parts():
            if place is not None:
                touches &= Q(**{f"{name}__isnull": True}) | Q(**{name: place})
        return self.filter(touches)


class Assignment(models.Model):
    """A role held by a person, from a day to a day, within a scope.

    No OPD, market and kelurahan means the whole city.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Role])
    opd = models.ForeignKey(Opd, models.PROTECT, null=True, blank=True)
    market = models.ForeignKey(Market, models.PROTECT, null=True, blank=True)
    kelurahan = models.ForeignKey(Kelurahan, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                name="assignment_role_is_known",
                condition=Q(role__in=sorted(r.value for r in Role)),
            ),
            CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="assignment_is_held_once_at_a_time",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (Coalesce(F("opd"), Value(0)), RangeOperators.EQUAL),
                    (Coalesce(F("market"), Value(0)), RangeOperators.EQUAL),
                    (Coalesce(F("kelurahan"), Value(0)), RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            Value("[]"),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.valid_from}"

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES[Role(self.role)])

    @property
    def scope(self) -> Scope:
        return Scope(opd=self.opd, market=self.market, kelurahan=self.kelurahan)


class AuditEvent(models.Model):
    """Who did what to which thing, when and why. Only grows (trigger and grants)."""

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="audit_event_says_what_and_on_which_thing",
                condition=~Q(action="") & ~Q(subject=""),
            )
        ]
        indexes = [models.Index(name="audit_event_by_subject", fields=["subject"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class AuditSeal(models.Model):
    """A link of the hash chain over the audit log, made off the hot path; only grows.

    The chain runs in the order of the seals. No two links follow the same one.
    `sealed_at` is the database's own clock.
    """

    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="seal")
    previous_hash = models.BinaryField(max_length=32, unique=True)
    hash = models.BinaryField(max_length=32, unique=True)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="audit_seal_by_time", fields=["sealed_at"])]

    def __str__(self) -> str:
        return bytes(self.hash).hex()
