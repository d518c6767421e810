"""Cash at a stall: paid, booked into the collector's hand, with a gap-free ticket."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEvent
from kernel.errors import Forbidden
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from levies.transitions import BillState
from outbox.models import Event
from papers.models import Paper, PaperKind
from payments.collection.models import CashTaken, Shift
from payments.collection.services import take_cash
from payments.collection.services.refusals import (
    BillsOfSeveralStalls,
    CashKeyReused,
    NotYourShift,
    ShiftClosed,
    StallElsewhere,
)
from payments.models import Payment, PaymentItem
from payments.services import BillPaid, CashAmountChanged, NoBills
from payments.transitions import PaymentState
from receipts.services import issue_receipts
from tests.collection.samples import Market, books, cash_for, closed, on_duty
from tests.levies.samples import DAY, NOON, stall_bill, waste_skrd
from tests.payments.samples import fresh

COLLECTOR = AccountKind.COLLECTOR_CASH


def test_cash_pays_the_bill_and_lies_in_the_collectors_hand(shift: Shift) -> None:
    bill = stall_bill()
    cash = cash_for(shift, bill)
    paid = fresh(bill)
    assert (paid.state, paid.paid_idr) == (BillState.PAID_OFF, 18_000)
    payment = Payment.objects.get(pk=cash.payment_id)
    assert (payment.channel, payment.gateway) == ("cash", "")
    assert payment.state == PaymentState.PAID
    assert payment.final_after == payment.paid_at == NOON
    assert payment.ask_at is None
    kinds = (COLLECTOR, AccountKind.REVENUE_LO, AccountKind.GATEWAY_CLEARING)
    assert books(*kinds) == [18_000, -18_000, 0]


def test_the_ticket_is_numbered_without_a_gap_and_says_what_was_paid(
    shift: Shift,
) -> None:
    today, yesterday = stall_bill(), stall_bill(day=DAY - timedelta(days=1))
    first = cash_for(shift, today, yesterday)
    second = cash_for(shift, stall_bill(owner="Rukmini"))
    numbers = [first.ticket.number, second.ticket.number]
    office = "DISPERINDAG-KU/2026"
    assert numbers == [f"974/00000{n}/KARCIS/{office}" for n in (1, 2)]
    values = first.ticket.values
    assert values["total_idr"] == 36_000
    assert [line["principal_idr"] for line in values["lines"]] == [18_000, 18_000]
    assert (values["channel"], values["collector"]) == ("Tunai", "Budi Juru")


def test_the_receipt_comes_by_the_same_way_as_for_gateway_money(shift: Shift) -> None:
    cash = cash_for(shift, stall_bill())
    assert Event.objects.filter(
        name="payment_paid", payload={"payment_id": cash.payment_id}
    ).exists()
    (receipt,) = issue_receipts(payment_id=cash.payment_id, now=NOON)
    assert receipt.amount_idr == 18_000
    assert receipt.paper.values["channel"] == "Tunai"


def test_cash_pays_an_skrd_and_its_late_interest(market: Market, shift: Shift) -> None:
    """A stall's levy may be assessed by an SKRD as well: then a receivable is paid."""
    bill = waste_skrd()
    stall = bill.levy_object
    stall.market = market.city.market
    stall.save()
    late = NOON + timedelta(days=60)
    cash = cash_for(shift, bill, amount=10_200, now=late)
    assert cash.opd_id == bill.opd_id
    kinds = (COLLECTOR, AccountKind.RECEIVABLE, AccountKind.REVENUE_LO_SANCTIONS)
    assert books(*kinds) == [10_200, 0, -200]


def test_two_taps_with_one_key_are_one_ticket(shift: Shift) -> None:
    bill = stall_bill()
    first = cash_for(shift, bill, key="tap")
    again = cash_for(shift, bill, key="tap")
    assert again.pk == first.pk
    assert Payment.objects.count() == CashTaken.objects.count() == 1
    assert books(COLLECTOR) == [18_000]


def test_a_key_of_another_shift_is_refused(market: Market, shift: Shift) -> None:
    cash_for(shift, stall_bill(), key="tap")
    with pytest.raises(CashKeyReused):
        cash_for(on_duty(market, market.wati), stall_bill(owner="Ani"), key="tap")


