"""Roll-ups are what the rows say, whatever happened to a payment and whenever."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commandcenter.models import (
    BilledMonth,
    DirtyDay,
    Freshness,
    LedgerDay,
    RevenueDay,
    RevenueMonth,
)
from commandcenter.services import mark_day, refresh_billed, refresh_money
from payments.gateways.port import NoticeState
from payments.models import Payment
from tests.commandcenter.samples import (
    attempt,
    computed,
    give_back,
    hear,
    paid,
    refunded,
    rows,
    tell,
    unknown,
)
from tests.levies.samples import DAY, NOON, SmallCity, stall_bill, waste_skrd

pytestmark = pytest.mark.usefixtures("city")

# Straight from the rows, in other words than the product's.
BY_ROWS = """
    SELECT payment.paid_on, item.opd_id, bill.levy_type_id, object.market_id,
        object.kelurahan_id, payment.channel,
        sum(item.booked_principal_idr + item.booked_interest_idr)::bigint
    FROM payments_paymentitem item
    JOIN payments_payment payment ON payment.id = item.payment_id
    JOIN levies_bill bill ON bill.id = item.bill_id
    JOIN levies_levyobject object ON object.id = bill.levy_object_id
    WHERE payment.paid_on IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
"""
BY_ROLL_UP = """
    SELECT day, opd_id, levy_type_id, market_id, kelurahan_id, channel, revenue_idr
    FROM commandcenter_revenueday WHERE levy_type_id IS NOT NULL
"""
KEPT_BY_LEDGER = """
    SELECT account.opd_id, sum(leg.debit_idr - leg.credit_idr)
    FROM ledger_leg leg JOIN ledger_account account ON account.id = leg.account_id
    WHERE account.kind = 'gateway_clearing' GROUP BY 1
"""
KEPT_BY_ROLL_UP = """
    SELECT opd_id, sum(revenue_idr + held_idr) FROM commandcenter_revenueday GROUP BY 1
