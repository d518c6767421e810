"""Closing a shift blind, and cash that changes hands only when both have confirmed."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access import SamePerson
from accounts.models import Scope
from accounts.roles import Role
from kernel.errors import Forbidden
from kernel.money import Rupiah
from ledger import postings
from ledger.kinds import AccountKind
from payments.collection.models import HandOver, Shift, ShiftEvent, Shortage
from payments.collection.services import (
    accept_hand_over,
    close_shift,
    confirm_hand_over,
    contest_count,
    open_shift,
)
from payments.collection.services.refusals import (
    ContestNeedsReason,
    CountChanged,
    NotYourShift,
    RepaymentDiffers,
    ShiftOpenAlready,
    ShortageRepaid,
)
from payments.collection.transitions import CashMovedOn
from payments.models import UnappliedMoney
from tests.accounts.people import give
from tests.collection.samples import (
    LATER,
    Market,
    books,
    cash_for,
    closed,
    handed_over,
    on_duty,
    repaid,
)
from tests.levies.samples import NOON, stall_bill

COLLECTOR, TREASURER = AccountKind.COLLECTOR_CASH, AccountKind.TREASURER_CASH
SHORTAGE, SUSPENSE = AccountKind.COLLECTOR_SHORTAGE, AccountKind.SUSPENSE


@pytest.fixture
def offered(shift: Shift) -> HandOver:
    """Budi's cash of Rp 18.000, counted blind as 13.000."""
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=13_000)
    assert hand_over is not None
    return hand_over


def test_a_collector_has_one_open_shift(market: Market, shift: Shift) -> None:
    with pytest.raises(ShiftOpenAlready):
        on_duty(market)


def test_only_a_collector_of_the_market_opens_a_shift(market: Market) -> None:
    with pytest.raises(Forbidden):
        open_shift(collector=market.sari, market=market.city.market, now=NOON)


def test_the_blind_count_stands_beside_what_the_tickets_say(
    offered: HandOver,
) -> None:
    shift = Shift.objects.get(pk=offered.shift_id)
    assert (shift.state, shift.counted_idr) == ("closed", 13_000)
    assert (offered.state, offered.expected_idr) == ("offered", 18_000)
    names = ShiftEvent.objects.order_by("id").values_list("name", flat=True)
    assert list(names) == ["opened", "closed_with_a_count"]
    assert books(COLLECTOR) == [18_000]


def test_a_shift_is_counted_once(offered: HandOver, market: Market) -> None:
    with pytest.raises(CashMovedOn):
        close_shift(
            shift_id=offered.shift_id,
            collector=market.budi,
            counted=Rupiah(18_000),
            now=LATER,
        )


def test_a_shift_without_cash_has_nothing_to_hand_over(shift: Shift) -> None:
    assert closed(shift, counted=0) is None


def test_cash_is_the_treasurers_once_both_have_confirmed(
    market: Market, offered: HandOver
) -> None:
    confirm_hand_over(
        hand_over_id=offered.pk,
        treasurer=market.sari,
        counted=Rupiah(18_000),
        now=LATER,
    )
    assert books(COLLECTOR, TREASURER) == [18_000, 0]
    accept_hand_over(
        hand_over_id=offered.pk,
        collector=market.budi,
        counted=Rupiah(18_000),
        now=LATER,
    )
    assert books(COLLECTOR, TREASURER, SHORTAGE) == [0, 18_000, 0]
    assert not Shortage.objects.exists()


def test_what_is_missing_is_a_named_debt_of_the_collector(
    market: Market, offered: HandOver
) -> None:
    handed_over(market, offered, counted=13_000)
    assert books(COLLECTOR, TREASURER, SHORTAGE) == [0, 13_000, 5_000]
    shortage = Shortage.objects.get()
    assert (shortage.collector, shortage.amount_idr) == (market.budi, 5_000)


def test_what_is_too_much_is_suspense_of_the_opd(
    market: Market, offered: HandOver
) -> None:
    handed_over(market, offered, counted=20_000)
    assert books(COLLECTOR, TREASURER, SUSPENSE) == [0, 20_000, -2_000]
    money = UnappliedMoney.objects.get()
    assert (money.reason, money.opd, money.amount_idr) == (
        "cash_over",
        market.city.market_opd,
        2_000,
    )


def test_a_contested_count_is_counted_again(market: Market, offered: HandOver) -> None:
    confirm_hand_over(
        hand_over_id=offered.pk, treasurer=market.sari, counted=Rupiah(8_000), now=LATER
    )
    contest_count(
        hand_over_id=offered.pk, collector=market.budi, reason="satu lembar", now=LATER
    )
    handed_over(market, offered, counted=18_000)
    names = offered.events.order_by("id").values_list("name", flat=True)
    assert list(names) == [
        "counted_by_treasurer",
        "count_contested",
        "counted_by_treasurer",
        "accepted_by_collector",
    ]


