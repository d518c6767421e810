"""The strip of decisions, and cash: in the figures at once, in the strip when late."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from commandcenter.models import RevenueDay
from commandcenter.selectors.decisions import decisions
from commandcenter.selectors.figures import figures_of
from commandcenter.selectors.money import Breakdown, Sums
from commandcenter.selectors.services import services_now
from complaints.selectors import reports_by_kelurahan
from kernel import clock
from kernel.money import ZERO, Rupiah
from payments.collection.models import Shift
from payments.collection.selectors.custody import cash_outside
from payments.models import UnappliedMoney
from payments.reconciliation.models import Finding
from tests.accounts.people import give, person
from tests.collection.samples import (
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
    people_of_cash,
)
from tests.commandcenter.samples import hear, paid, unknown
from tests.complaints.samples import NOW as REPORTED
from tests.complaints.samples import small_city as city_of_reports
from tests.complaints.samples import submitted
from tests.levies.samples import DAY, NOON, stall_bill
from tests.strict_client import StrictClient


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
        for one in decisions(today=today, year=Breakdown(), services=services)
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
    year = Breakdown(whole=Sums(held=Rupiah(5)), held_since=date(2026, 2, 1))
    found = decisions(today=today, year=year, services=services)
    assert [one.days for one in found] == [9, 9, None]
    ages = ["sudah 9 hari", "sudah 9 hari", "sejak Februari 2026"]
    assert [one.age for one in found] == ages


def finding(cause: str, ours: int | None, theirs: int | None) -> None:
    Finding.objects.create(
        cause=cause,
        reference=f"{cause}-{ours}-{theirs}",
        ours_idr=ours,
        theirs_idr=theirs,
        happened_on=DAY,
        found_at=NOON,
    )


def test_a_difference_is_told_with_its_amount_its_age_and_who_acts(
    market: Market,
) -> None:
    finding(Finding.Cause.AMOUNTS_DIFFER, 10_000, 7_500)
    finding(Finding.Cause.AMOUNTS_DIFFER, None, 4_000)
    assert told(days_later=2) == [("Jumlah berbeda: 2 selisih, Rp 6.500", "BP2RD", 2)]


def test_money_that_both_sides_know_of_is_told_with_that_amount(market: Market) -> None:
    finding(Finding.Cause.PAID_AT_GATEWAY_UNKNOWN_HERE, 9_000, 9_000)
    ((what, _who, _days),) = told()
    assert what.endswith("1 selisih, Rp 9.000")


def test_cash_that_did_not_reach_the_bank_is_one_matter(
    market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, 18_000)
    assert hand_over is not None
    handed_over(market, hand_over, 18_000)
    deposited(market, 18_000)
    assert told(days_later=4) == [
        ("Rp 18.000 tunai belum terlihat di bank", "bendahara penerimaan", 4)
    ]
    finding(Finding.Cause.DEPOSIT_NOT_IN_BANK, 18_000, None)
    assert told(days_later=4) == [
        (
            "Setoran tunai belum masuk bank: 1 selisih, Rp 18.000",
            "bendahara penerimaan",
            4,
        )
    ]


@pytest.mark.parametrize(
    ("role", "is_led"), [(Role.MAYOR, False), (Role.AUDITOR, True)]
)
def test_only_who_may_open_the_page_of_a_matter_is_led_there(
    role: Role, is_led: bool, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    finding(Finding.Cause.AMOUNTS_DIFFER, 10_000, 7_500)
    who = person("yang-melihat")
    give(who, role, valid_from=DAY)
    client = StrictClient()
    client.force_login(who)
    page = client.get("/komando/").content.decode()
    assert "giliran BP2RD" in page
    address = "/bp2rd/selisih/?sebab=amounts_differ"
    assert (f'href="{address}"' in page) == is_led
    assert client.get(address).status_code == (200 if is_led else 403)


def test_money_that_a_finding_tells_of_is_not_told_twice(market: Market) -> None:
    """Nor is other money hidden by it: 7.000 of 27.000 is nobody's finding."""
    bill = stall_bill()
    paid(bill)
    twice = paid(bill)
    unknown(2_000)
    unknown(7_000)
    order = UnappliedMoney.objects.get(amount_idr=2_000).gateway_reference
    for cause, reference, ours, theirs in (
        (
            Finding.Cause.PAID_TWICE,
            f"{twice.gateway_reference}:{bill.kode_bayar}",
            18_000,
            36_000,
        ),
        (Finding.Cause.PAID_AT_GATEWAY_UNKNOWN_HERE, order, 2_000, 2_000),
    ):
        Finding.objects.create(
            cause=cause,
            reference=reference,
            ours_idr=ours,
            theirs_idr=theirs,
            happened_on=DAY,
            found_at=NOON,
        )
    hear()
    figures = figures_of(on=DAY, now=NOON)
    assert figures.year.whole.held == Rupiah(27_000)
    found = decisions(today=DAY, year=figures.year, services=figures.services)
    told_of = [one.what for one in found]
    assert len(told_of) == 3
    assert told_of[-1].startswith("Rp 7.000 masuk tetapi bukan penerimaan")
    Finding.objects.update(resolved_at=NOON, resolution="evidence_agrees")
    (rest,) = decisions(today=DAY, year=figures.year, services=figures.services)
    assert rest.what.startswith("Rp 27.000 masuk")
