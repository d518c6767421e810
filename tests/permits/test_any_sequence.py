"""Whatever applicant, office and bank do in whatever order, the promises stand."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from config.invariants import check
from config.invariants.permits import (
    APPLICATION_MOVES_ALONG_ITS_TABLE,
    DECISION_RESTS_ON_ITS_LEVY,
)
from kernel.errors import RempahError
from levies.transitions import BillState
from papers.models import Paper, PaperKind
from permits.models import Application, Verdict
from permits.services import (
    ItemVerdict,
    approve_application,
    attach_requirement,
    cancel_unpaid,
    end_what_time_ended,
    issue_due_decisions,
    recommend,
    reject_application,
    return_to_checker,
    send_back,
    submit_application,
    withdraw_application,
)
from permits.transitions import HOLDS_PLACE, ApplicationState
from tests.permits.samples import (
    NOW,
    Office,
    all_valid,
    bill_of,
    draft,
    follow,
    fresh,
    office,
    pay,
    photo,
    take_money_back,
)

pytestmark = pytest.mark.django_db
WRONG = {"kk": ItemVerdict(Verdict.CORRECT, "Buram.")}
type Act = Callable[[Office, Application, datetime], object]


def _recommend(people: Office, one: Application, now: datetime) -> None:
    recommend(
        application=one,
        person=people.checker,
        is_favoured=True,
        verdicts=all_valid(one),
        findings={"ukuran": "6"},
        now=now,
    )


def _pay(_people: Office, one: Application, now: datetime) -> None:
    if one.bill and bill_of(one).state == BillState.ASSESSED:
        pay(one, now=now, window=timedelta(minutes=10))


def _take_back(_people: Office, one: Application, now: datetime) -> None:
    if one.bill and bill_of(one).state == BillState.PAID_OFF:
        take_money_back(one, now=now)


def _decide(service: Callable[..., object], **told: str) -> Act:
    return lambda people, one, now: service(
        application=one, person=people.approver, now=now, **told
    )


ACTS: dict[str, Act] = {
    "submit": lambda _p, one, now: submit_application(application=one, now=now),
    "withdraw": lambda _p, one, now: withdraw_application(application=one, now=now),
    "attach": lambda _p, one, now: attach_requirement(
        application=one, requirement="kk", file=photo(), now=now
    ),
    "send back": lambda people, one, now: send_back(
        application=one, person=people.checker, verdicts=WRONG, now=now
    ),
    "recommend": _recommend,
    "approve": _decide(approve_application),
    "reject": _decide(reject_application, reason="Jalur hijau."),
    "check again": _decide(return_to_checker, note="Ukur lagi."),
    "cancel the bill": _decide(cancel_unpaid, reason="Tidak dibayar."),
    "pay": _pay,
    "take back": _take_back,
    "hear of the bill": lambda _p, one, now: one.bill and follow(one, now=now),
    "sweep": lambda _p, _one, now: issue_due_decisions(now=now),
    "days pass": lambda _p, _one, now: end_what_time_ended(now=now),
}
# Most orders of acts are refused at once; the usual one is walked some way first.
USUAL = ("submit", "recommend", "approve", "pay", "hear of the bill", "sweep")


@pytest.fixture
def people() -> Office:
    return office()


def test_any_order_of_acts_keeps_every_promise(people: Office) -> None:
    @settings(max_examples=60, deadline=None)
    @given(
        st.integers(0, len(USUAL)),
        st.lists(st.sampled_from(sorted(ACTS)), max_size=10),
    )
    def live(usual: int, then: list[str]) -> None:
        with transaction.atomic():
            _live(people, [*USUAL[:usual], *then])
            transaction.set_rollback(True)

    live()


def _live(people: Office, acts: list[str]) -> None:
    application, now = draft(), NOW
    for act in acts:
        now += timedelta(hours=7)
        run = partial(ACTS[act], people, fresh(application), now)
        with suppress(RempahError), transaction.atomic():
            run()
    later = now + timedelta(hours=2)
    if application.bill or fresh(application).bill:
        follow(application, now=later)
    issue_due_decisions(now=later)
    _assert_promises(fresh(application), later + timedelta(hours=1))


def _assert_promises(one: Application, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for promise in (APPLICATION_MOVES_ALONG_ITS_TABLE, DECISION_RESTS_ON_ITS_LEVY):
            assert check(promise, cursor=cursor, now=now + timedelta(hours=2)).holds
    state = ApplicationState(one.state)
    is_decided = state in (ApplicationState.ISSUED, ApplicationState.EXPIRED)
    assert Paper.objects.filter(kind=PaperKind.DECISION).count() == int(is_decided)
    assert bool(one.place) or state not in HOLDS_PLACE
    if state is ApplicationState.AWAITING_PAYMENT:
        assert bill_of(one).state == BillState.ASSESSED
    if one.approver is not None:
        assert one.approver != one.checker
