"""The strip of decisions, and cash: in the figures at once, in the strip when late."""

from datetime import timedelta

import pytest

from commandcenter.models import RevenueDay
from commandcenter.selectors.decisions import decisions
from commandcenter.selectors.figures import figures_of
from commandcenter.selectors.services import services_now
from complaints.selectors import reports_by_kelurahan
from kernel.money import ZERO, Rupiah
from payments.collection.models import Shift
from payments.collection.selectors.custody import cash_outside
from tests.collection.samples import (
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
    people_of_cash,
)
from tests.commandcenter.samples import hear
from tests.complaints.samples import NOW as REPORTED
from tests.complaints.samples import small_city as city_of_reports
from tests.complaints.samples import submitted
from tests.levies.samples import DAY, NOON, stall_bill


@pytest.fixture
def market(db: None) -> Market:
    return people_of_cash()


@pytest.fixture
def shift(market: Market) -> Shift:
    return on_duty(market)


def told(days_later: int = 0) -> list[tuple[str, str, int | None]]:
    today = DAY + timedelta(days=days_later)
    services = services_now(on=today, now=NOON)
    return [
        (one.what, one.who, one.days)
        for one in decisions(today=today, held=ZERO, services=services)
    ]


def test_cash_is_in_the_figures_and_the_badge_at_once(shift: Shift) -> None:
    cash_for(shift, stall_bill())
    hear()
    row = RevenueDay.objects.get()
    assert (row.channel, row.revenue_idr) == ("cash", 18_000)
    shown = figures_of(on=DAY, now=NOON)
    assert shown.trust.agrees
    assert shown.year.whole.revenue == Rupiah(18_000)


def test_cash_moving_on_to_the_bank_changes_no_figure(
    market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, 18_000)
    assert hand_over is not None
    handed_over(market, hand_over, 18_000)
    deposited(market, 18_000)
    hear()
    shown = figures_of(on=DAY, now=NOON)
    assert shown.trust.agrees
    assert (shown.trust.ledger, shown.year.whole.held) == (Rupiah(18_000), ZERO)


def test_each_step_of_cash_has_its_holder(market: Market, shift: Shift) -> None:
    cash_for(shift, stall_bill())
    assert cash_outside().with_collectors.amount == Rupiah(18_000)
    hand_over = closed(shift, 17_000)
    assert hand_over is not None
    assert cash_outside().with_collectors.amount == Rupiah(18_000)
    handed_over(market, hand_over, 17_000)
    outside = cash_outside()
    assert outside.with_collectors.amount == ZERO
    assert outside.with_treasurers.amount == Rupiah(17_000)
    assert outside.owed.amount == Rupiah(1_000)


def test_a_shortage_is_told_at_once_and_late_cash_after_a_weekend(
    market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, 17_000)
    assert hand_over is not None
    handed_over(market, hand_over, 17_000)
    short = "Rp 1.000 kurang setor, belum diganti"
    assert told() == [(short, "juru pungut", 0)]
    assert told(days_later=4) == [
        (short, "juru pungut", 4),
        ("Rp 17.000 tunai belum terlihat di bank", "bendahara penerimaan", 4),
    ]


def test_a_late_report_is_a_decision(db: None) -> None:
    city_of_reports()
    report = submitted()
    today = REPORTED.date()
    for late, expected in ((0, 0), (60, 1)):
        day = today + timedelta(days=late)
        services = services_now(on=day, now=REPORTED)
        assert services.reports.open == (1 if day.year == today.year else 0)
        overdue = reports_by_kelurahan(since=today, until=day, on=day)[0].overdue
        assert overdue == expected
    assert report.due_on is not None


def test_what_waits_longest_comes_first_and_what_has_no_age_last(
    market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, 17_000)
    assert hand_over is not None
    handed_over(market, hand_over, 17_000)
    today = DAY + timedelta(days=9)
    services = services_now(on=today, now=NOON)
    found = decisions(today=today, held=Rupiah(5), services=services)
    assert [one.days for one in found] == [9, 9, None]
    assert [one.age for one in found] == ["sudah 9 hari", "sudah 9 hari", ""]
