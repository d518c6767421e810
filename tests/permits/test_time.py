"""What time does: forgotten drafts, late corrections, ended decisions, figures."""

from datetime import timedelta

import pytest

from permits.models import Application, Verdict
from permits.selectors import applications_summary, clock_of, past_deadline
from permits.services import (
    ItemVerdict,
    attach_requirement,
    end_what_time_ended,
    send_back,
    submit_application,
    withdraw_application,
)
from permits.transitions import ApplicationState
from tests.permits.samples import (
    NOW,
    TODAY,
    Office,
    checked,
    draft,
    event_names,
    fresh,
    issued,
    later,
    office,
    on,
    photo,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Office:
    return office()


def test_a_draft_nobody_sends_is_forgotten_after_sixty_days(people: Office) -> None:
    application = draft()
    assert end_what_time_ended(now=later(days=60)) == 0
    assert end_what_time_ended(now=later(days=61)) == 1
    assert fresh(application).state == ApplicationState.LAPSED
    assert end_what_time_ended(now=later(days=62)) == 0


def test_a_correction_that_never_comes_lapses_the_day_after_its_time(
    people: Office,
) -> None:
    application = submitted()
    send_back(
        application=application,
        person=people.checker,
        verdicts={"kk": ItemVerdict(Verdict.CORRECT, "Buram.")},
        now=NOW,
    )
    last = fresh(application).answer_by
    assert last is not None
    days = (last - TODAY).days
    assert end_what_time_ended(now=later(days=days)) == 0
    assert end_what_time_ended(now=later(days=days + 1)) == 1
    assert event_names(application)[-1] == "correction_time_passed"


def test_a_decision_ends_the_day_after_its_validity(people: Office) -> None:
    application = issued(people)
    assert application.valid_until is not None
    days = (application.valid_until - TODAY).days
    assert end_what_time_ended(now=later(days=days)) == 0
    assert end_what_time_ended(now=later(days=days + 1)) == 1
    assert fresh(application).state == ApplicationState.EXPIRED


def test_holidays_and_weekends_are_no_working_days(people: Office) -> None:
    application = submitted()  # Tuesday, 24 November 2026
    assert str(application.deadline_on) == "2026-12-08"
    clock = clock_of(application, on=on(later(days=5)))  # Sunday
    assert clock is not None
    assert clock.used == 3


def test_a_clock_that_ran_out_goes_on_as_late_as_it_was(people: Office) -> None:
    application = submitted()
    late = later(days=16)  # Thursday, 10 December: two working days over.
    send_back(
        application=application,
        person=people.checker,
        verdicts={"kk": ItemVerdict(Verdict.CORRECT, "Buram.")},
        now=late,
    )
    assert fresh(application).days_left == -2
    attach_requirement(
        application=application, requirement="kk", file=photo(), now=late
    )
    back = submit_application(application=application, now=late + timedelta(days=5))
    clock = clock_of(fresh(back), on=on(late + timedelta(days=5)))
    assert clock is not None
    assert (clock.left, clock.is_overdue) == (-2, True)
    assert past_deadline(on=on(late + timedelta(days=5))).count() == 1


def test_the_summary_counts_what_the_office_has_and_how_long_it_took(
    people: Office,
) -> None:
    draft()
    late = submitted(unit="Blok G nomor 1")
    Application.objects.filter(pk=late.pk).update(deadline_on=TODAY - timedelta(days=1))
    checked(people, unit="Blok G nomor 2")
    withdraw_application(application=submitted(unit="Blok G nomor 3"), now=NOW)
    issued(people, unit="Blok G nomor 4")
    summary = applications_summary(
        on=TODAY, decided_from=NOW - timedelta(days=1), decided_until=later(days=1)
    )
    assert summary.by_state == {
        "checked": 1,
        "issued": 1,
        "submitted": 1,
        "withdrawn": 1,
    }
    assert summary.by_kelurahan == {"99.01.01.1001": 2}
    assert (summary.in_process, summary.overdue, summary.issued) == (2, 1, 1)
    assert summary.median_working_days == 0


def test_no_decision_has_no_median(people: Office) -> None:
    summary = applications_summary(
        on=TODAY, decided_from=NOW, decided_until=later(days=1)
    )
    assert summary.median_working_days is None