def test_contesting_needs_a_reason(market: Market, offered: HandOver) -> None:
    confirm_hand_over(
        hand_over_id=offered.pk, treasurer=market.sari, counted=Rupiah(8_000), now=LATER
    )
    with pytest.raises(ContestNeedsReason):
        contest_count(
            hand_over_id=offered.pk, collector=market.budi, reason="  ", now=LATER
        )


def test_a_count_that_changed_since_the_page_is_not_accepted(
    market: Market, offered: HandOver
) -> None:
    confirm_hand_over(
        hand_over_id=offered.pk, treasurer=market.sari, counted=Rupiah(8_000), now=LATER
    )
    with pytest.raises(CountChanged):
        accept_hand_over(
            hand_over_id=offered.pk,
            collector=market.budi,
            counted=Rupiah(18_000),
            now=LATER,
        )


def test_nothing_is_accepted_before_it_was_counted(
    market: Market, offered: HandOver
) -> None:
    with pytest.raises(CashMovedOn):
        accept_hand_over(
            hand_over_id=offered.pk,
            collector=market.budi,
            counted=Rupiah(18_000),
            now=LATER,
        )


def test_only_its_collector_accepts(market: Market, offered: HandOver) -> None:
    confirm_hand_over(
        hand_over_id=offered.pk, treasurer=market.sari, counted=Rupiah(1), now=LATER
    )
    with pytest.raises(NotYourShift):
        accept_hand_over(
            hand_over_id=offered.pk,
            collector=market.wati,
            counted=Rupiah(1),
            now=LATER,
        )


def test_nobody_hands_over_to_themselves(market: Market, offered: HandOver) -> None:
    """The roles exclude each other; where a role was given elsewhere, the item does."""
    market.budi.assignments.all().delete()
    give(
        market.budi,
        Role.OPD_TREASURER,
        Scope(opd=market.city.market_opd),
        valid_from=NOON.date(),
    )
    with pytest.raises(SamePerson):
        confirm_hand_over(
            hand_over_id=offered.pk, treasurer=market.budi, counted=Rupiah(1), now=LATER
        )
    with (
        pytest.raises(IntegrityError, match="hand_over_is_between_two_people"),
        transaction.atomic(),
    ):
        HandOver.objects.filter(pk=offered.pk).update(
            state="counted", counted_idr=1, treasurer=market.budi, counted_at=LATER
        )


def test_a_treasurer_of_another_opd_receives_nothing(
    market: Market, offered: HandOver
) -> None:
    market.sari.assignments.all().delete()
    give(
        market.sari,
        Role.OPD_TREASURER,
        Scope(opd=market.city.waste_opd),
        valid_from=NOON.date(),
    )
    with pytest.raises(Forbidden):
        confirm_hand_over(
            hand_over_id=offered.pk, treasurer=market.sari, counted=Rupiah(1), now=LATER
        )


def test_a_shortage_is_repaid_once(market: Market, offered: HandOver) -> None:
    handed_over(market, offered, counted=13_000)
    repaid(market, 5_000)
    assert books(TREASURER, SHORTAGE) == [18_000, 0]
    with pytest.raises(ShortageRepaid):
        repaid(market, 5_000)


@pytest.mark.parametrize("counted", [0, 4_999, 5_001])
def test_another_amount_than_is_owed_repays_nothing(
    market: Market, offered: HandOver, counted: int
) -> None:
    handed_over(market, offered, counted=13_000)
    with pytest.raises(RepaymentDiffers) as refusal:
        repaid(market, counted)
    assert refusal.value.facts == {"owed": Rupiah(5_000), "counted": Rupiah(counted)}
    assert books(TREASURER, SHORTAGE) == [13_000, 5_000]


amounts = st.integers(0, 10**9).map(Rupiah)


@given(expected=amounts, counted=amounts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_count_balances_to_the_rupiah(expected: Rupiah, counted: Rupiah) -> None:
    legs = postings.cash_handed_over(opd_id=1, amount=expected, counted=counted)
    sums = {leg.kind: (leg.debit - leg.credit).amount for leg in legs}
    assert sum(sums.values()) == 0
    assert sums[TREASURER] == counted.amount
    assert sums[COLLECTOR] == -expected.amount
    assert min(sums[SHORTAGE], -sums[SUSPENSE]) == 0
