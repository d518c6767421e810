"""A wrong slip is cancelled by two people before the bank shows it, and never after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from accounts.access import SamePerson
from accounts.models import AuditEvent, Person
from config.invariants.cash import ALL
from kernel.errors import Forbidden
from kernel.money import Rupiah
from kernel.reasons import ReasonMissing, ReasonNamesPerson, ReasonTooLong
from ledger.kinds import AccountKind
from papers.verification import Verdict, finding_on
from payments.collection.models import Deposit, HandOver, Shift, Shortage
from payments.collection.selectors.custody import held_by_treasurer
from payments.collection.services import (
    ask_to_cancel,
    bank_deposit,
    cancel_deposit,
    keep_deposit,
)
from payments.collection.services.refusals import (
    CancellationAsked,
    CancellationNotAsked,
    DepositNotCancellable,
)
from payments.collection.transitions import CashMovedOn
from payments.reconciliation.models import Finding
from payments.reconciliation.services import import_statement, reconcile
from tests.collection.samples import (
    LATER,
    Market,
    books,
    cash_for,
    closed,
    deposited,
    handed_over,
    head_of,
    repaid,
)
from tests.levies.samples import DAY, stall_bill
from tests.reconciliation.samples import Movement, statement_csv

TREASURER, RKUD = AccountKind.TREASURER_CASH, AccountKind.RKUD
NEXT_DAY = DAY + timedelta(days=1)
EVENING = LATER + timedelta(days=1)
LONG_AFTER = LATER + timedelta(days=3)
WHY = "Uang pelunasan belum ikut dihitung."


@pytest.fixture
def hasan(market: Market) -> Person:
    return head_of(market)


@pytest.fixture
def slip(market: Market, shift: Shift) -> Deposit:
    """A slip of Rp 18.000: Rp 13.000 that Budi handed over, and the rest he repaid."""
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted=13_000)
    repaid(market, 5_000)
    return deposited(market, 18_000)


def asked(market: Market, slip: Deposit, reason: str = WHY) -> Deposit:
    return ask_to_cancel(
        deposit_id=slip.pk, treasurer=market.sari, reason=reason, now=LATER
    )


def cancelled(market: Market, slip: Deposit, hasan: Person) -> Deposit:
    asked(market, slip)
    return cancel_deposit(deposit_id=slip.pk, approver=hasan, now=LATER)


def bank_shows(slip: Deposit) -> None:
    movement = Movement(
        amount=slip.amount_idr, description=slip.paper.number, on=NEXT_DAY
    )
    content = statement_csv([movement])
    import_statement(name="bank.csv", content=content, person=None, now=EVENING)
    reconcile(now=EVENING)


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """The database refuses what is done inside, naming this rule."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    cause = refusal.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == rule


def by_hand(slip: Deposit, person: Person) -> None:
    """Cancelled past the service."""
    Deposit.objects.filter(pk=slip.pk).update(
        state="cancelled", cancelled_by=person, cancelled_at=LATER
    )


def broken() -> list[str]:
    """The invariants of cash that do not hold."""
    found = []
    with connection.cursor() as cursor:
        for invariant in ALL:
            cursor.execute(invariant.sql)
            if cursor.fetchall():
                found.append(invariant.name)
    return found


