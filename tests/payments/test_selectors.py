"""What pages, receipts and the API ask of payments."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from kernel import clock
from kernel.money import Rupiah
from payments.gateways.port import NoticeState
from payments.selectors import (
    PaymentUnknown,
    channels_for,
    expected_in_treasury_on,
    items_by_opd,
    latest_payment_of,
    newer_payment_of,
    paid_payments_without_receipt,
    payment_by_code,
)
from tests.levies.samples import SmallCity, stall_bill, waste_skrd
from tests.payments.samples import applied, paid, requested, told

pytestmark = pytest.mark.usefixtures("city", "simulator")


def test_finds_a_payment_by_its_code_or_says_there_is_none() -> None:
    payment = requested(stall_bill())
    assert payment_by_code(payment.code) == payment
    for unknown in ("RMP-unknown", "RMP-\x00", "", "x" * 41):
        with pytest.raises(PaymentUnknown):
            payment_by_code(unknown)


def test_offers_every_channel_and_says_which_fit() -> None:
    by_channel = {offer.channel: offer for offer in channels_for(Rupiah(10_000_001))}
    assert [name for name, offer in by_channel.items() if not offer.fits] == ["qris"]
    assert next(iter(by_channel)) == "qris"
    assert "10 menit" in by_channel["va_permata"].wait_text
    small = {offer.channel for offer in channels_for(Rupiah(9_999)) if not offer.fits}
    assert small == {"va_bca"}


def test_tells_what_each_opd_got(city: SmallCity) -> None:
    payment = paid(requested(stall_bill(), waste_skrd()))
    shares = {share.opd: share.amount for share in items_by_opd(payment)}
    assert shares[city.market_opd] == Rupiah(18_000)
    assert sum(amount.amount for amount in shares.values()) == payment.amount_idr


def test_an_opd_that_got_nothing_is_left_out() -> None:
    bill = stall_bill()
    first = requested(bill)
    paid(requested(bill, channel="va_bca"))
    assert items_by_opd(paid(first)) == []


def test_a_payment_lacks_its_receipt_once_it_is_final() -> None:
    payment = paid(requested(stall_bill(), channel="va_permata"))
    now = clock.now()
    assert list(paid_payments_without_receipt(now)) == []
    later = now + timedelta(minutes=11)
    assert list(paid_payments_without_receipt(later)) == [payment]
    applied(told(payment, NoticeState.DENIED))
    assert list(paid_payments_without_receipt(later)) == []


def test_the_payout_is_expected_by_the_gateways_date_of_the_payment(
    settings: Settings,
) -> None:
    settings.PAYOUT_WORKING_DAYS = 1
    payment = requested(stall_bill())
    assert expected_in_treasury_on(payment) is None
    # Half past midnight on Tuesday in Jayapura is Monday evening in Jakarta.
    payment = applied(told(payment, paid_at=datetime(2026, 3, 2, 15, 30, tzinfo=UTC)))
    assert payment.paid_on == date(2026, 3, 3)
    assert expected_in_treasury_on(payment) == date(2026, 3, 3)


def test_the_payment_of_a_bill_is_the_one_that_paid_it() -> None:
    bill = stall_bill()
    assert latest_payment_of(bill) is None
    first = requested(bill)
    second = requested(bill, channel="va_bca")
    assert latest_payment_of(bill) == second
    assert newer_payment_of(first) == second
    paid(first)
    assert latest_payment_of(bill) == first
    assert newer_payment_of(second) is None
