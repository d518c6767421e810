"""Permit types by version, applications with their parts, and what happened to them."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import get_language

from permits.definitions import Definition
from permits.transitions import CLOCK_RUNS, HOLDS_PLACE, TERMINAL, ApplicationState


def _words(states: frozenset[ApplicationState]) -> list[str]:
    return sorted(state.value for state in states)


_DRAFT = Q(state=ApplicationState.DRAFT.value)
_NUMBERED = ~_DRAFT & ~Q(
    state__in=_words(frozenset({ApplicationState.WITHDRAWN, ApplicationState.LAPSED}))
)
_DECIDED = Q(
    state__in=_words(frozenset({ApplicationState.ISSUED, ApplicationState.EXPIRED}))
)
_APPROVED = Q(state__in=_words(HOLDS_PLACE | {ApplicationState.EXPIRED}))
_RUNS = Q(state__in=_words(CLOCK_RUNS))
# What the calendar does to an application, it does once.
ONCE = ["deadline_near", "deadline_passed", "personal_data_erased"]


class PermitType(models.Model):
    """One version of a permit type, as its file said it. Never changed: a changed file
    is a new version, and an application keeps the one it began with."""

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="permit_type_version_is_unique", fields=["code", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def definition(self) -> Definition:
        """The content as the schema knows it."""
        return Definition.model_validate(self.content)

    @property
    def shown(self) -> Definition:
        """The content in the reader's language, for screens alone."""
        known = self.definition
        return known.in_english() if get_language() == "en" else known

    @property
    def shown_name(self) -> str:
        """What the type is called, in the reader's language; asks no schema."""
        name = str(self.content["name"])
        words = self.content.get("english", {}) if get_language() == "en" else {}
        return str(words.get(name, name))


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Named questions about applications."""

    def in_hands_of_the_office(self) -> Self:
        """Those that wait for an officer or an approver."""
        return self.filter(
            state__in=[ApplicationState.SUBMITTED, ApplicationState.CHECKED]
        )

    def with_details(self) -> Self:
        """With what a page says of them, in one query."""
        return self.select_related(
            "permit_type__opd",
            "market",
            "kelurahan",
            "checker",
            "approver",
            "bill__levy_type",
            "bill__levy_object",
            "bill__tariff",
            "decision",
        )


class Application(models.Model):
    """One application. `token` opens it for whoever has the link; `number` names it.

    `nik` stands here and nowhere else. The clock: while it runs, `deadline_on` is the
    last working day in time; while it pauses, `days_left` is what will be left of it.
    `turn` counts every change, so that a page that is stale is seen to be.
    """

    token = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=40, blank=True)
    permit_type = models.ForeignKey(PermitType, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in ApplicationState]
    )
    turn = models.PositiveIntegerField(default=0)
    holder_name = models.CharField(max_length=120, blank=True)
    nik = models.CharField(max_length=16, blank=True)
    market = models.ForeignKey("city.Market", models.PROTECT, null=True)
    kelurahan = models.ForeignKey("city.Kelurahan", models.PROTECT, null=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    deadline_on = models.DateField(null=True)
    days_left = models.SmallIntegerField(null=True)
    answer_by = models.DateField(null=True)
    checker = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    is_favoured = models.BooleanField(null=True)
    approver = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    place = models.CharField(max_length=120, blank=True)
    bill = models.OneToOneField(
        "levies.Bill", models.PROTECT, null=True, related_name="+"
    )
    decision = models.OneToOneField(
        "papers.Paper", models.PROTECT, null=True, related_name="+"
    )
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    attention = models.CharField(max_length=40, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                name="application_state_is_known",
                condition=Q(state__in=sorted(s.value for s in ApplicationState)),
            ),
            CheckConstraint(
                name="application_is_approved_by_another_person",
                condition=Q(approver__isnull=True) | ~Q(checker=F("approver")),
            ),
            CheckConstraint(
                name="application_approved_was_checked_and_approved",
                condition=~_APPROVED | Q(checker__isnull=False, approver__isnull=False),
            ),
            CheckConstraint(
                name="application_has_a_number_once_submitted",
                condition=_DRAFT & Q(number="", submitted_at__isnull=True)
                | _NUMBERED & ~Q(number="") & Q(submitted_at__isnull=False)
                | Q(state__in=["withdrawn", "lapsed"]),
            ),
            CheckConstraint(
                name="application_clock_runs_or_pauses",
                condition=_RUNS & Q(deadline_on__isnull=False, days_left__isnull=True)
                | ~_RUNS & Q(deadline_on__isnull=True),
            ),
            CheckConstraint(
                name="application_issued_has_its_decision",
                condition=_DECIDED
                & Q(
                    decision__isnull=False,
                    valid_from__isnull=False,
                    valid_until__gte=F("valid_from"),
                )
                | ~_DECIDED & Q(decision__isnull=True),
            ),
            CheckConstraint(
                name="application_awaiting_payment_has_a_bill",
                condition=~Q(state__in=["awaiting_payment", "paid"])
                | Q(bill__isnull=False),
            ),
            CheckConstraint(
                name="application_nik_has_sixteen_digits",
                condition=Q(nik="") | Q(nik__regex=r"^[0-9]{16}$"),
            ),
            UniqueConstraint(
                name="application_number_is_unique",
                fields=["number"],
                condition=~Q(number=""),
            ),
            UniqueConstraint(
                name="application_place_is_held_once",
                fields=["place"],
                condition=Q(state__in=_words(HOLDS_PLACE)) & ~Q(place=""),
            ),
        ]
        indexes = [
            models.Index(
                name="application_in_process",
                fields=["state", "deadline_on"],
                condition=~Q(state__in=_words(TERMINAL)),
            )
        ]

    def __str__(self) -> str:
        return self.number or self.state


class Verdict(models.TextChoices):
    """What an officer says of one part."""

    NONE = ""
    VALID = "valid"
    CORRECT = "correct"


class Part(models.Model):
    """One part of an application: the answers of a page, or the file of a requirement.

    A new one replaces it and stands beside it: what was handed in before, what was said
    of it, and what came instead can all be seen.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="parts")
    item = models.CharField(max_length=50)
    answers = models.JSONField(null=True)
    upload = models.ForeignKey("uploads.Upload", models.PROTECT, null=True)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    verdict = models.CharField(
        max_length=10, choices=Verdict.choices, default=Verdict.NONE, blank=True
    )
    note = models.CharField(max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="part_has_one_current",
                fields=["application", "item"],
                condition=Q(replaced_at__isnull=True),
            ),
            CheckConstraint(
                name="part_is_answers_or_a_file",
                condition=Q(answers__isnull=False, upload__isnull=True)
                | Q(answers__isnull=True, upload__isnull=False),
            ),
            CheckConstraint(
                name="part_verdict_is_known",
                condition=Q(verdict__in=sorted(Verdict.values)),
            ),
            CheckConstraint(
                name="part_correction_says_what",
                condition=~Q(verdict=Verdict.CORRECT.value) | ~Q(note=""),
            ),
            CheckConstraint(
                name="part_verdict_has_a_reviewer",
                condition=Q(verdict="", reviewed_by__isnull=True)
                | ~Q(verdict="") & Q(reviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.item


class ApplicationEvent(models.Model):
    """One change of an application's state, or a flag raised on it; only grows."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="events")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(name="application_event_has_a_name", condition=~Q(name="")),
            UniqueConstraint(
                name="application_event_of_time_is_written_once",
                fields=["application", "name", "note"],
                condition=Q(name__in=ONCE),
            ),
        ]
        indexes = [models.Index(name="application_event_by_time", fields=["at"])]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {self.name}"
