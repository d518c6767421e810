"""The posting table to the rupiah: each row posted for real and read back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import ZERO, Rupiah, total
from ledger import postings
from ledger.kinds import BY_REVENUE_ACCOUNT, AccountKind
from ledger.postings import Posting
from ledger.selectors import realised_revenue, trial_balance
from ledger.services import post, realise
from tests.ledger.conftest import FIRST_OF_MARCH, NOON, Offices

SKRD = Rupiah(150_000)
INTEREST = Rupiah(1_500)
BOTH = Rupiah(151_500)
# An office whose accounts are known, for the pure rows; the ids are made real below.
MARKET, LEVY, SANCTIONS = 1, 10, 20

skrd = postings.skrd_issued(opd_id=MARKET, revenue_account_id=LEVY, amount=SKRD)
strd = postings.strd_issued(
    opd_id=MARKET, sanctions_account_id=SANCTIONS, interest=INTEREST
)
paid_by_va = [
    *postings.receivable_paid(opd_id=MARKET, revenue_account_id=LEVY, amount=SKRD),
    *postings.sanctions_receivable_paid(
        opd_id=MARKET, sanctions_account_id=SANCTIONS, interest=INTEREST
    ),
]
expectation_and_interest = [
    *postings.expectation_paid(opd_id=MARKET, revenue_account_id=LEVY, amount=SKRD),
    *postings.interest_paid(
        opd_id=MARKET, sanctions_account_id=SANCTIONS, interest=INTEREST
    ),
]
expectation_in_cash = [
    *postings.expectation_paid(
        opd_id=MARKET,
        revenue_account_id=LEVY,
        amount=SKRD,
        into=AccountKind.COLLECTOR_CASH,
    ),
    *postings.interest_paid(
        opd_id=MARKET,
        sanctions_account_id=SANCTIONS,
        interest=INTEREST,
        into=AccountKind.COLLECTOR_CASH,
    ),
]
skrd_in_cash = postings.receivable_paid(
    opd_id=MARKET,
    revenue_account_id=LEVY,
    amount=SKRD,
    into=AccountKind.COLLECTOR_CASH,
)
handed_over = postings.cash_handed_over(opd_id=MARKET, amount=SKRD)
handed_over_short = postings.cash_handed_over(
    opd_id=MARKET, amount=SKRD, counted=SKRD - Rupiah(5_000)
)
handed_over_too_much = postings.cash_handed_over(
    opd_id=MARKET, amount=SKRD, counted=SKRD + Rupiah(2_000)
)
repaid = postings.shortage_repaid(opd_id=MARKET, amount=Rupiah(5_000))
in_bank = postings.cash_seen_in_bank(opd_id=MARKET, amount=SKRD)
payout = postings.gateway_paid_out(
    opd_id=MARKET, gross=BOTH, fee=Rupiah(4_000), fee_vat=Rupiah(440)
)
paid_twice = postings.liability_received(opd_id=MARKET, amount=SKRD)
unknown = postings.suspense_received(opd_id=MARKET, amount=SKRD)
unknown_in_bank = postings.suspense_received(
    opd_id=MARKET, amount=SKRD, into=AccountKind.RKUD
)
offset = postings.liability_offset(opd_id=MARKET, revenue_account_id=LEVY, amount=SKRD)
refunded = postings.liability_refunded(opd_id=MARKET, amount=SKRD)
refunded_by_bud = postings.liability_refunded(
    opd_id=MARKET, amount=SKRD, out_of=AccountKind.RKUD
)
relief = postings.receivable_relieved(
    opd_id=MARKET, revenue_account_id=LEVY, amount=SKRD
)
write_off = postings.receivable_written_off(
    opd_id=MARKET, revenue_account_id=LEVY, amount=SKRD
)

# Each row of the table: what is posted, and every account it moves (debit less credit).
TABLE: dict[str, tuple[Sequence[Posting], dict[str, int]]] = {
    "SKRD": (skrd, {"receivable": 150_000, "revenue_lo": -150_000}),
    "STRD": (
        strd,
        {"receivable_sanctions": 1_500, "revenue_lo_sanctions": -1_500},
    ),
    "both paid by VA": (
        paid_by_va,
        {
            "gateway_clearing": 151_500,
            "receivable": -150_000,
            "receivable_sanctions": -1_500,
        },
    ),
    "interest before an STRD and an expectation, by the gateway": (
        expectation_and_interest,
        {
            "gateway_clearing": 151_500,
            "revenue_lo": -150_000,
            "revenue_lo_sanctions": -1_500,
        },
    ),
    "interest before an STRD and an expectation, in cash": (
        expectation_in_cash,
        {
            "collector_cash": 151_500,
            "revenue_lo": -150_000,
            "revenue_lo_sanctions": -1_500,
        },
    ),
    "payout": (
        payout,
        {"rkud": 147_060, "channel_cost": 4_440, "gateway_clearing": -151_500},
    ),
    "cash taken for an SKRD": (
        skrd_in_cash,
        {"collector_cash": 150_000, "receivable": -150_000},
    ),
    "cash handed over": (
        handed_over,
        {"treasurer_cash": 150_000, "collector_cash": -150_000},
    ),
    "cash handed over, 5.000 short": (
        handed_over_short,
        {
            "treasurer_cash": 145_000,
            "collector_shortage": 5_000,
            "collector_cash": -150_000,
        },
    ),
    "cash handed over, 2.000 too much": (
        handed_over_too_much,
        {"treasurer_cash": 152_000, "collector_cash": -150_000, "suspense": -2_000},
    ),
    "a shortage is repaid": (
        repaid,
        {"treasurer_cash": 5_000, "collector_shortage": -5_000},
    ),
    "cash seen in the bank": (in_bank, {"rkud": 150_000, "treasurer_cash": -150_000}),
    "paid twice, too much, late": (
        paid_twice,
        {"gateway_clearing": 150_000, "liability_to_payer": -150_000},
    ),
    "unknown payer": (unknown, {"gateway_clearing": 150_000, "suspense": -150_000}),
    "unknown payer, in the bank": (
        unknown_in_bank,
        {"rkud": 150_000, "suspense": -150_000},
    ),
    "offset": (offset, {"liability_to_payer": 150_000, "receivable": -150_000}),
    "refund of a liability before payout": (
        refunded,
        {"liability_to_payer": 150_000, "gateway_clearing": -150_000},
    ),
    "refund of revenue before payout": (
        postings.taken_back(expectation_and_interest),
        {
            "gateway_clearing": -151_500,
            "revenue_lo": 150_000,
            "revenue_lo_sanctions": 1_500,
        },
    ),
    "refund after payout": (
        refunded_by_bud,
        {"liability_to_payer": 150_000, "rkud": -150_000},
    ),
    "settlement → deny, chargeback": (
        postings.taken_back(paid_by_va),
        {
            "gateway_clearing": -151_500,
            "receivable": 150_000,
            "receivable_sanctions": 1_500,
        },
    ),
    "relief, cancellation": (relief, {"revenue_lo": 150_000, "receivable": -150_000}),
    "write-off": (write_off, {"allowance": 150_000, "receivable": -150_000}),
}


def at_home(legs: Sequence[Posting], offices: Offices) -> list[Posting]:
    """The same legs with the ids of real rows."""
    accounts = {LEVY: offices.market_levy, SANCTIONS: offices.sanctions, None: None}
    return [
        replace(
            leg,
            opd_id=offices.market,
            revenue_account_id=accounts[leg.revenue_account_id],
        )
        for leg in legs
    ]


def balances() -> dict[str, int]:
    """Debit less credit of every account that is not even, by kind."""
    return {
        line.kind.value: line.balance.amount for line in trial_balance() if line.balance
    }


@pytest.mark.parametrize("row", TABLE)
def test_posts_the_row_of_the_table_to_the_rupiah(row: str, offices: Offices) -> None:
    legs, expected = TABLE[row]
    post(
        event=row,
        reference="1",
        legs=at_home(legs, offices),
        business_date=FIRST_OF_MARCH,
        now=NOON,
    )
    assert balances() == expected
    assert sum(expected.values()) == 0


def test_a_bill_walks_from_assessment_to_the_treasury(offices: Offices) -> None:
    for number, legs in enumerate([skrd, strd, paid_by_va, payout]):
        post(
            event="walk",
            reference=str(number),
            legs=at_home(legs, offices),
            business_date=FIRST_OF_MARCH,
            now=NOON,
        )
    for account, amount in [
        (offices.market_levy, SKRD),
        (offices.sanctions, INTEREST),
    ]:
        realise(
            opd_id=offices.market,
            revenue_account_id=account,
            amount=amount,
            realised_on=FIRST_OF_MARCH,
            reference="bank:1",
            now=NOON,
        )
    assert balances() == {
        "rkud": 147_060,
        "channel_cost": 4_440,
        "revenue_lo": -150_000,
        "revenue_lo_sanctions": -1_500,
    }
    realised = realised_revenue(first_on=FIRST_OF_MARCH, last_on=FIRST_OF_MARCH)
    assert {line.revenue_account_id: line.amount for line in realised} == {
        offices.market_levy: SKRD,
        offices.sanctions: INTEREST,
    }


def test_a_payment_that_is_taken_back_leaves_the_bill_as_it_was(
    offices: Offices,
) -> None:
    taken_back = postings.taken_back(paid_by_va)
    for number, legs in enumerate([skrd, strd, paid_by_va, taken_back]):
        post(
            event="walk",
            reference=str(number),
            legs=at_home(legs, offices),
            business_date=FIRST_OF_MARCH,
            now=NOON,
        )
    assert balances() == {
        "receivable": 150_000,
        "revenue_lo": -150_000,
        "receivable_sanctions": 1_500,
        "revenue_lo_sanctions": -1_500,
    }


def test_refuses_a_payout_whose_cost_is_greater_than_its_gross() -> None:
    with pytest.raises(ValueError, match="never negative"):
        postings.gateway_paid_out(
            opd_id=MARKET, gross=Rupiah(100), fee=Rupiah(101), fee_vat=ZERO
        )


amounts = st.integers(1, 10**12).map(Rupiah)
offices_ids = st.integers(1, 3)
levies_ids = st.none() | st.integers(1, 3)
places = st.sampled_from([AccountKind.GATEWAY_CLEARING, AccountKind.COLLECTOR_CASH])
of_revenue = {"opd_id": offices_ids, "revenue_account_id": levies_ids}
of_sanctions = {"opd_id": offices_ids, "sanctions_account_id": levies_ids}
of_office = {"opd_id": offices_ids, "amount": amounts}
any_row = st.one_of(
    st.builds(postings.skrd_issued, **of_revenue, amount=amounts),
    st.builds(postings.strd_issued, **of_sanctions, interest=amounts),
    st.builds(postings.receivable_paid, **of_revenue, amount=amounts, into=places),
    st.builds(postings.expectation_paid, **of_revenue, amount=amounts, into=places),
    st.builds(
        postings.sanctions_receivable_paid,
        **of_sanctions,
        interest=amounts,
        into=places,
    ),
    st.builds(postings.interest_paid, **of_sanctions, interest=amounts, into=places),
    st.builds(
        postings.gateway_paid_out,
        opd_id=offices_ids,
        gross=st.integers(10**6, 10**12).map(Rupiah),
        fee=st.integers(0, 10**5).map(Rupiah),
        fee_vat=st.integers(0, 10**4).map(Rupiah),
    ),
    st.builds(postings.cash_handed_over, **of_office, counted=amounts),
    st.builds(postings.shortage_repaid, **of_office),
    st.builds(postings.cash_seen_in_bank, **of_office),
    st.builds(postings.liability_received, **of_office, into=places),
    st.builds(postings.suspense_received, **of_office),
    st.builds(postings.suspense_returned, **of_office),
    st.builds(postings.liability_offset, **of_revenue, amount=amounts),
    st.builds(postings.liability_refunded, **of_office, out_of=places),
    st.builds(postings.receivable_relieved, **of_revenue, amount=amounts),
    st.builds(postings.receivable_written_off, **of_revenue, amount=amounts),
)
any_row = any_row | any_row.map(postings.taken_back)


@given(rows=st.lists(any_row, max_size=30))
def test_any_sequence_of_rows_balances_within_each_office_and_over_all(
    rows: list[list[Posting]],
) -> None:
    legs = [leg for row in rows for leg in row]
    by_office = {
        opd: total([leg.debit - leg.credit for leg in legs if leg.opd_id == opd])
        for opd in {leg.opd_id for leg in legs}
    }
    assert not any(by_office.values())
    for row in rows:
        assert {leg.opd_id for leg in row} == {row[0].opd_id}
        assert all(
            leg.revenue_account_id is None or leg.kind in BY_REVENUE_ACCOUNT
            for leg in row
        )
        assert postings.taken_back(postings.taken_back(row)) == row
