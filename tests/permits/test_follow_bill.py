"""The bill's money moves the application: paid, taken back, cancelled, replaced."""

import pytest

from levies.services import cancel_bill, replace_bill
from outbox.models import Event
from papers.models import Paper, PaperKind
from permits.models import Application
from permits.tasks import follow_bill as handler
from permits.transitions import ApplicationState
from tests.levies.samples import stall_bill
from tests.permits.samples import (
    NOW,
    Office,
    approved,
    bill_of,
    event_names,
    follow,
    fresh,
    issued,
    minutes,
    office,
    pay,
    take_money_back,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Office:
    return office()


def test_news_of_a_payment_may_come_often_and_counts_once(people: Office) -> None:
    application = approved(people)
    pay(application)
    for _ in range(3):
        handler(payload={"bill_id": bill_of(application).pk}, now=NOW)
    assert event_names(application).count("levy_paid") == 1
    assert Paper.objects.filter(kind=PaperKind.DECISION).count() == 1
    assert Event.objects.filter(name="decision_issued").count() == 1


def test_a_bill_of_nobodys_application_moves_nothing(people: Office) -> None:
    handler(payload={"bill_id": stall_bill().pk}, now=NOW)
    assert not Application.objects.exists()


def test_money_taken_back_before_the_decision_is_owed_again(people: Office) -> None:
    application = approved(people)
    pay(application, window=minutes(5))
    assert follow(application).state == ApplicationState.PAID
    take_money_back(application)
    application = follow(application, now=NOW + minutes(10))
    assert application.state == ApplicationState.AWAITING_PAYMENT
    assert application.decision is None
    assert application.attention == ""
    assert Event.objects.filter(name="bill_owed_again").count() == 1
    pay(application)
    assert follow(application).state == ApplicationState.ISSUED


def test_money_taken_back_while_nobody_was_told_of_it_yet_issues_nothing(
    people: Office,
) -> None:
    application = approved(people)
    pay(application)
    take_money_back(application)
    assert follow(application).state == ApplicationState.AWAITING_PAYMENT
    assert not Paper.objects.filter(kind=PaperKind.DECISION).exists()


def test_money_taken_back_after_the_decision_is_flagged_and_never_silent(
    people: Office,
) -> None:
    application = issued(people)
    take_money_back(application)
    for _ in range(2):
        application = follow(application)
    assert application.state == ApplicationState.ISSUED
    assert application.attention == "payment_taken_back"
    assert application.decision is not None
    assert not application.decision.is_voided
    told = event_names(application)
    assert told.count("payment_taken_back_after_decision") == 1
    pay(application)
    application = follow(application)
    assert application.attention == ""
    assert event_names(application)[-1] == "paid_again"


def test_a_cancelled_bill_lets_the_office_decide_again(people: Office) -> None:
    application = approved(people)
    cancel_bill(
        kode=bill_of(application).kode_bayar,
        person=people.approver,
        reason="salah ukur",
        now=NOW,
    )
    application = follow(application)
    assert application.state == ApplicationState.CHECKED
    assert application.place == ""


def test_a_replaced_bill_is_followed_to_its_successor(people: Office) -> None:
    application = approved(people)
    old = bill_of(application)
    successor = replace_bill(
        kode=old.kode_bayar, person=people.approver, reason="salah cetak", now=NOW
    )
    # The whole month again, not one day of it.
    assert successor.amount_idr == old.amount_idr
    assert successor.period_until == old.period_until
    application = follow(application)
    assert application.state == ApplicationState.AWAITING_PAYMENT
    assert bill_of(application) == successor
    pay(application)
    assert follow(application).state == ApplicationState.ISSUED


def test_a_successor_that_was_paid_before_anybody_heard_is_found(
    people: Office,
) -> None:
    application = approved(people)
    old = bill_of(application)
    successor = replace_bill(
        kode=old.kode_bayar, person=people.approver, reason="salah cetak", now=NOW
    )
    handler(payload={"bill_id": successor.pk}, now=NOW)
    Application.objects.filter(pk=application.pk).update(bill=successor)
    pay(application)
    Application.objects.filter(pk=application.pk).update(bill=old)
    handler(payload={"bill_id": old.pk}, now=NOW)
    assert fresh(application).state == ApplicationState.ISSUED
