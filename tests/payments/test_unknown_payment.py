"""Money for an order that we never made has an OPD that answers for it, to the end."""

from collections.abc import Sequence

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from kernel import clock
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Entry, Leg
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.models import Refund, UnappliedMoney
from payments.services import NoticeContradictsHistory, apply_notice
from tests.levies.samples import SmallCity
from tests.payments.samples import balance_of

WITHOUT_MONEY = {
    NoticeState.AWAITING_PAYER,
    NoticeState.EXPIRED,
    NoticeState.DENIED,
}
FIRST = RefundNotice("r1", Rupiah(2_000), "salah bayar", clock.now(), None)
SECOND = RefundNotice("r2", Rupiah(5_000), "salah bayar", clock.now(), None)


def notice_of_a_stranger(
    state: NoticeState = NoticeState.PAID,
    refunds: Sequence[RefundNotice] = (),
    received: int = 7_000,
) -> Notice:
    has_money = state not in WITHOUT_MONEY
    return Notice(
        gateway="midtrans",
        reference="a-static-qr-order",
        gateway_reference="tx-1",
        state=state,
        amount=Rupiah(received),
        received=Rupiah(received) if has_money else Rupiah(0),
        paid_at=clock.now() if has_money else None,
        channel="qris",
        refunds=refunds,
    )


def tell(
    state: NoticeState = NoticeState.PAID,
    refunds: Sequence[RefundNotice] = (),
    received: int = 7_000,
) -> None:
    """What the gateway answers, heard twice as everything is."""
    for _ in range(2):
        notice = notice_of_a_stranger(state, refunds, received)
        assert apply_notice(notice=notice, cause="uji", now=clock.now()) is None


def in_suspense() -> int:
    """What the books hold for its owner; clearing holds the same."""
    held = -balance_of(AccountKind.SUSPENSE)
    assert balance_of(AccountKind.GATEWAY_CLEARING) == held
    rows = UnappliedMoney.objects.all()
    assert sum(one.amount_idr - one.returned_idr for one in rows) == held
    return held


def test_it_is_recorded_once_in_suspense(city: SmallCity) -> None:
    tell()
    money = UnappliedMoney.objects.get()
    assert (money.kind, money.reason) == ("suspense", "unknown_order")
    assert money.opd == city.suspense_opd
    assert in_suspense() == 7_000
    assert AuditEvent.objects.filter(action="unknown_payment_recorded").count() == 1


@pytest.mark.parametrize("state", sorted(WITHOUT_MONEY))
def test_without_money_nothing_is_recorded(city: SmallCity, state: NoticeState) -> None:
    tell(state)
    assert not UnappliedMoney.objects.exists()
    assert not Leg.objects.exists()


@pytest.mark.parametrize("is_heard_first", [True, False])
def test_a_refund_gives_its_part_back_even_if_it_is_the_first_news(
    city: SmallCity, *, is_heard_first: bool
) -> None:
    if not is_heard_first:
        tell()
    tell(NoticeState.PART_REFUNDED, [FIRST])
    tell()
    assert in_suspense() == 5_000
    tell(NoticeState.REFUNDED, [FIRST, SECOND])
    assert in_suspense() == 0
    assert Refund.objects.filter(money=UnappliedMoney.objects.get()).count() == 2
    assert Entry.objects.filter(event="unknown_payment_returned").count() == 2


def test_a_second_notice_of_a_refund_confirms_it(city: SmallCity) -> None:
    tell(NoticeState.PART_REFUNDED, [FIRST])
    confirmed = RefundNotice("r1", FIRST.amount, "", FIRST.told_at, clock.now())
    tell(NoticeState.PART_REFUNDED, [confirmed])
    assert Refund.objects.get().confirmed_at == confirmed.confirmed_at
    assert in_suspense() == 5_000


@pytest.mark.parametrize("state", [NoticeState.DENIED, NoticeState.DISPUTED])
def test_what_the_bank_takes_back_is_the_rest(
    city: SmallCity, state: NoticeState
) -> None:
    tell(NoticeState.PART_REFUNDED, [FIRST])
    tell(state, [FIRST])
    tell()
    assert in_suspense() == 0
    assert AuditEvent.objects.filter(action="unknown_payment_returned").count() == 2


def test_a_reversal_tells_of_refunds_of_money_we_never_heard_of(
    city: SmallCity,
) -> None:
    tell(NoticeState.PART_REFUNDED, [FIRST])
    more = RefundNotice("r9", Rupiah(6_000), "salah bayar", clock.now(), None)
    tell(NoticeState.DENIED, [FIRST, more])
    assert in_suspense() == 0


def test_a_dispute_as_the_first_news_leaves_a_trace_and_no_money(
    city: SmallCity,
) -> None:
    tell(NoticeState.DISPUTED)
    assert UnappliedMoney.objects.get().returned_idr == 7_000
    assert in_suspense() == 0


def test_a_further_deposit_is_more_money_in_suspense(city: SmallCity) -> None:
    tell()
    tell(received=9_000)
    assert in_suspense() == 9_000


@pytest.mark.parametrize(
    ("refunds", "received"),
    [
        ([], 6_999),
        (
            [
                SECOND,
                RefundNotice("r3", FIRST.amount, "", clock.now(), None),
                RefundNotice("r4", Rupiah(1), "", clock.now(), None),
            ],
            7_000,
        ),
    ],
    ids=["less came in", "more went back"],
)
def test_what_contradicts_the_books_changes_nothing(
    city: SmallCity, refunds: list[RefundNotice], received: int
) -> None:
    tell()
    with pytest.raises(NoticeContradictsHistory):
        tell(NoticeState.PART_REFUNDED, refunds, received)
    assert in_suspense() == 7_000
    assert not Refund.objects.exists()
    assert AuditEvent.objects.filter(action="notice_refused").count() == 1


def test_the_database_refuses_what_must_never_be(city: SmallCity) -> None:
    tell()
    money = UnappliedMoney.objects.get()
    money.returned_idr = money.amount_idr + 1
    with (
        pytest.raises(IntegrityError, match="returns_at_most_once"),
        transaction.atomic(),
    ):
        money.save()
    with pytest.raises(IntegrityError, match="of_a_payment_or_of_suspense"):
        Refund.objects.create(reference="r", amount_idr=1, told_at=clock.now())
