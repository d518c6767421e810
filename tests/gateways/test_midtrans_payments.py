"""What the port promises of a payment, kept by Midtrans' adapter on every channel."""

import pytest

from kernel import clock
from kernel.money import Rupiah
from payments.gateways.midtrans import MidtransGateway
from payments.gateways.midtrans.channels import CHANNELS
from payments.gateways.port import (
    AmountRefused,
    GatewayRefused,
    IllegalTransition,
    NoticeState,
    UnknownAtGateway,
)
from payments.qris import parse
from tests.gateways.conftest import nearly, order_for
from tests.simulator_processes import Simulator

EVERY_CHANNEL = sorted(CHANNELS)


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
def test_creates_a_payment_that_the_payer_can_pay(
    midtrans: MidtransGateway, channel: str
) -> None:
    order = order_for(channel)
    notice = midtrans.create_payment(order)
    assert notice.reference == order.reference
    assert notice.gateway == midtrans.name
    assert notice.state is NoticeState.AWAITING_PAYER
    assert notice.amount == Rupiah(150_000)
    assert notice.received == Rupiah(0)
    assert notice.channel == channel
    assert nearly(notice.expires_at, order.expires_at)
    action = notice.next_action
    if channel == "qris":
        assert parse(action.qr_string).amount == Rupiah(150_000)
    elif channel == "mandiri_bill":
        assert (action.biller_code, bool(action.bill_key)) == ("70012", True)
    else:
        assert f"va_{action.va_bank}" == channel
        assert action.va_number.isdigit()


@pytest.mark.parametrize("channel", EVERY_CHANNEL)
def test_tells_of_the_money_and_its_time_in_utc(
    midtrans: MidtransGateway, simulator: Simulator, channel: str
) -> None:
    order = order_for(channel)
    created = midtrans.create_payment(order)
    simulator.control("pay", order_id=order.reference)
    notice = midtrans.look_up(order.reference)
    assert notice.state is NoticeState.PAID
    assert notice.received == Rupiah(150_000)
    assert notice.gateway_reference == created.gateway_reference
    assert nearly(notice.paid_at, clock.now())


@pytest.mark.parametrize("channel", ["qris", "va_permata"])
def test_asking_twice_makes_one_order(
    midtrans: MidtransGateway, simulator: Simulator, channel: str
) -> None:
    order = order_for(channel)
    first = midtrans.create_payment(order)
    assert midtrans.create_payment(order).gateway_reference == first.gateway_reference
    assert len(simulator.truth()["transactions"]) == 1


def test_asking_again_after_the_key_was_forgotten_answers_the_first_order(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("va_bni", minutes=60)
    first = midtrans.create_payment(order)
    simulator.control("clock", offset_seconds=6 * 60)
    assert midtrans.create_payment(order).gateway_reference == first.gateway_reference


def test_knows_nothing_of_an_order_that_was_never_made(
    midtrans: MidtransGateway,
) -> None:
    with pytest.raises(UnknownAtGateway):
        midtrans.look_up("RMP-neverwasmade")


def test_tells_of_an_order_that_ran_out(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("qris")
    midtrans.create_payment(order)
    simulator.control("expire", order_id=order.reference)
    assert midtrans.look_up(order.reference).state is NoticeState.EXPIRED


def test_a_cancelled_order_cannot_be_paid_any_more(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("va_bca")
    midtrans.create_payment(order)
    assert midtrans.cancel_payment(order.reference).state is NoticeState.CANCELLED
    assert simulator.transaction(order.reference)["status"] == "cancel"


def test_a_cancellation_that_came_too_late_tells_of_the_money(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("qris")
    midtrans.create_payment(order)
    simulator.control("pay", order_id=order.reference)
    assert midtrans.cancel_payment(order.reference).state is NoticeState.PAID


def test_tells_of_money_that_was_taken_back(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("va_permata")
    midtrans.create_payment(order)
    simulator.control("pay", order_id=order.reference)
    simulator.control("reverse", order_id=order.reference)
    notice = midtrans.look_up(order.reference)
    assert notice.state is NoticeState.DENIED
    assert notice.received == Rupiah(0)


@pytest.mark.parametrize("channel", ["va_bni", "va_bri"])
def test_tells_what_came_in_when_it_is_not_what_was_asked(
    midtrans: MidtransGateway, simulator: Simulator, channel: str
) -> None:
    order = order_for(channel)
    midtrans.create_payment(order)
    simulator.control("pay", order_id=order.reference, amount=149_000)
    assert midtrans.look_up(order.reference).received == Rupiah(149_000)


def test_refunds_in_part_then_in_whole_each_key_once(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("qris")
    midtrans.create_payment(order)
    simulator.control("pay", order_id=order.reference)
    for _ in range(2):
        notice = midtrans.refund(order.reference, Rupiah(50_000), "key-1", "dobel")
    assert notice.state is NoticeState.PART_REFUNDED
    assert [refund.amount for refund in notice.refunds] == [Rupiah(50_000)]
    assert (notice.refunds[0].confirmed_at, notice.refunds[0].key) == (None, "key-1")
    whole = midtrans.refund(order.reference, Rupiah(100_000), "key-2", "sisa")
    assert whole.state is NoticeState.REFUNDED
    simulator.control("refund-confirm", order_id=order.reference, refund_key="key-1")
    confirmed = midtrans.look_up(order.reference).refunds
    assert [refund.confirmed_at is None for refund in confirmed] == [False, True]


def test_refuses_a_refund_of_too_much_or_over_a_virtual_account(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    orders = [order_for("qris"), order_for("va_bca")]
    for order in orders:
        midtrans.create_payment(order)
        simulator.control("pay", order_id=order.reference)
    with pytest.raises(AmountRefused):
        midtrans.refund(orders[0].reference, Rupiah(150_001), "k", "")
    with pytest.raises(IllegalTransition):
        midtrans.refund(orders[1].reference, Rupiah(1), "k", "")


def test_a_refund_that_the_payers_bank_denies_is_refused(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    order = order_for("qris")
    midtrans.create_payment(order)
    simulator.control("pay", order_id=order.reference)
    simulator.control("faults", refuse_refund=1)
    with pytest.raises(GatewayRefused, match="refuses the refund"):
        midtrans.refund(order.reference, Rupiah(50_000), "key-1", "dobel")
    assert midtrans.look_up(order.reference).state is NoticeState.PAID


def test_an_amount_over_the_channels_limit_is_refused_and_creates_nothing(
    midtrans: MidtransGateway, simulator: Simulator
) -> None:
    with pytest.raises(GatewayRefused):
        midtrans.create_payment(order_for("qris", amount=10_000_001))
    assert simulator.truth()["transactions"] == []
