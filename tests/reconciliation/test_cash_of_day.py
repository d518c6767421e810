"""The day's cash: where the tickets say it is, and what lacks of it."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from accounts.roles import Role
from kernel.money import Rupiah
from payments.collection.models import Deposit, HandOver, Shift, Shortage
from payments.collection.services import repay_shortage
from payments.reconciliation.selectors.days import day_report
from payments.reconciliation.services import reconcile
from tests.collection.samples import (
    LATER,
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
    people_of_cash,
)
from tests.levies.samples import DAY, stall_bill
from tests.reconciliation.samples import Movement
from tests.reconciliation.steps import banked
from tests.reconciliation.test_pages import staff, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(db: None) -> Market:
    return people_of_cash()


@pytest.fixture
def shift(market: Market) -> Shift:
    """Budi sells a ticket of Rp 18.000."""
    found = on_duty(market)
    cash_for(found, stall_bill())
    return found


def offered(shift: Shift, counted: int) -> HandOver:
    hand_over = closed(shift, counted)
    assert hand_over is not None
    return hand_over


def cash_of(day: date = DAY) -> tuple[int, int, int, int]:
    """With collectors, with treasurers, in the bank, and short."""
    report = day_report(day)
    parts = (
        report.cash.with_collectors,
        report.cash.with_treasurers,
        report.cash.banked,
        report.cash_short,
    )
    assert sum(part.amount for part in parts) == 18_000
    return parts[0].amount, parts[1].amount, parts[2].amount, parts[3].amount


def test_what_a_collector_counts_less_than_sold_is_short_at_once(shift: Shift) -> None:
    assert cash_of() == (18_000, 0, 0, 0)
    offered(shift, counted=13_000)
    assert cash_of() == (13_000, 0, 0, 5_000)


def test_more_than_sold_is_no_shortage(shift: Shift) -> None:
    offered(shift, counted=20_000)
    assert cash_of() == (18_000, 0, 0, 0)


def test_what_lacks_is_neither_with_the_treasurer_nor_in_the_bank(
    market: Market, shift: Shift
) -> None:
    handed_over(market, offered(shift, counted=18_000), counted=13_000)
    assert cash_of() == (0, 13_000, 0, 5_000)
    in_the_bank(market, 13_000)
    assert cash_of() == (0, 0, 13_000, 5_000)


def test_what_is_repaid_lies_with_the_treasurer_and_then_in_the_bank(
    market: Market, shift: Shift
) -> None:
    handed_over(market, offered(shift, counted=18_000), counted=13_000)
    in_the_bank(market, 13_000)
    repay_shortage(
        shortage_id=Shortage.objects.get().pk,
        treasurer=market.sari,
        counted=Rupiah(5_000),
        now=LATER,
    )
    assert cash_of() == (0, 5_000, 13_000, 0)
    in_the_bank(market, 13_000, 5_000)
    assert cash_of() == (0, 0, 18_000, 0)


def in_the_bank(market: Market, *amounts: int) -> None:
    """Sari deposits the last amount; the statement shows it after those before."""
    deposited(market, amounts[-1])
    slips = Deposit.objects.order_by("pk").values_list("paper__number", flat=True)
    banked(
        *(
            Movement(amount, f"SETORAN {number}", f"FT{number}")
            for number, amount in zip(slips, amounts, strict=True)
        )
    )
    reconcile(now=LATER)


def test_the_page_steps_down_by_the_shortage_and_says_kurang(
    market: Market, shift: Shift
) -> None:
    reconciler = staff(Role.RECONCILER)
    offered(shift, counted=13_000)
    page = text(reconciler.get(f"/bp2rd/?hari={DAY}"))
    column = page.split("Setoran tunai")[1].split("</li>")[0]
    shown = " ".join(strip_tags(column).split())
    assert f"kurang {Rupiah(5_000)}" in shown
    assert "dari Rp 18.000 tunai: Rp 13.000 di juru pungut" in shown
