"""The treasurer's desk: counts what collectors bring, and carries it to the bank.

Some counts are short: one collector brings the rest days later, one still owes it. One
deposit lies on the desk and not in the bank.
"""

from datetime import date, datetime, time, timedelta
from functools import partial

from city.selectors import business_date_of, holidays, zone
from config.demo.history.agenda import Agenda
from config.demo.people import TREASURER, market_opd, person
from config.demo.world import World
from kernel.money import Rupiah
from kernel.working_days import is_working_day
from payments.collection.models import Deposit, HandOver, Shortage
from payments.collection.selectors.custody import held_by_treasurer
from payments.collection.services import (
    accept_hand_over,
    confirm_hand_over,
    make_deposit,
    repay_shortage,
)
from payments.collection.transitions import HandOverState

DESK, COUNTER = time(16, 10), time(9, 15)
WALK_TO_THE_BANK = timedelta(minutes=50)
# So many days before today the first count of the day is short, and by how much.
SHORT_IDR = {23: 7_500, 13: 12_000, 2: 10_000}
REPAID_AFTER = timedelta(days=4)
# From this many days before today a slip is made and not carried to the bank.
NOT_BANKED_DAYS = 3


def plan_desk(agenda: Agenda, world: World, *, day: date, today: date) -> None:
    """On working days: the bank in the morning, the collectors in the afternoon."""
    if not is_working_day(day, holidays()):
        return
    is_banked = day != _working_day(NOT_BANKED_DAYS, today)
    deposit = partial(_deposit, agenda, world, is_banked)
    agenda.at(datetime.combine(day, COUNTER, tzinfo=zone()), deposit, "cash")
    if day != today:
        short = {_working_day(ago, today): idr for ago, idr in SHORT_IDR.items()}
        count = partial(_count_all, short.get(day, 0))
        agenda.at(datetime.combine(day, DESK, tzinfo=zone()), count, "cash")


def _working_day(days_ago: int, today: date) -> date:
    """So many days before today, or the last working day before that."""
    day = today - timedelta(days=days_ago)
    while not is_working_day(day, holidays()):
        day -= timedelta(days=1)
    return day


def _count_all(short_idr: int, now: datetime) -> None:
    """Each hand-over that waits: the treasurer counts, the collector agrees."""
    _take_repaid(now)
    treasurer = person(TREASURER)
    waiting = HandOver.objects.filter(state=HandOverState.OFFERED).order_by("id")
    for hand_over in waiting.select_related("collector"):
        missing = min(short_idr, hand_over.expected_idr - 1)
        counted = Rupiah(hand_over.expected_idr - missing)
        short_idr = 0
        confirm_hand_over(
            hand_over_id=hand_over.pk, treasurer=treasurer, counted=counted, now=now
        )
        accept_hand_over(
            hand_over_id=hand_over.pk,
            collector=hand_over.collector,
            counted=counted,
            now=now,
        )


def _take_repaid(now: datetime) -> None:
    """The first collector who was short brings it after some days; the others wait."""
    first = Shortage.objects.order_by("id").first()
    if first and first.repaid_at is None and first.named_at <= now - REPAID_AFTER:
        repay_shortage(
            shortage_id=first.pk,
            treasurer=person(TREASURER),
            counted=Rupiah(first.amount_idr),
            now=now,
        )


def _deposit(agenda: Agenda, world: World, is_banked: bool, now: datetime) -> None:
    """One slip for all that is held; the bank sees it an hour later, or does not."""
    opd = market_opd()
    held = held_by_treasurer(opd)
    if held:
        slip = make_deposit(opd=opd, treasurer=person(TREASURER), amount=held, now=now)
        if is_banked:
            carry = partial(_carry, world, slip)
            agenda.at(now + WALK_TO_THE_BANK, carry, "cash")


def _carry(world: World, slip: Deposit, now: datetime) -> None:
    world.deposit_cash(
        amount_idr=slip.amount_idr, number=slip.paper.number, on=business_date_of(now)
    )
