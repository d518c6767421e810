"""A deposit counts once an imported bank line shows its number and amount."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Forbidden
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.selectors import realised_revenue
from payments.collection.models import Deposit, HandOver, Shift
from payments.collection.services import make_deposit
from payments.collection.services.refusals import DepositAmountChanged, NothingToDeposit
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.days import day_report
from payments.reconciliation.services import import_statement, reconcile
from payments.selectors import in_treasury_on
from tests.collection.samples import (
    LATER,
    Market,
    books,
    cash_for,
    closed,
    deposited,
    handed_over,
    repaid,
)
from tests.levies.samples import DAY, stall_bill
from tests.reconciliation.samples import RKUD as RKUD_ACCOUNT
from tests.reconciliation.samples import Movement, statement_csv
from tests.simulator_processes import Simulator, bank_simulator

TREASURER, RKUD = AccountKind.TREASURER_CASH, AccountKind.RKUD
NEXT_DAY = DAY + timedelta(days=1)
EVENING = LATER + timedelta(days=1)
LONG_AFTER = LATER + timedelta(days=3)


@pytest.fixture
def received(market: Market, shift: Shift) -> HandOver:
    """Rp 18.000 that Sari received from Budi to the rupiah."""
    return received_from(market, shift, counted=18_000)


def received_from(market: Market, shift: Shift, counted: int) -> HandOver:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    return handed_over(market, hand_over, counted=counted)


def bank_shows(amount: int, text: str) -> None:
    """A statement of the next day with one credit; then everything is reconciled."""
    movement = Movement(amount=amount, description=text, on=NEXT_DAY)
    content = statement_csv([movement])
    import_statement(name="bank.csv", content=content, person=None, now=EVENING)
    reconcile(now=EVENING)


def open_causes() -> dict[str, tuple[int | None, int | None]]:
    found = Finding.objects.filter(resolved_at__isnull=True)
    return {one.cause: (one.ours_idr, one.theirs_idr) for one in found}


def test_a_slip_is_numbered_and_names_its_hand_overs(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    assert deposit.paper.number == "974/000001/STS/DISPERINDAG-KU/2026"
    (line,) = deposit.paper.values["lines"]
    assert "Budi Juru" in line["what"]
    assert (line["principal_idr"], line["account"][:4]) == (18_000, "4.1.")
    assert books(TREASURER, RKUD) == [18_000, 0]


def test_a_bank_line_with_number_and_amount_brings_it_to_the_treasury(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    bank_shows(18_000, f"SETORAN TUNAI {deposit.paper.number}")
    deposit.refresh_from_db()
    assert (deposit.state, deposit.banked_on) == ("banked", NEXT_DAY)
    assert books(TREASURER, RKUD) == [0, 18_000]
    (realised,) = realised_revenue(first_on=NEXT_DAY, last_on=NEXT_DAY)
    assert realised.opd_id == market.city.market_opd.pk
    assert realised.revenue_account_id == market.city.stall_levy.revenue_account_id
    assert realised.amount == Rupiah(18_000)
    assert open_causes() == {}
    payment = received.shift.cash.get().payment
    assert in_treasury_on(payment) == NEXT_DAY


def test_reconciling_again_posts_nothing_twice(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    bank_shows(18_000, f"setoran {deposit.paper.number}.")
    assert reconcile(now=EVENING).deposits_found == 0
    assert books(TREASURER, RKUD) == [0, 18_000]


def test_another_amount_is_named_and_stays_the_treasurers_cash(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    bank_shows(17_000, f"SETORAN TUNAI {deposit.paper.number}")
    assert open_causes() == {"deposit_amount_differs": (18_000, 17_000)}
    assert books(TREASURER, RKUD) == [18_000, 0]


def test_a_number_inside_a_longer_one_is_not_the_slip(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    bank_shows(18_000, f"SETORAN 1{deposit.paper.number}9")
    assert open_causes() == {"bank_credit_unidentified": (None, 18_000)}
    assert books(TREASURER, RKUD) == [18_000, 0]


def test_a_second_line_with_the_same_number_is_money_nobody_knows(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    text = f"SETORAN TUNAI {deposit.paper.number}"
    movement = Movement(amount=18_000, description=text, on=NEXT_DAY)
    content = statement_csv([movement, movement])
    import_statement(name="bank.csv", content=content, person=None, now=EVENING)
    reconcile(now=EVENING)
    assert books(TREASURER, RKUD) == [0, 18_000]
    assert open_causes() == {"bank_credit_unidentified": (None, 18_000)}


def test_a_deposit_the_bank_never_shows_is_named_after_a_working_day(
    market: Market, received: HandOver
) -> None:
    deposited(market, 18_000)
    reconcile(now=EVENING)
    assert open_causes() == {}
    reconcile(now=LONG_AFTER)
    assert open_causes() == {"deposit_not_in_bank": (18_000, None)}


def test_cash_that_nobody_deposits_is_named_with_its_holder(
    market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    reconcile(now=LONG_AFTER)
    assert Finding.objects.get().facts["person"] == "Budi Juru"
    assert hand_over is not None
    handed_over(market, hand_over, counted=18_000)
    reconcile(now=LONG_AFTER)
    found = Finding.objects.get(resolved_at__isnull=True)
    assert (found.cause, found.facts["person"]) == (
        "cash_not_deposited",
        "Sari Bendahara",
    )
    deposit = deposited(market, 18_000, now=LONG_AFTER)
    reconcile(now=LONG_AFTER)
    assert deposit.state == "made"
    assert open_causes() == {}


def test_a_short_count_is_realised_as_far_as_it_came_and_the_rest_when_repaid(
    market: Market, shift: Shift
) -> None:
    received_from(market, shift, counted=13_000)
    first = deposited(market, 13_000)
    bank_shows(13_000, first.paper.number)
    repaid(market, 5_000, now=EVENING)
    second = deposited(market, 5_000, now=EVENING)
    rest = Movement(amount=5_000, description=second.paper.number, on=NEXT_DAY)
    known = Movement(amount=13_000, description=first.paper.number, on=NEXT_DAY)
    content = statement_csv([known, rest])
    import_statement(name="b.csv", content=content, person=None, now=EVENING)
    reconcile(now=EVENING)
    (realised,) = realised_revenue(first_on=DAY, last_on=NEXT_DAY)
    assert realised.amount == Rupiah(18_000)
    kinds = (TREASURER, RKUD, AccountKind.COLLECTOR_SHORTAGE)
    assert books(*kinds) == [0, 18_000, 0]


def test_what_was_counted_too_much_is_deposited_and_not_realised(
    market: Market, shift: Shift
) -> None:
    received_from(market, shift, counted=20_000)
    deposit = deposited(market, 20_000)
    bank_shows(20_000, deposit.paper.number)
    (realised,) = realised_revenue(first_on=DAY, last_on=NEXT_DAY)
    assert realised.amount == Rupiah(18_000)
    assert books(TREASURER, RKUD, AccountKind.SUSPENSE) == [0, 20_000, -2_000]


def test_a_page_that_is_stale_makes_no_slip(market: Market, received: HandOver) -> None:
    with pytest.raises(DepositAmountChanged):
        deposited(market, 17_000)
    assert not Deposit.objects.exists()


def test_nothing_is_put_under_two_slips(market: Market, received: HandOver) -> None:
    deposited(market, 18_000)
    with pytest.raises(NothingToDeposit):
        deposited(market, 18_000)


def test_only_a_treasurer_of_the_opd_makes_a_slip(
    market: Market, received: HandOver
) -> None:
    with pytest.raises(Forbidden):
        make_deposit(
            opd=market.city.market_opd,
            treasurer=market.budi,
            amount=Rupiah(18_000),
            now=LATER,
        )


def test_the_day_says_in_whose_hand_its_cash_is(market: Market, shift: Shift) -> None:
    cash_for(shift, stall_bill())
    assert day_report(DAY).cash.with_collectors == Rupiah(18_000)
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted=18_000)
    assert day_report(DAY).cash.with_treasurers == Rupiah(18_000)
    bank_shows(18_000, deposited(market, 18_000).paper.number)
    assert day_report(DAY).cash.banked == day_report(DAY).cash.taken == Rupiah(18_000)


def test_the_database_refuses_a_banked_deposit_without_a_bank_line(
    market: Market, received: HandOver
) -> None:
    deposit = deposited(market, 18_000)
    with (
        pytest.raises(IntegrityError, match="deposit_is_banked_by_a_bank_line"),
        transaction.atomic(),
    ):
        Deposit.objects.filter(pk=deposit.pk).update(state="banked", banked_on=DAY)


@pytest.fixture(scope="module")
def bank() -> Iterator[Simulator]:
    with bank_simulator(accounts=f"{RKUD_ACCOUNT}:RKUD:1000000") as running:
        yield running


@pytest.mark.parametrize("form", ["csv", "mt940", "camt053.xml"])
def test_the_banks_own_statement_shows_it_in_every_form(
    market: Market, received: HandOver, bank: Simulator, form: str
) -> None:
    bank.control("reset")
    deposit = deposited(market, 18_000)
    bank.control(
        "cash-deposit",
        amount=18_000,
        reference=deposit.paper.number,
        date=NEXT_DAY.isoformat(),
    )
    shown = bank.read(f"/statement.{form}", date=NEXT_DAY.isoformat()).content
    import_statement(name=f"bank.{form}", content=shown, person=None, now=EVENING)
    assert reconcile(now=EVENING).deposits_found == 1
    assert books(TREASURER, RKUD) == [0, 18_000]