def test_cash_of_a_cancelled_slip_waits_for_another_one(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    cancelled(market, slip, hasan)
    slip.refresh_from_db()
    assert (slip.state, slip.cancelled_by, slip.cancelled_at) == (
        "cancelled",
        hasan,
        LATER,
    )
    assert held_by_treasurer(market.city.market_opd) == Rupiah(18_000)
    assert books(TREASURER, RKUD) == [18_000, 0]
    again = deposited(market, 18_000)
    assert again.paper.number == "974/000002/STS/DISPERINDAG-KU/2026"
    assert set(again.hand_overs.all()) == set(HandOver.objects.all())
    assert set(again.repaid.all()) == set(Shortage.objects.all())
    bank_shows(again)
    assert books(TREASURER, RKUD) == [0, 18_000]
    assert broken() == []


def test_the_paper_says_that_it_is_void_and_keeps_its_number(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    cancelled(market, slip, hasan)
    finding = finding_on(slip.paper.code)
    assert finding.verdict is Verdict.DIBATALKAN
    assert finding.paper is not None
    assert finding.paper.number == "974/000001/STS/DISPERINDAG-KU/2026"
    assert (finding.paper.void_reason, finding.paper.voided_by) == (WHY, hasan)


def test_who_asked_and_who_agreed_stand_in_the_books(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    cancelled(market, slip, hasan)
    event = slip.events.order_by("id").last()
    assert event is not None
    assert (event.name, event.source, event.target, event.person, event.cause) == (
        "cancelled_by_two_people",
        "made",
        "cancelled",
        hasan,
        WHY,
    )
    told = AuditEvent.objects.filter(subject=f"deposit:{slip.pk}").order_by("id")
    assert list(told.values_list("action", "actor", "reason"))[1:] == [
        ("deposit_cancellation_asked", market.sari.pk, WHY),
        ("deposit_cancelled", hasan.pk, WHY),
    ]


def test_a_cancelled_slip_is_missed_by_nobody_and_its_money_is_nobodys(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    cancelled(market, slip, hasan)
    bank_shows(slip)
    slip.refresh_from_db()
    assert (slip.state, slip.bank_line) == ("cancelled", None)
    assert books(TREASURER, RKUD) == [18_000, 0]
    reconcile(now=LONG_AFTER)
    causes = Finding.objects.filter(resolved_at__isnull=True).values_list("cause")
    assert {cause for (cause,) in causes} == {
        "bank_credit_unidentified",
        "cash_not_deposited",
    }


def test_a_banked_slip_is_cancelled_by_nobody(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    asked(market, slip)
    bank_shows(slip)
    with pytest.raises(DepositNotCancellable) as refusal:
        cancel_deposit(deposit_id=slip.pk, approver=hasan, now=LATER)
    assert refusal.value.facts == {"number": slip.paper.number}
    with pytest.raises(DepositNotCancellable):
        asked(market, slip)
    with pytest.raises(DepositNotCancellable):
        keep_deposit(deposit_id=slip.pk, person=hasan, now=LATER)
    assert books(TREASURER, RKUD) == [0, 18_000]


def test_a_cancelled_slip_is_not_banked_nor_cancelled_again(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    cancelled(market, slip, hasan)
    with pytest.raises(DepositNotCancellable):
        cancel_deposit(deposit_id=slip.pk, approver=hasan, now=LATER)
    with pytest.raises(CashMovedOn):
        bank_deposit(deposit_id=slip.pk, bank_line_id=1, value_on=DAY, now=LATER)


def test_it_is_asked_for_once_and_decided_only_when_asked(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    with pytest.raises(CancellationNotAsked):
        cancel_deposit(deposit_id=slip.pk, approver=hasan, now=LATER)
    asked(market, slip)
    with pytest.raises(CancellationAsked) as refusal:
        asked(market, slip)
    assert refusal.value.facts == {"who": "Sari Bendahara"}


@pytest.mark.parametrize("decides", ["sari", "hasan"])
def test_a_request_is_withdrawn_or_declined_and_the_slip_stays(
    market: Market, slip: Deposit, hasan: Person, decides: str
) -> None:
    asked(market, slip)
    person = {"sari": market.sari, "hasan": hasan}[decides]
    keep_deposit(deposit_id=slip.pk, person=person, now=LATER)
    with pytest.raises(CancellationNotAsked):
        cancel_deposit(deposit_id=slip.pk, approver=hasan, now=LATER)
    bank_shows(slip)
    assert books(TREASURER, RKUD) == [0, 18_000]


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [
        (" \0 ", ReasonMissing),
        ("x" * 301, ReasonTooLong),
        ("Telepon 081234567890", ReasonNamesPerson),
    ],
)
def test_the_reason_is_one_that_a_paper_can_show(
    market: Market, slip: Deposit, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asked(market, slip, reason)
    slip.refresh_from_db()
    assert slip.cancel_asked_by is None


def test_others_neither_ask_nor_decide(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    with pytest.raises(Forbidden):
        ask_to_cancel(deposit_id=slip.pk, treasurer=hasan, reason=WHY, now=LATER)
    asked(market, slip)
    for person in (market.budi, market.sari):
        with pytest.raises(Forbidden):
            cancel_deposit(deposit_id=slip.pk, approver=person, now=LATER)
    with pytest.raises(Forbidden):
        keep_deposit(deposit_id=slip.pk, person=market.budi, now=LATER)


def test_nobody_decides_on_a_slip_of_their_own(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    """The roles exclude each other; where a role was given elsewhere, the item does."""
    Deposit.objects.filter(pk=slip.pk).update(made_by=hasan)
    asked(market, slip)
    with pytest.raises(SamePerson):
        cancel_deposit(deposit_id=slip.pk, approver=hasan, now=LATER)
    with refused("deposit_is_cancelled_by_another_person"):
        by_hand(slip, hasan)
    with refused("deposit_is_cancelled_by_another_person"):
        by_hand(slip, market.sari)


def test_the_database_refuses_a_cancelled_slip_with_a_bank_line(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    bank_shows(slip)
    with refused("deposit_is_banked_by_a_bank_line"):
        by_hand(slip, hasan)


def test_the_database_refuses_cash_under_two_slips(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    with refused("cash_leaves_only_a_cancelled_slip"):
        HandOver.objects.update(deposit=None)
    with refused("cash_leaves_only_a_cancelled_slip"):
        Shortage.objects.update(deposit=None)
    cancelled(market, slip, hasan)
    with refused("cash_goes_under_a_slip_on_its_way"):
        HandOver.objects.update(deposit=slip)


def test_the_database_refuses_a_cancelled_slip_that_holds_cash_or_a_valid_paper(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    asked(market, slip)
    with refused("cancelled_slip_is_empty"):
        by_hand(slip, hasan)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_brings_no_cancelled_slip_back(
    market: Market, slip: Deposit, hasan: Person
) -> None:
    cancelled(market, slip, hasan)
    with refused("cancelled_slip_is_final"):
        Deposit.objects.update(state="made", cancelled_by=None, cancelled_at=None)