def test_a_bill_paid_a_minute_ago_is_refused_and_nothing_is_booked(
    market: Market, shift: Shift
) -> None:
    bill = stall_bill()
    cash_for(on_duty(market, market.wati), bill)
    with pytest.raises(BillPaid):
        cash_for(shift, bill)
    assert CashTaken.objects.count() == 1
    assert Paper.objects.filter(kind=PaperKind.TICKET).count() == 1


def test_a_stale_page_with_another_amount_is_refused(shift: Shift) -> None:
    with pytest.raises(CashAmountChanged) as refused:
        cash_for(shift, stall_bill(), amount=17_000)
    assert refused.value.facts["due"] == Rupiah(18_000)
    assert not Payment.objects.exists()


def test_no_bill_is_no_cash(shift: Shift) -> None:
    with pytest.raises(NoBills):
        cash_for(shift, amount=0)


def test_a_closed_shift_takes_no_money(shift: Shift) -> None:
    closed(shift, counted=0)
    with pytest.raises(ShiftClosed):
        cash_for(shift, stall_bill())


def test_a_stall_of_another_market_is_refused(market: Market, shift: Shift) -> None:
    with pytest.raises(StallElsewhere):
        cash_for(shift, waste_skrd())
    assert not Payment.objects.exists()


def test_one_ticket_is_for_one_stall(shift: Shift) -> None:
    with pytest.raises(BillsOfSeveralStalls):
        cash_for(shift, stall_bill(), stall_bill(owner="Ani"))


def test_another_collector_takes_nothing_in_this_shift(
    market: Market, shift: Shift
) -> None:
    with pytest.raises(NotYourShift):
        take_cash(
            shift_id=shift.pk,
            collector=market.wati,
            kodes=[stall_bill().kode_bayar],
            amount=Rupiah(18_000),
            key="x",
            now=NOON,
        )


def test_a_collector_whose_role_has_ended_takes_nothing(
    market: Market, shift: Shift
) -> None:
    market.budi.assignments.update(valid_until=DAY)
    with pytest.raises(Forbidden):
        cash_for(
            shift, stall_bill(day=DAY + timedelta(days=1)), now=NOON + timedelta(days=1)
        )


def test_an_open_qris_attempt_gives_way_and_is_cancelled_at_its_gateway(
    shift: Shift,
) -> None:
    bill = stall_bill()
    attempt = Payment.objects.create(
        code="open-qris",
        channel="qris",
        gateway="midtrans",
        state="awaiting_payer",
        amount_idr=18_000,
        created_at=NOON,
        expires_at=NOON + timedelta(minutes=15),
    )
    PaymentItem.objects.create(
        payment=attempt, bill=bill, opd=bill.opd, principal_idr=18_000
    )
    cash_for(shift, bill)
    attempt.refresh_from_db()
    assert attempt.state == PaymentState.CANCELLED
    assert Event.objects.filter(name="payment_superseded").count() == 1


def test_the_audit_log_names_collector_ticket_and_stall(shift: Shift) -> None:
    cash = cash_for(shift, stall_bill())
    told = AuditEvent.objects.get(action="cash_taken")
    assert told.actor_id == shift.collector_id
    assert told.facts["ticket"] == cash.ticket.number


def test_the_database_refuses_cash_without_a_collector(shift: Shift) -> None:
    cash = cash_for(shift, stall_bill())
    with pytest.raises(IntegrityError, match="cash without a collector"):
        alter_received(cash.payment_id)


@transaction.atomic
def alter_received(payment_id: int) -> None:
    """Let the deferred checks of the commit be asked now."""
    Payment.objects.filter(pk=payment_id).update(received_idr=18_001)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_cash_into_a_closed_shift(shift: Shift) -> None:
    cash = cash_for(shift, stall_bill())
    closed(shift, counted=18_000)
    copy = CashTaken(
        shift=shift,
        opd=cash.opd,
        payment=Payment.objects.create(
            code="other",
            channel="cash",
            gateway="",
            state="created",
            amount_idr=1,
            created_at=NOON,
            expires_at=NOON,
        ),
        ticket=cash.ticket,
        amount_idr=1,
        key="other",
        taken_at=NOON,
    )
    with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
        copy.save()


def test_the_database_refuses_zero_rupiah(shift: Shift) -> None:
    cash = cash_for(shift, stall_bill())
    cash.pk, cash.amount_idr, cash.key = None, 0, "zero"
    with (
        pytest.raises(IntegrityError, match="cash_taken_is_positive"),
        transaction.atomic(),
    ):
        cash.save(force_insert=True)
