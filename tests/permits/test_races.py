"""Two at once, over connections of their own; twins show the race without a lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections

from kernel.errors import RempahError
from levies.models import Bill
from outbox.models import Event
from papers.models import Paper, PaperKind
from permits.models import Application
from permits.services import (
    ApplicationMovedOn,
    PlaceTaken,
    approve_application,
    deciding,
    follow_bill,
    review_items,
    submit_application,
)
from permits.services import assessing as assessing_module
from permits.services import reviewing as reviewing_module
from permits.services import submitting as submitting_module
from tests.permits.samples import (
    NOW,
    Office,
    approved,
    bill_of,
    checked,
    draft,
    fresh,
    office,
    pay,
    submitted,
)

THREADS = 4


@pytest.fixture
def people(committed_db: str) -> Office:
    return office()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Answers or refusals of calls that start together, in their order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return call()
        except (RempahError, IntegrityError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def read_together(monkeypatch: pytest.MonkeyPatch, *modules: Any) -> None:
    """Take the lock away: both read, wait for each other, and go on."""
    barrier = Barrier(2)

    def read(application: Application, *, turn: int | None) -> Application:
        found = Application.objects.select_related(
            "permit_type__opd", "market", "kelurahan"
        ).get(pk=application.pk)
        barrier.wait(timeout=10)
        return found

    for module in modules:
        monkeypatch.setattr(module, "lock_application", read)


def approve(application: Application, people: Office) -> Callable[[], Application]:
    return lambda: approve_application(
        application=application, person=people.approver, now=NOW
    )


def test_two_approvals_at_once_make_one_bill(people: Office) -> None:
    application = checked(people)
    answers = at_once(*[approve(application, people)] * THREADS)
    late = [answer for answer in answers if isinstance(answer, ApplicationMovedOn)]
    assert len(late) == THREADS - 1
    assert Bill.objects.count() == 1
    assert Event.objects.filter(name="application_approved").count() == 1


def test_twin_without_the_lock_both_approve(
    people: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = checked(people)
    read_together(monkeypatch, deciding)
    at_once(*[approve(application, people)] * 2)
    assert Event.objects.filter(name="application_approved").count() == 2


def test_two_applications_for_one_place_at_once_give_it_to_one(people: Office) -> None:
    first, second = checked(people), checked(people)
    answers = at_once(approve(first, people), approve(second, people))
    assert sorted(type(answer).__name__ for answer in answers) == [
        "Application",
        "PlaceTaken",
    ]
    assert isinstance(answers[0], PlaceTaken) or isinstance(answers[1], PlaceTaken)
    assert Bill.objects.count() == 1


def test_twin_without_the_markets_lock_the_database_refuses(
    people: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kindness is lost, the promise is not: one place, one holder."""
    first, second = checked(people), checked(people)
    barrier = Barrier(2)

    def hold(application: Application, market: Any, unit: str, *, on: Any) -> None:
        barrier.wait(timeout=10)
        application.place = f"{market.code}/{unit}"

    monkeypatch.setattr(assessing_module, "_hold", hold)
    answers = at_once(approve(first, people), approve(second, people))
    (refused,) = [answer for answer in answers if isinstance(answer, IntegrityError)]
    assert "application_place_is_held_once" in str(refused)


def test_a_double_submit_takes_one_number(people: Office) -> None:
    application = draft()
    answers = at_once(
        *[lambda: submit_application(application=application, now=NOW)] * THREADS
    )
    assert {answer.number for answer in answers} == {fresh(application).number}
    assert Event.objects.filter(name="application_submitted").count() == 1


def test_twin_without_the_lock_it_is_submitted_twice(
    people: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = draft()
    read_together(monkeypatch, submitting_module)
    at_once(*[lambda: submit_application(application=application, now=NOW)] * 2)
    assert Event.objects.filter(name="application_submitted").count() == 2


def test_of_two_officers_at_one_page_one_is_told(people: Office) -> None:
    application = submitted()
    answers = at_once(
        *[
            lambda: review_items(
                application=application,
                person=people.checker,
                verdicts={},
                turn=application.turn,
                now=NOW,
            )
        ]
        * 2
    )
    assert sum(isinstance(one, ApplicationMovedOn) for one in answers) == 1


def test_twin_without_the_lock_neither_is_told(
    people: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = submitted()
    read_together(monkeypatch, reviewing_module)
    answers = at_once(
        *[
            lambda: review_items(
                application=application,
                person=people.checker,
                verdicts={},
                turn=application.turn,
                now=NOW,
            )
        ]
        * 2
    )
    assert not [one for one in answers if isinstance(one, ApplicationMovedOn)]


def test_news_of_the_payment_told_at_once_issues_one_decision(people: Office) -> None:
    application = approved(people)
    pay(application)
    bill_id = bill_of(application).pk
    at_once(*[lambda: follow_bill(bill_id=bill_id, now=NOW)] * THREADS)
    assert Paper.objects.filter(kind=PaperKind.DECISION).count() == 1
    assert fresh(application).events.filter(name="decision_issued").count() == 1
