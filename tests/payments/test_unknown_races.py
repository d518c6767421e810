"""News of an order that is not ours, over several connections at once; and the twins.

Each race has a twin that takes the lock away and shows that the harness sees the bug.
"""

from threading import Barrier

import pytest
from django.db import transaction

from kernel import clock
from ledger.kinds import AccountKind
from ledger.models import Entry
from payments.gateways.port import NoticeState
from payments.models import Refund, UnappliedMoney
from payments.services import apply_notice, unknown
from payments.services.unknown import record_unknown_payment
from tests.levies.samples import small_city
from tests.payments.samples import balance_of
from tests.payments.test_races import at_once
from tests.payments.test_unknown_payment import (
    FIRST,
    SECOND,
    in_suspense,
    notice_of_a_stranger,
    tell,
)

THREADS = 6


@pytest.fixture(autouse=True)
def committed(committed_db: str) -> None:
    small_city()


def test_payment_refund_and_repeats_at_once_are_booked_once() -> None:
    paid, now = notice_of_a_stranger(), clock.now()
    refunded = notice_of_a_stranger(NoticeState.PART_REFUNDED, [FIRST])
    answers = at_once(
        *[
            lambda notice=notice: apply_notice(notice=notice, cause="uji", now=now)
            for notice in [paid, refunded] * 3
        ]
    )
    assert answers == [None] * 6
    assert in_suspense() == 5_000
    assert Refund.objects.count() == 1


def test_a_refund_and_a_dispute_at_once_give_back_no_more_than_came() -> None:
    tell()
    now = clock.now()
    notices = [
        notice_of_a_stranger(NoticeState.REFUNDED, [FIRST, SECOND]),
        notice_of_a_stranger(NoticeState.DISPUTED, [FIRST]),
    ]
    at_once(
        *[
            lambda notice=notice: apply_notice(notice=notice, cause="uji", now=now)
            for notice in notices * 2
        ]
    )
    assert in_suspense() == 0


def test_without_the_lock_the_same_race_gives_money_back_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: both read what is left before either has given anything back."""
    tell()
    now, barrier = clock.now(), Barrier(2)

    def read_unlocked(_: object) -> UnappliedMoney:
        money = UnappliedMoney.objects.get()
        barrier.wait(timeout=10)
        return money

    notices = [
        notice_of_a_stranger(NoticeState.PART_REFUNDED, [FIRST]),
        notice_of_a_stranger(NoticeState.DENIED),
    ]
    monkeypatch.setattr(unknown, "_locked", read_unlocked)
    # What was received is not looked at again: this is about what goes back.
    monkeypatch.setattr(unknown, "_receive", lambda notice, now: None)

    def record(state_index: int) -> None:
        with transaction.atomic():
            record_unknown_payment(notice=notices[state_index], now=now)

    at_once(lambda: record(0), lambda: record(1))
    assert Entry.objects.filter(event="unknown_payment_returned").count() == 2
    assert balance_of(AccountKind.GATEWAY_CLEARING) == -2_000
