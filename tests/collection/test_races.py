"""Two hands at one stall, at one shift, at one key; each race with its twin."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from kernel.errors import RempahError
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Entry
from levies.models import Bill
from papers.models import Paper, PaperKind
from papers.services import issue_papers
from payments.collection.models import CashTaken, HandOver, Shift
from payments.collection.services import (
    accept_hand_over,
    close_shift,
    confirm_hand_over,
    make_deposit,
    open_shift,
)
from payments.models import Channel, Payment, PaymentItem
from payments.services.booking import book_payment
from payments.services.cash import CAUSE, _as_told
from payments.services.locking import LockedPayment
from tests.collection.samples import (
    LATER,
    Market,
    books,
    cash_for,
    closed,
    handed_over,
    on_duty,
    people_of_cash,
)
from tests.levies.samples import NOON, small_city, stall_bill
from tests.payments.samples import fresh

COLLECTOR, TREASURER = AccountKind.COLLECTOR_CASH, AccountKind.TREASURER_CASH


@pytest.fixture
def market(committed_db: str) -> Market:
    return people_of_cash()


def at_once[Answer](*calls: Callable[[], Answer]) -> list[Answer | Exception]:
    """Run calls in threads that start together; answers or refusals in their order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer | Exception:
        try:
            barrier.wait(timeout=10)
            return call()
        except RempahError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def kinds_of(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_two_collectors_at_one_stall_give_one_ticket(market: Market) -> None:
    bill = stall_bill()
    shifts = [on_duty(market), on_duty(market, market.wati)]
    answers = at_once(*[lambda one=one: cash_for(one, bill) for one in shifts])
    assert kinds_of(list(answers)) == ["BillPaid", "CashTaken"]
    assert fresh(bill).paid_idr == 18_000
    assert books(COLLECTOR) == [18_000]


def test_without_the_lock_both_would_have_taken_the_money(market: Market) -> None:
    """The twin: both read the bill as open before either books."""
    bill = stall_bill()
    barrier = Barrier(2)

    def take_unlocked() -> None:
        with transaction.atomic():
            read = Bill.objects.select_related("levy_type").get(pk=bill.pk)
            barrier.wait(timeout=10)
            payment = Payment.objects.create(
                code=f"uji-{uuid.uuid4().hex[:8]}",
                channel=Channel.CASH,
                gateway="",
                state="created",
                amount_idr=18_000,
                created_at=NOON,
                expires_at=NOON,
            )
            item = PaymentItem.objects.create(
                payment=payment,
                bill=read,
                opd_id=read.opd_id,
                principal_idr=18_000,
                is_open=False,
            )
            locked = LockedPayment(payment, [item], {read.pk: read})
            told = _as_told(payment, NOON)
            book_payment(locked=locked, notice=told, cause=CAUSE, now=NOON)
            CashTaken.objects.create(
                shift=Shift.objects.get(collector=market.budi),
                opd_id=read.opd_id,
                payment=payment,
                ticket=_some_ticket(),
                amount_idr=18_000,
                key=payment.code,
                taken_at=NOON,
            )

    cash_for(on_duty(market), stall_bill(owner="Lain"))
    cash_for(Shift.objects.get(), stall_bill(owner="Lagi"))
    before = books(COLLECTOR)[0]
    at_once(take_unlocked, take_unlocked)
    assert fresh(bill).paid_idr == 18_000
    assert books(COLLECTOR)[0] - before == 36_000


def _some_ticket() -> Paper:
    """A ticket nobody else uses: the papers' own check is not what is raced here."""
    values = CashTaken.objects.select_related("ticket").first()
    assert values is not None
    (paper,) = issue_papers(
        opd=small_city().market_opd,
        kind=PaperKind.TICKET,
        values_list=[values.ticket.values],
        issued_on=NOON.date(),
        now=NOON,
    )
    return paper


def test_a_double_tap_at_once_is_one_ticket(market: Market) -> None:
    bill, shift = stall_bill(), on_duty(market)
    answers = at_once(*[lambda: cash_for(shift, bill, key="tap")] * 4)
    assert {one.pk for one in answers if isinstance(one, CashTaken)} == {
        CashTaken.objects.get().pk
    }
    assert kinds_of(list(answers)) == ["CashTaken"] * 4


def test_cash_and_the_shifts_end_at_once_leave_no_cash_outside_a_hand_over(
    market: Market,
) -> None:
    bill, shift = stall_bill(), on_duty(market)

    def end() -> Shift:
        return close_shift(
            shift_id=shift.pk, collector=market.budi, counted=Rupiah(0), now=LATER
        )

    answers = at_once(lambda: cash_for(shift, bill), end)
    taken = CashTaken.objects.count()
    assert HandOver.objects.count() == taken
    assert kinds_of(list(answers)) == (
        ["CashTaken", "Shift"] if taken else ["Shift", "ShiftClosed"]
    )
    assert books(COLLECTOR) == [18_000 * taken]


def test_two_phones_open_one_shift(market: Market) -> None:
    place = market.city.market
    answers = at_once(
        *[lambda: open_shift(collector=market.budi, market=place, now=NOON)] * 3
    )
    assert kinds_of(list(answers)) == ["Shift", "ShiftOpenAlready", "ShiftOpenAlready"]


def test_a_hand_over_accepted_at_once_is_posted_once(market: Market) -> None:
    shift = on_duty(market)
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    counted = Rupiah(18_000)
    confirm_hand_over(
        hand_over_id=hand_over.pk, treasurer=market.sari, counted=counted, now=LATER
    )
    answers = at_once(
        *[
            lambda: accept_hand_over(
                hand_over_id=hand_over.pk,
                collector=market.budi,
                counted=counted,
                now=LATER,
            )
        ]
        * 3
    )
    assert kinds_of(list(answers)) == ["CashMovedOn", "CashMovedOn", "HandOver"]
    assert Entry.objects.filter(event="cash_handed_over").count() == 1
    assert books(COLLECTOR, TREASURER) == [0, 18_000]


def test_two_slips_at_once_are_one(market: Market) -> None:
    shift = on_duty(market)
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted=18_000)
    answers = at_once(
        *[
            lambda: make_deposit(
                opd=market.city.market_opd,
                treasurer=market.sari,
                amount=Rupiah(18_000),
                now=LATER,
            )
        ]
        * 2
    )
    assert kinds_of(list(answers)) == ["Deposit", "NothingToDeposit"]