"""


def same(left: str, right: str) -> None:
    assert sorted(map(str, rows(left))) == sorted(map(str, rows(right)))


def test_a_payment_is_told_by_levy_market_kelurahan_and_channel(
    city: SmallCity,
) -> None:
    paid(stall_bill(), waste_skrd(), channel="va_bca")
    hear()
    stall = RevenueDay.objects.get(levy_type=city.stall_levy)
    waste = RevenueDay.objects.get(levy_type=city.waste_levy)
    assert (stall.revenue_idr, stall.market, stall.kelurahan, stall.channel) == (
        18_000, city.market, city.kelurahan, "va_bca",
    )  # fmt: skip
    assert (waste.revenue_idr, waste.market) == (10_000, None)
    assert stall.payments + waste.payments == 1


def test_a_month_is_the_sum_of_its_days() -> None:
    paid(stall_bill())
    next_day = DAY + timedelta(days=1)
    paid(stall_bill(day=next_day), at=NOON + timedelta(days=1))
    hear()
    month = RevenueMonth.objects.get()
    assert (month.month, month.revenue_idr, month.payments) == (
        date(2026, 3, 1), 36_000, 2,
    )  # fmt: skip


def test_a_month_knows_three_payers_of_its_days_however_many_there_were() -> None:
    for number, names in enumerate(("AB", "BC", "DE")):
        then = timedelta(days=number)
        for name in names:
            paid(stall_bill(owner=name, day=DAY + then), at=NOON + then)
    hear()
    days = RevenueDay.objects.order_by("day")
    assert [len(day.some_payers) for day in days] == [2, 2, 2]
    month = RevenueMonth.objects.get()
    everybody = sorted({payer for day in days for payer in day.some_payers})
    assert len(everybody) == 5
    assert month.some_payers == everybody[:3]


def test_whose_money_all_went_back_is_no_payer() -> None:
    paid(stall_bill(owner="Ani"))
    back = paid(stall_bill(owner="Budi"))
    refunded(back, 18_000)
    hear()
    assert len(RevenueDay.objects.get().some_payers) == 1


def test_a_day_computed_twice_is_the_same_day() -> None:
    paid(stall_bill())
    computed()
    before = rows(BY_ROLL_UP)
    computed()
    assert rows(BY_ROLL_UP) == before != []


def test_a_row_changed_by_other_hands_heals_when_its_day_is_computed() -> None:
    paid(stall_bill())
    computed()
    RevenueDay.objects.update(revenue_idr=1)
    computed()
    assert RevenueDay.objects.get().revenue_idr == 18_000


def test_what_went_back_leaves_the_day_it_was_paid_on() -> None:
    later = NOON + timedelta(days=3)
    payment = refunded(paid(stall_bill()), 5_000, at=later)
    hear()
    row = RevenueDay.objects.get()
    assert (row.day, row.revenue_idr, row.returned_idr) == (DAY, 13_000, 5_000)
    tell(Payment.objects.get(pk=payment.pk), NoticeState.DISPUTED, received=18_000)
    hear()
    row = RevenueDay.objects.get()
    assert (row.revenue_idr, row.returned_idr, row.payments) == (0, 18_000, 0)


def test_money_no_bill_could_take_stands_apart_from_revenue() -> None:
    bill = stall_bill()
    first, second = attempt(bill), attempt(bill)
    tell(first)
    tell(second, received=19_000)
    unknown(7_000)
    hear()
    held = RevenueDay.objects.filter(levy_type__isnull=True)
    assert sum(one.held_idr for one in held) == 26_000
    assert sum(one.revenue_idr for one in RevenueDay.objects.all()) == 18_000
    same(KEPT_BY_LEDGER, KEPT_BY_ROLL_UP)


def test_a_payment_at_night_belongs_to_the_citys_date() -> None:
    """16:30 UTC is half past one of the next morning in the city."""
    paid(stall_bill(), at=NOON.replace(hour=16, minute=30))
    unknown(7_000, at=NOON.replace(hour=16, minute=30))
    hear()
    assert {row.day for row in RevenueDay.objects.all()} == {DAY + timedelta(days=1)}
    same(KEPT_BY_LEDGER, KEPT_BY_ROLL_UP)


AMOUNTS = st.sampled_from([0, 0, 0, -5_000, 700])
FATES = st.lists(
    st.tuples(
        st.sampled_from(["stall", "waste", "both"]),
        st.sampled_from(["qris", "va_bca", "va_permata"]),
        st.integers(0, 40),
        AMOUNTS,
        st.sampled_from(["keep", "keep", "part", "all", "denied", "disputed"]),
    ),
    min_size=1,
    max_size=9,
)


@settings(
    max_examples=20,
    deadline=None,
    # What differs is read sooner than shrunk over a database.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(fates=FATES, strange=st.lists(st.integers(1, 90_000), max_size=2))
def test_whatever_happened_the_roll_up_is_a_group_by_over_the_rows(
    fates: list[tuple[str, str, int, int, str]], strange: list[int]
) -> None:
    with transaction.atomic():
        for what, channel, days, difference, fate in fates:
            _live(what, channel, days, difference, fate)
        for amount in strange:
            unknown(amount)
        hear()
        same(BY_ROWS, BY_ROLL_UP)
        same(KEPT_BY_LEDGER, KEPT_BY_ROLL_UP)
        by_day = "SELECT day, opd_id, kept_idr FROM commandcenter_ledgerday"
        same(
            by_day,
            "SELECT day, opd_id, sum(revenue_idr + held_idr)::bigint "
            "FROM commandcenter_revenueday GROUP BY 1, 2",
        )
        received = sum(one.received_idr or 0 for one in Payment.objects.all())
        told = RevenueDay.objects.all()
        kept = sum(one.revenue_idr + one.held_idr for one in told)
        assert kept + sum(one.returned_idr for one in told) == received + sum(strange)
        transaction.set_rollback(True)


def _live(what: str, channel: str, days: int, difference: int, fate: str) -> None:
    bills = {
        "stall": [stall_bill()],
        "waste": [waste_skrd()],
        "both": [stall_bill(), waste_skrd()],
    }[what]
    at = NOON + timedelta(days=days)
    payment = attempt(*bills, channel=channel, interest=180)
    payment = tell(payment, received=payment.amount_idr + difference, at=at)
    if fate == "part":
        refunded(payment, min(6_000, payment.kept.amount))
    elif fate == "all":
        refunded(payment, payment.kept.amount)
    elif fate == "denied":
        tell(payment, NoticeState.DENIED, at=at + timedelta(days=40))
    elif fate == "disputed":
        tell(payment, NoticeState.DISPUTED, received=payment.received_idr, at=at)


def test_many_marks_of_a_day_are_one_and_the_latest_day_comes_first() -> None:
    for back in (9, 3, 3, 0, 5, 7):
        mark_day(day=DAY - timedelta(days=back), now=NOON)
    assert DirtyDay.objects.count() == 5
    assert refresh_money(now=NOON) == 5
    assert not DirtyDay.objects.exists()
    assert Freshness.objects.get(part="money").as_of == NOON


def test_what_was_billed_is_told_apart_by_paper(city: SmallCity) -> None:
    paid(stall_bill(), waste_skrd())
    stall_bill(owner="Wati")
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    stall = BilledMonth.objects.get(levy_type=city.stall_levy)
    waste = BilledMonth.objects.get(levy_type=city.waste_levy)
    assert (stall.bills, stall.expected_idr, stall.expected_paid_idr) == (
        2, 36_000, 18_000,
    )  # fmt: skip
    assert (waste.assessed_idr, waste.assessed_paid_idr) == (10_000, 10_000)
    assert [len(stall.expected_payers), len(stall.assessed_payers)] == [2, 0]
    assert [len(waste.expected_payers), len(waste.assessed_payers)] == [0, 1]


def test_a_refresh_costs_the_same_for_one_payment_and_for_forty() -> None:
    refresh_money(now=NOON)
    counts = []
    for number in (1, 40):
        for one in range(number):
            paid(stall_bill(owner=f"Pedagang {number}-{one}"))
        mark_day(day=DAY, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            refresh_money(now=NOON)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
    assert LedgerDay.objects.get().kept_idr == 41 * 18_000


def test_further_money_and_money_given_back_of_an_unknown_order_stay_equal() -> None:
    payment = tell(attempt(stall_bill()))
    tell(payment, received=payment.amount_idr + 5_000, at=NOON + timedelta(days=2))
    order = unknown(7_000)
    hear()
    same(KEPT_BY_LEDGER, KEPT_BY_ROLL_UP)
    assert sum(one.held_idr for one in RevenueDay.objects.all()) == 12_000
    give_back(order, 7_000, at=NOON + timedelta(days=5))
    hear()
    same(KEPT_BY_LEDGER, KEPT_BY_ROLL_UP)
    suspense = RevenueDay.objects.filter(channel="", levy_type__isnull=True).get()
    assert (suspense.day, suspense.held_idr, suspense.returned_idr) == (DAY, 0, 7_000)
