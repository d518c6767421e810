"""What a gateway says becomes what our books say, once and forward only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import AuditEvent
from kernel import clock
from ledger.kinds import AccountKind
from ledger.models import Entry, Leg
from levies.models import Bill
from outbox.models import Event
from payments.gateways.port import NoticeState
from payments.models import Payment, UnappliedMoney
from payments.services import NoticeContradictsHistory, apply_notice
from payments.transitions import PaymentState
from tests.levies.samples import SmallCity, stall_bill, waste_skrd
from tests.payments.samples import (
    applied,
    balance_of,
    events_of,
    fresh,
    money_in_the_books,
    paid,
    requested,
    told,
)

pytestmark = pytest.mark.usefixtures("city", "simulator")


def test_a_paid_expectation_is_revenue_at_payment() -> None:
    bill = stall_bill()
    payment = paid(requested(bill))
    assert payment.state == PaymentState.PAID
    assert payment.received_idr == 18_000
    assert fresh(bill).state == "paid_off"
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 18_000
    assert balance_of(AccountKind.REVENUE_LO) == -18_000
    assert balance_of(AccountKind.RECEIVABLE) == 0
    item = payment.items.get()
    assert (item.booked_principal_idr, item.is_open) == (18_000, False)


def test_a_paid_skrd_settles_its_receivable_and_its_interest_is_revenue() -> None:
    payment = requested(waste_skrd())
    owed = balance_of(AccountKind.RECEIVABLE)
    payment = paid(payment)
    interest = payment.items.get().booked_interest_idr
    assert interest > 0
    assert (owed, balance_of(AccountKind.RECEIVABLE)) == (10_000, 0)
    assert balance_of(AccountKind.REVENUE_LO_SANCTIONS) == -interest
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 10_000 + interest


def test_each_opd_has_its_own_legs(city: SmallCity) -> None:
    paid(requested(stall_bill(), waste_skrd()))
    entry = Entry.objects.get(event="payment_paid")
    for opd in (city.market_opd, city.waste_opd):
        legs = Leg.objects.filter(entry=entry, account__opd=opd)
        assert sum(leg.debit_idr - leg.credit_idr for leg in legs) == 0
        assert legs.filter(account__kind="gateway_clearing").count() == 1


def test_everything_of_a_booking_is_there_together() -> None:
    payment = paid(requested(stall_bill()))
    assert events_of(payment)[-1] == "money_received"
    published = Event.objects.filter(name="payment_paid")
    assert [event.payload for event in published] == [{"payment_id": payment.pk}]
    audited = AuditEvent.objects.get(action="payment_booked")
    assert audited.subject == f"payment:{payment.pk}"
    assert audited.facts["received_idr"] == 18_000


def test_the_business_date_is_that_of_the_gateways_paid_time_in_the_city() -> None:
    payment = requested(stall_bill())
    # 22:30 in Jakarta on 1 March is half past midnight on the 2nd in Jayapura.
    paid_at = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    payment = applied(told(payment, paid_at=paid_at), now=paid_at + timedelta(days=3))
    assert payment.paid_at == paid_at
    assert payment.paid_on == date(2026, 3, 2)
    entry = Entry.objects.get(event="payment_paid")
    assert entry.business_date == date(2026, 3, 2)


def test_a_bank_that_may_take_it_back_is_final_ten_minutes_later() -> None:
    by_qris = paid(requested(stall_bill()))
    by_permata = paid(requested(stall_bill(owner="Joko"), channel="va_permata"))
    assert by_qris.final_after == by_qris.paid_at
    assert by_permata.paid_at is not None
    assert by_permata.final_after == by_permata.paid_at + timedelta(minutes=10)


def test_a_repeated_notice_changes_nothing() -> None:
    payment = requested(stall_bill())
    notice = told(payment)
    applied(notice)
    before = (Leg.objects.count(), Event.objects.count(), AuditEvent.objects.count())
    for _ in range(3):
        applied(notice)
    after = (Leg.objects.count(), Event.objects.count(), AuditEvent.objects.count())
    assert after == before
    assert events_of(payment).count("money_received") == 1


def test_a_notice_that_leads_backwards_is_ignored_and_recorded() -> None:
    payment = requested(stall_bill())
    pending = told(payment, NoticeState.AWAITING_PAYER)
    paid(payment)
    assert applied(pending).state == PaymentState.PAID
    ignored = AuditEvent.objects.get(action="notice_ignored")
    assert ignored.facts["told"] == "awaiting_payer"


@pytest.mark.parametrize(
    "ended", [NoticeState.EXPIRED, NoticeState.CANCELLED, NoticeState.DENIED]
)
def test_money_that_comes_after_the_end_is_booked(ended: NoticeState) -> None:
    bill = stall_bill()
    payment = requested(bill)
    assert applied(told(payment, ended)).state == ended.value
    assert paid(payment).state == PaymentState.PAID
    assert events_of(payment)[-1] == "money_received_late"
    assert fresh(bill).state == "paid_off"


def test_an_answer_to_the_charge_that_was_lost_is_made_up_for_by_the_money() -> None:
    payment = requested(stall_bill())
    Payment.objects.filter(pk=payment.pk).update(
        state="created", gateway_reference=None, next_action={}
    )
    assert paid(payment).state == PaymentState.PAID


def test_the_second_payment_of_a_bill_belongs_to_its_payer() -> None:
    bill = stall_bill()
    first = requested(bill)
    second = requested(bill, channel="va_bca")
    paid(second)
    assert paid(first).state == PaymentState.PAID
    money = UnappliedMoney.objects.get()
    assert (money.reason, money.kind) == ("paid_twice", "liability_to_payer")
    assert (money.amount_idr, money.payer_id) == (18_000, bill.payer_id)
    assert fresh(bill).paid_idr == 18_000
    assert balance_of(AccountKind.LIABILITY_TO_PAYER) == -18_000
    assert balance_of(AccountKind.REVENUE_LO) == -18_000


def test_what_a_bill_paid_in_part_cannot_take_was_paid_twice() -> None:
    bill = stall_bill()
    first = requested(bill)
    paid(requested(bill, channel="va_bca"), received=10_000)
    paid(first)
    money = UnappliedMoney.objects.get()
    assert (money.reason, money.amount_idr) == ("paid_twice", 10_000)
    assert fresh(bill).state == "paid_off"


def test_money_for_a_bill_that_was_cancelled_belongs_to_its_payer() -> None:
    bill = stall_bill()
    payment = requested(bill)
    Bill.objects.filter(pk=bill.pk).update(state="cancelled")
    paid(payment)
    assert UnappliedMoney.objects.get().reason == "bill_closed"
    assert fresh(bill).paid_idr == 0


def test_interest_paid_on_a_bill_that_another_payment_paid_is_given_back_too() -> None:
    bill = waste_skrd()
    first = requested(bill, channel="va_bca")
    paid(requested(bill, channel="va_bni"))
    paid(first)
    assert UnappliedMoney.objects.get().amount_idr == first.amount_idr


def test_too_much_pays_the_bill_and_the_rest_belongs_to_the_payer() -> None:
    bill = stall_bill()
    paid(requested(bill), received=20_000)
    money = UnappliedMoney.objects.get()
    assert (money.reason, money.amount_idr, money.bill) == ("too_much", 2_000, None)
    assert fresh(bill).state == "paid_off"


def test_too_little_pays_a_part_principal_first() -> None:
    bill = waste_skrd()
    payment = paid(requested(bill), received=9_000)
    item = payment.items.get()
    assert (item.booked_principal_idr, item.booked_interest_idr) == (9_000, 0)
    assert payment.state == PaymentState.PAID
    assert fresh(bill).state == "part_paid"
    kept, booked, owed = money_in_the_books()
    assert kept == booked + owed == 9_000


@pytest.mark.parametrize(
    "change", [{"gateway_reference": "tx-other"}, {"gateway": "stripe"}]
)
def test_a_reference_that_is_not_this_payments_is_refused_and_recorded(
    change: dict[str, str],
) -> None:
    payment = requested(stall_bill())
    notice = told(payment)
    for name, text in change.items():
        object.__setattr__(notice, name, text)
    with pytest.raises(NoticeContradictsHistory):
        apply_notice(notice=notice, cause="uji", now=clock.now())
    assert AuditEvent.objects.filter(action="notice_refused").count() == 1
    assert Payment.objects.get().state == PaymentState.AWAITING_PAYER


def test_a_reference_that_belongs_to_another_payment_is_refused() -> None:
    first, second = requested(stall_bill()), requested(stall_bill(owner="Joko"))
    Payment.objects.filter(pk=second.pk).update(gateway_reference=None)
    second.gateway_reference = first.gateway_reference
    with pytest.raises(NoticeContradictsHistory):
        apply_notice(notice=told(second), cause="uji", now=clock.now())


def test_money_that_becomes_less_is_refused_and_recorded() -> None:
    payment = paid(requested(stall_bill()))
    for received in (17_999, 0):
        with pytest.raises(NoticeContradictsHistory):
            paid(payment, received=received)
    assert AuditEvent.objects.filter(action="notice_refused").count() == 2
    assert Payment.objects.get().received_idr == 18_000


def test_an_open_order_of_another_amount_is_refused() -> None:
    payment = requested(stall_bill())
    Payment.objects.filter(pk=payment.pk).update(state="created")
    notice = told(payment, NoticeState.AWAITING_PAYER, received=1_000)
    with pytest.raises(NoticeContradictsHistory) as refusal:
        apply_notice(notice=notice, cause="uji", now=clock.now())
    assert refusal.value.facts == {"field": "amount", "known": 18_000, "told": 1_000}
