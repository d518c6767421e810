"""From a draft to the decision, by the services alone."""

from datetime import date, timedelta

import pytest

from ledger.kinds import AccountKind
from levies.models import Bill
from levies.services import issue_bills
from levies.transitions import BillState
from outbox.models import Event
from permits.selectors import clock_of
from permits.services import issue_due_decisions
from permits.transitions import ApplicationState
from tests.payments.samples import balance_of
from tests.permits.samples import (
    NOW,
    TODAY,
    Office,
    approved,
    event_names,
    follow,
    fresh,
    issued,
    office,
    pay,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Office:
    return office()


def test_approval_makes_a_receivable_from_the_tariff(people: Office) -> None:
    application = approved(people)
    bill = application.bill
    assert bill is not None
    assert application.state == ApplicationState.AWAITING_PAYMENT
    # 6 m² × Rp 1.250 × the 31 days of December.
    assert bill.amount_idr == 6 * 1_250 * 31
    assert (bill.period_from, bill.period_until) == (
        date(2026, 12, 1),
        date(2026, 12, 31),
    )
    assert bill.due_on == TODAY + timedelta(days=14)
    assert bill.state == BillState.ASSESSED
    assert bill.skrd is not None
    assert balance_of(AccountKind.RECEIVABLE) == bill.amount_idr


def test_payment_issues_the_decision_and_the_place_is_hers(people: Office) -> None:
    application = issued(people)
    assert application.state == ApplicationState.ISSUED, event_names(application)
    paper = application.decision
    assert paper is not None
    assert paper.number == "974/000001/SK/DISPERINDAG-KU/2026"
    text = paper.values["decision"]
    assert text["object"] == "Blok A nomor 12, Pasar Contoh"
    assert text["valid_from_on"] == "2026-12-01"
    assert text["valid_until_on"] == "2028-11-30"
    assert (application.valid_from, application.valid_until) == (
        date(2026, 12, 1),
        date(2028, 11, 30),
    )
    assert event_names(application)[-3:] == ["approved", "levy_paid", "decision_issued"]
    names = Event.objects.values_list("name", flat=True)
    assert {"application_submitted", "application_approved", "decision_issued"} <= set(
        names
    )


def test_runs_bill_the_place_from_the_month_after_the_paid_one(people: Office) -> None:
    issued(people)
    for day in (TODAY, date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 31)):
        assert issue_bills(day=day, now=NOW + timedelta(days=60)).expectations == 0
    assert (
        issue_bills(day=date(2027, 1, 1), now=NOW + timedelta(days=60)).expectations
        == 1
    )
    assert Bill.objects.filter(period_from=date(2027, 1, 1)).get().amount_idr == 7_500


def test_runs_never_bill_a_place_whose_decision_did_not_come(people: Office) -> None:
    approved(people)
    for day in (TODAY, date(2026, 12, 1), date(2026, 12, 2), date(2027, 1, 1)):
        assert issue_bills(day=day, now=NOW + timedelta(days=60)).expectations == 0


def test_the_decision_waits_until_the_bank_can_no_longer_take_the_money_back(
    people: Office,
) -> None:
    application = approved(people)
    pay(application, window=timedelta(minutes=5))
    assert follow(application).state == ApplicationState.PAID
    assert issue_due_decisions(now=NOW) == 0
    later = NOW + timedelta(hours=1)
    assert issue_due_decisions(now=later) == 1
    assert issue_due_decisions(now=later) == 0, "once"
    assert fresh(application).state == ApplicationState.ISSUED


def test_the_clock_stands_while_the_office_waits_for_the_money(people: Office) -> None:
    application = approved(people)
    clock = clock_of(fresh(application), on=TODAY + timedelta(days=7))
    assert clock is not None
    assert (clock.left, clock.used, clock.runs) == (10, 0, False)
    assert clock.paused_since == NOW
