"""Money for an order that we never made has an OPD that answers for it."""

import pytest

from accounts.models import AuditEvent
from kernel import clock
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Leg
from payments.gateways.port import Notice, NoticeState
from payments.models import UnappliedMoney
from payments.services import apply_notice
from tests.levies.samples import SmallCity
from tests.payments.samples import balance_of


def notice_of_a_stranger(state: NoticeState = NoticeState.PAID) -> Notice:
    is_paid = state is NoticeState.PAID
    return Notice(
        gateway="midtrans",
        reference="a-static-qr-order",
        gateway_reference="tx-1",
        state=state,
        amount=Rupiah(7_000),
        received=Rupiah(7_000) if is_paid else Rupiah(0),
        paid_at=clock.now() if is_paid else None,
        channel="qris",
    )


def test_it_is_recorded_once_in_suspense(city: SmallCity) -> None:
    for _ in range(3):
        notice = notice_of_a_stranger()
        assert apply_notice(notice=notice, cause="uji", now=clock.now()) is None
    money = UnappliedMoney.objects.get()
    assert (money.kind, money.reason) == ("suspense", "unknown_order")
    assert money.opd == city.suspense_opd
    assert balance_of(AccountKind.SUSPENSE) == -7_000
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 7_000
    assert AuditEvent.objects.filter(action="unknown_payment_recorded").count() == 1


@pytest.mark.parametrize("state", [NoticeState.AWAITING_PAYER, NoticeState.EXPIRED])
def test_without_money_nothing_is_recorded(city: SmallCity, state: NoticeState) -> None:
    notice = notice_of_a_stranger(state)
    assert apply_notice(notice=notice, cause="uji", now=clock.now()) is None
    assert not UnappliedMoney.objects.exists()
    assert not Leg.objects.exists()
