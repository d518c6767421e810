"""Budi collects at the small city's market, Sari is the treasurer of its OPD."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Person, Scope
from accounts.roles import Role
from accounts.services import assign_role
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.selectors import balance
from levies.models import Bill
from payments.collection.models import CashTaken, Deposit, HandOver, Shift, Shortage
from payments.collection.services import (
    accept_hand_over,
    close_shift,
    confirm_hand_over,
    make_deposit,
    make_plates,
    open_shift,
    repay_shortage,
    take_cash,
)
from tests.levies.samples import DAY, NOON, SmallCity, small_city

LATER = NOON + timedelta(hours=3)


@dataclass(frozen=True)
class Market:
    """The small city with the people of its cash."""

    city: SmallCity
    budi: Person
    wati: Person
    sari: Person


def head_of(market: Market) -> Person:
    """Hasan, the head of the market's OPD."""
    hasan = Person.objects.create_user(
        username="hasan", password="x", full_name="Hasan Kepala"
    )
    assign_role(
        person=hasan,
        role=Role.HEAD_OF_OPD,
        scope=Scope(opd=market.city.market_opd),
        valid_from=DAY,
        now=NOON,
    )
    return hasan


def people_of_cash() -> Market:
    """Budi and Wati collect at the market; Sari receives cash of its OPD."""
    city = small_city()
    budi, wati, sari = (
        Person.objects.create_user(username=name, password="x", full_name=full_name)
        for name, full_name in (
            ("budi", "Budi Juru"),
            ("wati", "Wati Juru"),
            ("sari", "Sari Bendahara"),
        )
    )
    for person, role, scope in (
        (budi, Role.COLLECTOR, Scope(market=city.market)),
        (wati, Role.COLLECTOR, Scope(market=city.market)),
        (sari, Role.OPD_TREASURER, Scope(opd=city.market_opd)),
    ):
        assign_role(person=person, role=role, scope=scope, valid_from=DAY, now=NOON)
    return Market(city, budi, wati, sari)


def on_duty(market: Market, collector: Person | None = None) -> Shift:
    """Budi's open shift, or another collector's."""
    return open_shift(
        collector=collector or market.budi, market=market.city.market, now=NOON
    )


def cash_for(
    shift: Shift,
    *bills: Bill,
    amount: int | None = None,
    key: str = "",
    now: datetime = NOON,
) -> CashTaken:
    """Cash for these bills, as the confirm page takes it."""
    asked = sum(bill.amount_idr for bill in bills) if amount is None else amount
    return take_cash(
        shift_id=shift.pk,
        collector=shift.collector,
        kodes=[bill.kode_bayar for bill in bills],
        amount=Rupiah(asked),
        key=key or uuid.uuid4().hex,
        now=now,
    )


def closed(shift: Shift, counted: int) -> HandOver | None:
    """The hand-over of a shift that is closed with a blind count; None without cash."""
    close_shift(
        shift_id=shift.pk,
        collector=shift.collector,
        counted=Rupiah(counted),
        now=LATER,
    )
    return shift.hand_overs.first()


def handed_over(market: Market, hand_over: HandOver, counted: int) -> HandOver:
    """Counted by Sari, accepted by its collector."""
    confirm_hand_over(
        hand_over_id=hand_over.pk,
        treasurer=market.sari,
        counted=Rupiah(counted),
        now=LATER,
    )
    return accept_hand_over(
        hand_over_id=hand_over.pk,
        collector=hand_over.collector,
        counted=Rupiah(counted),
        now=LATER,
    )


def repaid(market: Market, counted: int, now: datetime = LATER) -> Shortage:
    """The only shortage, brought to Sari and counted by her."""
    return repay_shortage(
        shortage_id=Shortage.objects.get().pk,
        treasurer=market.sari,
        counted=Rupiah(counted),
        now=now,
    )


def deposited(market: Market, amount: int, now: datetime = LATER) -> Deposit:
    """Sari's deposit of all she holds for the market's OPD."""
    return make_deposit(
        opd=market.city.market_opd,
        treasurer=market.sari,
        amount=Rupiah(amount),
        now=now,
    )


def plates_of(market: Market) -> None:
    """A plate for each stall of the market."""
    make_plates(market=market.city.market, now=NOON)


def books(*kinds: AccountKind) -> list[int]:
    """Debit less credit of some kinds of account, in rupiah."""
    return [balance(kind=kind).amount for kind in kinds]
