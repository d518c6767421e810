"""Citizens' reports, what became of them, and the categories that route them."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import get_language

from complaints.transitions import DONE, OPEN, ReportState

TEXT_LONGEST = 1000
NOTE_LONGEST = 1000
# Events that say nothing without a reason.
WITH_A_REASON = ("forwarded", "rejected", "reopened")


class ReportCategory(models.Model):
    """What one can report: which office answers, within which working days, and why.

    A confidential one shows strangers its state and deadline, and nothing else.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    deadline_days = models.PositiveSmallIntegerField()
    deadline_basis = models.CharField(max_length=200)
    needs_photo = models.BooleanField()
    is_confidential = models.BooleanField()
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="report_category_has_a_deadline", condition=Q(deadline_days__gt=0)
            )
        ]

    def __str__(self) -> str:
        """Its name in the reader's language; Indonesian where the city has no other."""
        return (get_language() == "en" and self.name_en) or self.name


class Report(models.Model):
    """One report. Its number is public; who holds the key of its page is the reporter.

    `contact` is for the officer alone, and is emptied when the report is over.
    """

    number = models.CharField(max_length=12, unique=True)
    # Of the form it came by: the same form sent twice is one report.
    sending = models.UUIDField(unique=True)
    category = models.ForeignKey(ReportCategory, models.PROTECT, related_name="reports")
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    kelurahan = models.ForeignKey("city.Kelurahan", models.PROTECT, related_name="+")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    text = models.CharField(max_length=TEXT_LONGEST)
    contact = models.CharField(max_length=100, blank=True)
    photo = models.ForeignKey(
        "uploads.Upload", models.PROTECT, null=True, related_name="+"
    )
    proof = models.ForeignKey(
        "uploads.Upload", models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=20)
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    # The last day on which the reporter can say that it was not done.
    reply_until = models.DateField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="report_state_is_known",
                condition=Q(state__in=sorted(s.value for s in ReportState)),
            ),
            CheckConstraint(
                name="report_says_something",
                condition=~Q(text=""),
            ),
            CheckConstraint(
                name="report_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            CheckConstraint(
                name="report_is_done_only_with_a_proof",
                condition=~Q(state__in=sorted(s.value for s in DONE))
                | Q(
                    proof__isnull=False,
                    answered_at__isnull=False,
                    reply_until__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="report_to_be_done",
                fields=["opd", "due_on"],
                condition=Q(state__in=sorted(s.value for s in OPEN)),
            ),
            models.Index(
                name="report_waiting_for_reply",
                fields=["reply_until"],
                condition=Q(state=ReportState.ANSWERED.value),
            ),
            models.Index(name="report_by_day", fields=["submitted_at"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def spoken(self) -> str:
        """The number as it is read aloud: `1234 5678 9012`."""
        return f"{self.number[:4]} {self.number[4:8]} {self.number[8:]}"

    @property
    def position(self) -> str:
        """`0.81235,127.30001`, as links to maps want it; empty without a point."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{self.latitude},{self.longitude}"


class ReportEvent(models.Model):
    """A step of a report, by an officer, the reporter or the calendar. Only grows."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=NOTE_LONGEST, blank=True)
    photo = models.ForeignKey(
        "uploads.Upload", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="report_answer_has_words_and_a_photo",
                condition=~Q(name="answered") | ~Q(note="") & Q(photo__isnull=False),
            ),
            CheckConstraint(
                name="report_is_turned_down_with_a_reason",
                condition=~Q(name__in=sorted(WITH_A_REASON)) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.name}"
