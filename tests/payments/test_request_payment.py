"""Asking for a payment. Siti has a stall, Budi's household pays for waste."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import clock
from kernel.identifiers import MistypedKodeBayar, kode_bayar
from kernel.money import Rupiah
from levies.models import Bill
from levies.selectors import UnknownBill, amount_due
from outbox.models import Event
from payments import services
from payments.gateways import registry
from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from payments.gateways.port import NoticeState
from payments.models import Payment
from payments.qris import parse
from payments.services import poll_payments, request_payment
from payments.tasks import cancel_at_gateway
from payments.transitions import PaymentState
from tests.levies.samples import SmallCity, stall_bill, waste_skrd
from tests.payments.samples import applied, events_of, fresh, paid, requested, told
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator")


def test_gives_the_payer_a_qr_of_the_amount_that_is_due() -> None:
    payment = requested(stall_bill())
    assert payment.state == PaymentState.AWAITING_PAYER
    assert parse(payment.next_action["qr_string"]).amount == Rupiah(18_000)
    assert payment.code.startswith("RMP-")
    assert events_of(payment) == ["requested", "payer_instructed"]


def test_a_virtual_account_has_a_day_and_a_qr_fifteen_minutes() -> None:
    now = clock.now()
    qris = requested(stall_bill(owner="Siti"), now=now)
    bank = requested(stall_bill(owner="Joko"), channel="va_bca", now=now)
    assert timedelta(minutes=14) < qris.expires_at - now <= timedelta(minutes=15)
    assert timedelta(hours=23) < bank.expires_at - now <= timedelta(hours=24)
    assert bank.next_action["va_bank"] == "bca"


def test_one_payment_is_over_bills_of_two_opd(city: SmallCity) -> None:
    bills = [stall_bill(), waste_skrd()]
    payment = requested(*bills)
    items = payment.items.order_by("bill_id")
    due = amount_due(bill=bills[1], on=clock.now().date())
    assert payment.amount_idr == 18_000 + due.total.amount
    assert {item.opd for item in items} == {city.market_opd, city.waste_opd}


def test_late_interest_is_asked_for_beside_the_principal() -> None:
    bill = waste_skrd()
    item = requested(bill).items.get()
    assert item.principal_idr == 10_000
    assert item.late_interest_idr > 0


def test_a_virtual_account_never_outlives_the_month_step_of_its_interest(
    simulator: Simulator,
) -> None:
    # Due on 16 March: from the 17th of each month in the city another month counts.
    now = datetime(2026, 4, 16, 10, 0, tzinfo=UTC)
    simulator.control("clock", now=now.isoformat())
    payment = requested(waste_skrd(), channel="va_bni", now=now)
    step = datetime(2026, 4, 17, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert payment.expires_at == step
    assert payment.items.get().late_interest_idr == 100


def test_asks_to_come_back_when_the_amount_changes_within_a_minute() -> None:
    bill = waste_skrd()
    now = datetime(2026, 4, 16, 14, 59, 30, tzinfo=UTC)
    with pytest.raises(services.AmountAboutToChange):
        requested(bill, now=now)
    assert not Payment.objects.exists()


def test_two_tabs_see_one_payment() -> None:
    bill = stall_bill()
    assert requested(bill) == requested(bill)
    assert Payment.objects.count() == 1


def test_another_channel_supersedes_the_open_attempt(simulator: Simulator) -> None:
    bill = stall_bill()
    first = requested(bill)
    second = requested(bill, channel="va_bca")
    first.refresh_from_db()
    assert first.state == PaymentState.CANCELLED
    assert not first.items.get().is_open
    assert second.state == PaymentState.AWAITING_PAYER
    event = Event.objects.get(name="payment_superseded")
    cancel_at_gateway(payload=event.payload, now=clock.now())
    assert simulator.transaction(first.code)["status"] == "cancel"


def test_a_superseded_attempt_that_was_paid_first_is_booked(
    simulator: Simulator,
) -> None:
    bill = stall_bill()
    first = requested(bill)
    requested(bill, channel="va_bca")
    simulator.control("pay", order_id=first.code)
    payload = Event.objects.get(name="payment_superseded").payload
    cancel_at_gateway(payload=payload, now=clock.now())
    first.refresh_from_db()
    assert first.state == PaymentState.PAID
    assert fresh(bill).state == "paid_off"


def test_an_attempt_over_more_bills_is_superseded_as_a_whole() -> None:
    stall, waste = stall_bill(), waste_skrd()
    both = requested(stall, waste)
    requested(waste)
    both.refresh_from_db()
    assert both.state == PaymentState.CANCELLED


def test_an_attempt_near_its_end_is_not_shown_again() -> None:
    bill = stall_bill()
    first = requested(bill)
    first.created_at -= timedelta(minutes=13)
    first.expires_at -= timedelta(minutes=13)
    first.save()
    assert requested(bill) != first


def test_without_an_answer_the_payment_waits_for_the_poller(
    simulator: Simulator,
) -> None:
    simulator.control("faults", hang=1, hang_seconds=2)
    payment = requested(stall_bill())
    assert payment.state == PaymentState.CREATED
    assert payment.next_action == {}
    assert payment.ask_at is not None


def test_a_wrong_key_leaves_the_payment_to_the_poller_and_shows_in_no_log(
    simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = MidtransConfig(server_key="SB-Mid-server-WRONG", url=simulator.url)
    registry.register(MidtransGateway(wrong))
    payment = requested(stall_bill())
    poll_payments(now=clock.now() + timedelta(seconds=20))
    assert Payment.objects.get(pk=payment.pk).state == PaymentState.CREATED
    assert payment.code in caplog.text
    assert "SB-Mid" not in caplog.text


def test_a_refusal_of_the_gateway_fails_the_payment_and_says_so(
    simulator: Simulator,
) -> None:
    bill = stall_bill()
    # An order that the gateway calls too short: its clock runs ahead of ours.
    simulator.control("clock", offset_seconds=3_600)
    with pytest.raises(services.ChannelRefusedPayment):
        requested(bill)
    payment = Payment.objects.get()
    assert payment.state == PaymentState.FAILED
    assert not payment.items.get().is_open


def test_too_much_for_qris_names_the_channels_that_fit() -> None:
    bill = stall_bill(size_dm2=400_000)
    with pytest.raises(services.AmountOverChannelLimit) as refusal:
        requested(bill)
    facts = refusal.value.facts
    assert facts["limit"] == Rupiah(10_000_000)
    assert "qris" not in facts["channels"]  # type: ignore[operator]
    assert "va_bca" in facts["channels"]  # type: ignore[operator]


def test_too_little_for_a_bank_is_refused_too() -> None:
    with pytest.raises(services.AmountUnderChannelLimit):
        requested(stall_bill(size_dm2=100), channel="va_bca")


@pytest.mark.parametrize("channel", ["", "cash", "QRIS", "stripe"])
def test_an_unknown_channel_is_refused(channel: str) -> None:
    with pytest.raises(services.ChannelUnknown):
        requested(stall_bill(), channel=channel)


def test_a_paid_bill_is_refused() -> None:
    bill = stall_bill()
    paid(requested(bill))
    with pytest.raises(services.BillPaid) as refusal:
        requested(bill)
    assert refusal.value.facts["kode_bayar"] == bill.kode_bayar


def test_a_cancelled_bill_names_its_successor() -> None:
    bill, successor = stall_bill(), stall_bill(day=date(2026, 3, 3))
    Bill.objects.filter(pk=bill.pk).update(state="cancelled", successor=successor)
    with pytest.raises(services.BillCancelled) as refusal:
        requested(bill)
    assert refusal.value.facts["successor"] == successor.kode_bayar


def test_one_bad_kode_among_good_ones_refuses_all_and_changes_nothing() -> None:
    kode = stall_bill().kode_bayar
    unknown = kode_bayar(10**12 - 1)
    for kodes, refusal in [
        ([], services.NoBills),
        ([kode, kode[::-1]], MistypedKodeBayar),
        ([kode, unknown], UnknownBill),
        (
            [kode_bayar(serial) for serial in range(1, 17)],
            services.TooManyBills,
        ),
    ]:
        with pytest.raises(refusal):
            request_payment(kodes=kodes, channel="qris", now=clock.now())
    assert not Payment.objects.exists()


def test_a_late_answer_to_the_charge_of_a_superseded_attempt_cancels_it(
    simulator: Simulator,
) -> None:
    bill = stall_bill()
    simulator.control("faults", hang=1, hang_seconds=2, after=True)
    first = requested(bill)
    requested(bill, channel="va_bca")
    services.ask_about(payment=first, now=clock.now())
    assert simulator.transaction(first.code)["status"] == "cancel"


def test_an_expired_attempt_does_not_cancel_the_bill_paid_by_another() -> None:
    bill = stall_bill()
    first = requested(bill)
    second = requested(bill, channel="va_bca")
    paid(second)
    applied(told(first, NoticeState.EXPIRED))
    assert fresh(bill).state == "paid_off"
