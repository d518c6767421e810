"""Money that goes back while a run looks, or after it: posted once, then taken back.

The race has a twin without one instant for all statements, which shows the harm.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from config.invariants import check
from config.invariants import ledger as books
from ledger import selectors as ledger
from ledger.services import AccountKind
from payments.gateways.port import NoticeState
from payments.models import Payment
from payments.reconciliation.models import Payout, SettlementMatch, UndoneMatch
from payments.reconciliation.services import ReconcileResult, reconcile
from payments.reconciliation.services.evidence import lock_evidence
from payments.reconciliation.services.reconciling import ATTEMPTS_MAX, run
from tests.invariants.conftest import asked, tell
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAYOUT,
    PAYOUT_ON,
    Line,
    line_of,
    payout_credit,
)
from tests.reconciliation.steps import banked, open_findings, told

OF_THE_BOOKS = (
    books.ENTRY_BALANCES,
    books.MONEY_GOES_BACK_ONCE,
    books.RECEIVABLE_IS_OPEN_BILLS,
    books.CLEARING_IS_MONEY_KEPT,
    books.PAYOUT_IS_WHAT_WAS_TOLD,
    books.LRA_IS_BANKED_REVENUE,
)
# Statements of a run, after which somebody else acts.
CANDIDATES = "CREATE TEMPORARY TABLE candidate"
FOUND_IN_BANK = "UPDATE reconciliation_payout payout SET bank_line_id"
SOUND, TAKEN_BACK = "sound", "taken-back"


@pytest.fixture(autouse=True)
def payout(committed_db: str) -> list[Line]:
    """Two payments that the gateway told of, and says to have paid out."""
    small_city()
    stall, waste = stall_bill(), waste_skrd()
    other = waste_skrd(owner="Joko Susilo")
    tell(TAKEN_BACK, asked(stall, waste, code=TAKEN_BACK, interest=180).amount_idr)
    tell(SOUND, asked(other, code=SOUND).amount_idr)
    lines = [
        line_of(payment(code), fee=1_000, vat=111, payout=PAYOUT)
        for code in (TAKEN_BACK, SOUND)
    ]
    told(*lines)
    return lines


def payment(code: str) -> Payment:
    return Payment.objects.get(code=code)


def take_back(state: NoticeState = NoticeState.DENIED) -> None:
    tell(TAKEN_BACK, payment(TAKEN_BACK).amount_idr, state)


def touch_the_payout() -> None:
    """Write the very row that the run is about to write."""
    assert Payout.objects.update(bank_line=None) == 1


def meanwhile(
    act: Callable[[], None], *, after: str, call: Callable[[], object], times: int = 1
) -> None:
    """Call, and let somebody else act and commit after this statement of the call."""
    waiting = [act] * times

    def elsewhere() -> None:
        try:
            waiting.pop()()
        finally:
            connections.close_all()

    def hook(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if after in sql and waiting:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(elsewhere).result(timeout=20)
        return answer

    with connection.execute_wrapper(hook):
        call()


def in_the_treasury() -> tuple[int, int, int]:
    """RKUD, what the gateway still owes us, and LRA of all days."""
    realised = ledger.realised_revenue(first_on=date.min, last_on=date.max)
    return (
        ledger.balance(kind=AccountKind.RKUD).amount,
        ledger.balance(kind=AccountKind.GATEWAY_CLEARING).amount,
        sum(one.amount.amount for one in realised),
    )


def broken() -> list[str]:
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=LATER) for one in OF_THE_BOOKS]
    return [one.invariant.name for one in outcomes if not one.holds]


BOTH = (28_180 + 10_000 - 2 * 1_111, 0, 38_180)
THE_SOUND_ONE = (10_000 - 1_111, 0, 10_000)
NAMED = {("paid_at_gateway_unknown_here", f"tx-{TAKEN_BACK}")}


def test_a_run_sees_one_instant_and_the_next_one_takes_back(payout: list[Line]) -> None:
    reconcile(now=NOW)
    banked(payout_credit(payout))
    meanwhile(take_back, after=FOUND_IN_BANK, call=lambda: reconcile(now=NOW))
    assert in_the_treasury() == (BOTH[0], -28_180, BOTH[2])
    assert (broken(), open_findings()) == ([], set())

    assert reconcile(now=LATER) == ReconcileResult(0, 0, 1, 1, 0)
    assert in_the_treasury() == THE_SOUND_ONE
    assert (broken(), open_findings()) == ([], NAMED)
    assert reconcile(now=LATER) == ReconcileResult(0, 0, 0, 0, 0)


def test_without_one_instant_the_next_run_takes_back_what_was_never_posted(
    payout: list[Line],
) -> None:
    """The twin: each statement sees what was committed before it."""
    reconcile(now=NOW)
    banked(payout_credit(payout))

    def run_as_it_was() -> None:
        with transaction.atomic():
            lock_evidence()
            run(now=NOW, person=None)

    meanwhile(take_back, after=FOUND_IN_BANK, call=run_as_it_was)
    reconcile(now=LATER)
    assert in_the_treasury() != THE_SOUND_ONE
    assert "payout_is_what_was_told" in broken()


def test_a_payment_taken_back_while_it_is_matched_is_left_to_the_next_run(
    payout: list[Line],
) -> None:
    banked(payout_credit(payout))
    meanwhile(take_back, after=CANDIDATES, call=lambda: reconcile(now=NOW))
    assert in_the_treasury() == (BOTH[0], -28_180, BOTH[2])
    assert (broken(), open_findings()) == ([], set())

    reconcile(now=LATER)
    assert in_the_treasury() == THE_SOUND_ONE
    assert (broken(), open_findings()) == ([], NAMED)
    assert UndoneMatch.objects.count() == 1


def test_a_payout_written_meanwhile_makes_the_run_start_anew(
    payout: list[Line],
) -> None:
    banked(payout_credit(payout))
    meanwhile(touch_the_payout, after=CANDIDATES, call=lambda: reconcile(now=NOW))
    assert in_the_treasury() == BOTH
    assert broken() == []


def test_a_run_that_is_disturbed_every_time_gives_up_and_leaves_nothing(
    payout: list[Line],
) -> None:
    banked(payout_credit(payout))
    with pytest.raises(OperationalError, match="could not serialize"):
        meanwhile(
            touch_the_payout,
            after=CANDIDATES,
            call=lambda: reconcile(now=NOW),
            times=ATTEMPTS_MAX,
        )
    assert not SettlementMatch.objects.exists()
    assert reconcile(now=NOW).lines_matched == 2


def test_a_run_waits_for_an_import_and_sees_what_it_brought(payout: list[Line]) -> None:
    def reconcile_elsewhere() -> ReconcileResult:
        try:
            return reconcile(now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_evidence()
            waiting = pool.submit(reconcile_elsewhere)
            wait_until_somebody_waits_for_a_lock()
            banked(payout_credit(payout))
        assert waiting.result(timeout=20).payouts_found == 1


def wait_until_somebody_waits_for_a_lock() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        sleep(0.02)
    pytest.fail("nobody waits")


@pytest.mark.parametrize("state", [NoticeState.DENIED, NoticeState.DISPUTED])
@pytest.mark.parametrize("moment", ["before", "matched", "posted"])
def test_whenever_it_came_the_books_end_the_same(
    state: NoticeState, moment: str, payout: list[Line]
) -> None:
    if moment == "matched":
        reconcile(now=NOW)
    if moment == "posted":
        banked(payout_credit(payout))
        reconcile(now=NOW)
        assert in_the_treasury() == BOTH
    take_back(state)
    if moment != "posted":
        banked(payout_credit(payout))
    reconcile(now=LATER)
    assert in_the_treasury() == THE_SOUND_ONE
    assert broken() == []
    assert {reference for _, reference in open_findings()} == {f"tx-{TAKEN_BACK}"}


def test_what_was_reported_for_a_day_stays_as_it_was(payout: list[Line]) -> None:
    banked(payout_credit(payout))
    reconcile(now=NOW)
    take_back()
    reconcile(now=LATER)
    realised = ledger.realised_revenue(first_on=PAYOUT_ON, last_on=PAYOUT_ON)
    assert sum(one.amount.amount for one in realised) == BOTH[2]


def test_a_later_deposit_on_the_order_is_not_taken_back_from_the_treasury(
    payout: list[Line],
) -> None:
    banked(payout_credit(payout))
    reconcile(now=NOW)
    tell(TAKEN_BACK, payment(TAKEN_BACK).amount_idr + 5_000)
    assert payment(TAKEN_BACK).received_idr == 33_180
    take_back()
    reconcile(now=LATER)
    assert in_the_treasury() == THE_SOUND_ONE
    assert broken() == []
