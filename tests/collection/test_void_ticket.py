"""A ticket given by mistake: Budi asks, the head of the OPD decides, nobody else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.access import SamePerson
from accounts.models import AuditEvent, Person, Scope
from accounts.roles import Role
from accounts.services import assign_role
from config.invariants import INVARIANTS, check
from kernel.errors import Forbidden
from kernel.money import Rupiah
from kernel.reasons import ReasonMissing
from ledger.kinds import AccountKind
from levies.transitions import BillState
from papers.verification.verdicts import Verdict, finding_on
from payments.collection.models import CashTaken, Shift, TicketVoid
from payments.collection.selectors.custody import cash_outside, sums_of
from payments.collection.services import approve_void, ask_for_void, refuse_void
from payments.collection.services.refusals import (
    NotYourShift,
    ShiftClosed,
    VoidAskedAlready,
)
from payments.collection.transitions import CashMovedOn
from payments.gateways.port import NoticeState, RefundNotice
from payments.models import Payment
from payments.services import CashPaidAgain
from payments.transitions import PaymentState
from receipts.services import issue_receipts, void_receipts_of
from tests.collection.reading import text_of
from tests.collection.samples import Market, books, cash_for, closed, head_of
from tests.levies.samples import DAY, NOON, stall_bill, waste_skrd
from tests.payments.samples import applied, fresh, paid, requested, told

pytestmark = pytest.mark.usefixtures("at_noon")
WHY = "Salah lapak, uangnya dikembalikan"


@pytest.fixture
def cash(shift: Shift) -> CashTaken:
    """Cash for one day of Siti's stall."""
    return cash_for(shift, stall_bill())


@pytest.fixture
def late(shift: Shift) -> tuple[CashTaken, Payment]:
    """Cash for a bill whose QR its tenant had on the phone, and paid thereafter."""
    bill = stall_bill()
    by_qr = requested(bill)
    cash = cash_for(shift, bill)
    return cash, paid(Payment.objects.get(pk=by_qr.pk))


@pytest.fixture
def head(market: Market) -> Person:
    return head_of(market)


def asked(cash: CashTaken, reason: str = WHY) -> TicketVoid:
    """Budi's wish."""
    collector = cash.shift.collector
    return ask_for_void(cash_id=cash.pk, collector=collector, reason=reason, now=NOON)


def voided(cash: CashTaken, head: Person) -> TicketVoid:
    return approve_void(void_id=asked(cash).pk, approver=head, now=NOON)


def test_everything_is_as_before_and_the_number_stays_used(
    cash: CashTaken, head: Person, shift: Shift
) -> None:
    bill = cash.payment.items.get().bill
    voided(cash, head)
    again = fresh(bill)
    assert (again.state, again.paid_idr) == (BillState.EXPECTED, 0)
    assert Payment.objects.get(pk=cash.payment_id).state == PaymentState.REVERSED
    assert books(AccountKind.COLLECTOR_CASH, AccountKind.REVENUE_LO) == [0, 0]
    assert sums_of(shift).cash == cash_outside().with_collectors.amount == Rupiah(0)
    second = cash_for(shift, again)
    assert second.ticket.serial == cash.ticket.serial + 1
    assert (sums_of(shift).cash, sums_of(shift).tickets) == (Rupiah(18_000), 1)


def test_cash_for_an_skrd_makes_its_receivable_again(
    market: Market, shift: Shift, head: Person
) -> None:
    bill = waste_skrd()
    bill.levy_object.market = market.city.market
    bill.levy_object.save()
    assign_role(
        person=head,
        role=Role.HEAD_OF_OPD,
        scope=Scope(opd=bill.opd),
        valid_from=DAY,
        now=NOON,
    )
    before = books(AccountKind.RECEIVABLE)
    voided(cash_for(shift, bill), head)
    assert books(AccountKind.RECEIVABLE, AccountKind.COLLECTOR_CASH) == [*before, 0]
    assert fresh(bill).state == BillState.ASSESSED


def test_ticket_and_receipt_verify_as_void(cash: CashTaken, head: Person) -> None:
    (receipt,) = issue_receipts(payment_id=cash.payment_id, now=NOON)
    voided(cash, head)
    void_receipts_of(payment_id=cash.payment_id, now=NOON)
    for code in (cash.ticket.code, receipt.paper.code):
        assert finding_on(code).verdict is Verdict.DIBATALKAN
    receipt.paper.refresh_from_db()
    assert receipt.paper.void_reason == "Karcis tunainya dibatalkan"


def test_nothing_changes_before_it_is_decided(cash: CashTaken, shift: Shift) -> None:
    asked(cash)
    assert sums_of(shift).cash == Rupiah(18_000)
    assert finding_on(cash.ticket.code).verdict is Verdict.SAH
    with pytest.raises(VoidAskedAlready):
        asked(cash)


def test_a_void_needs_a_reason(cash: CashTaken) -> None:
    with pytest.raises(ReasonMissing):
        asked(cash, reason="  ")


def test_only_who_took_the_cash_asks(cash: CashTaken, market: Market) -> None:
    with pytest.raises(NotYourShift):
        ask_for_void(cash_id=cash.pk, collector=market.wati, reason=WHY, now=NOON)


def test_neither_collector_nor_treasurer_decides(
    cash: CashTaken, market: Market
) -> None:
    void = asked(cash)
    for person in (market.budi, market.wati, market.sari):
        for decide in (approve_void, refuse_void):
            with pytest.raises(Forbidden):
                decide(void_id=void.pk, approver=person, now=NOON)


def test_nobody_approves_their_own_wish(cash: CashTaken, market: Market) -> None:
    """Budi became head of the OPD while his last shift was open."""
    void = asked(cash)
    market.budi.assignments.all().delete()
    assign_role(
        person=market.budi,
        role=Role.HEAD_OF_OPD,
        scope=Scope(opd=cash.opd),
        valid_from=DAY,
        now=NOON,
    )
    with pytest.raises(SamePerson):
        approve_void(void_id=void.pk, approver=market.budi, now=NOON)


def test_the_database_refuses_one_person_for_both(cash: CashTaken) -> None:
    void = asked(cash)
    void.state, void.decided_by, void.decided_at = "approved", void.asked_by, NOON
    with (
        pytest.raises(IntegrityError, match="decided_by_another_person"),
        transaction.atomic(),
    ):
        void.save()


def test_the_database_refuses_cash_reversed_by_nobody(cash: CashTaken) -> None:
    with pytest.raises(IntegrityError, match="its ticket is not void"):
        at_commit(
            Payment.objects.filter(pk=cash.payment_id),
            state="reversed",
            receipt_due_at=None,
        )


def test_the_database_refuses_a_void_without_its_reversal(
    cash: CashTaken, head: Person
) -> None:
    void = TicketVoid.objects.filter(pk=asked(cash).pk)
    with pytest.raises(IntegrityError, match="still stands"):
        at_commit(void, state="approved", decided_by=head, decided_at=NOON)


@transaction.atomic
def at_commit(rows: object, **changes: object) -> None:
    """Let the deferred checks of the commit be asked now."""
    rows.update(**changes)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_after_the_count_nothing_is_voided(
    cash: CashTaken, head: Person, shift: Shift
) -> None:
    void = asked(cash)
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    assert hand_over.expected_idr == 18_000
    void.refresh_from_db()
    assert (void.state, void.decided_by) == ("lapsed", None)
    with pytest.raises(CashMovedOn):
        approve_void(void_id=void.pk, approver=head, now=NOON)
    with pytest.raises(ShiftClosed):
        asked(cash)
    void.state = "asked"
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        void.save()


def test_a_voided_ticket_is_not_handed_over(
    cash: CashTaken, head: Person, shift: Shift
) -> None:
    cash_for(shift, stall_bill(owner="Rukmini"))
    voided(cash, head)
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    assert (hand_over.expected_idr, shift.hand_overs.count()) == (18_000, 1)
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=NOON) for one in INVARIANTS]
    assert not [one.invariant.name for one in outcomes if not one.holds]


def test_a_bill_that_was_paid_again_is_not_owed_again(
    late: tuple[CashTaken, Payment], head: Person, shift: Shift
) -> None:
    """What its tenant paid by QR is theirs: nobody asks them for the bill besides."""
    cash, _by_qr = late
    void = asked(cash)
    with pytest.raises(CashPaidAgain):
        approve_void(void_id=void.pk, approver=head, now=NOON)
    void.refresh_from_db()
    assert void.state == "asked"
    assert fresh(cash.payment.items.get().bill).state == BillState.PAID_OFF
    assert sums_of(shift).cash == Rupiah(18_000)
    assert books(AccountKind.LIABILITY_TO_PAYER) == [-18_000]
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=NOON) for one in INVARIANTS]
    assert not [one.invariant.name for one in outcomes if not one.holds]


def test_once_the_second_payment_went_back_the_ticket_is_voided(
    late: tuple[CashTaken, Payment], head: Person
) -> None:
    cash, by_qr = late
    back = RefundNotice("r1", Rupiah(18_000), "uji", NOON, NOON)
    applied(told(by_qr, NoticeState.REFUNDED, refunds=[back]))
    voided(cash, head)
    assert fresh(cash.payment.items.get().bill).state == BillState.EXPECTED
    assert books(AccountKind.LIABILITY_TO_PAYER) == [0]


def test_the_page_says_why_the_ticket_stands(
    late: tuple[CashTaken, Payment], head: Person
) -> None:
    desk = Client()
    desk.force_login(head)
    void = asked(late[0])
    answer = desk.post(f"/kantor/kas/karcis/{void.pk}/batal/", follow=True)
    assert answer.status_code == 409
    assert "sudah dibayar lagi" in text_of(answer)
    assert "18.000" in text_of(answer)


def test_a_refused_wish_may_be_asked_again(
    cash: CashTaken, head: Person, shift: Shift
) -> None:
    refuse_void(void_id=asked(cash).pk, approver=head, now=NOON)
    assert sums_of(shift).cash == Rupiah(18_000)
    voided(cash, head)
    actions = AuditEvent.objects.filter(subject__startswith="ticket_void:")
    assert list(actions.order_by("id").values_list("action", flat=True)) == [
        "ticket_void_asked",
        "ticket_void_refused",
        "ticket_void_asked",
        "ticket_voided",
    ]


def test_asked_on_the_phone_decided_on_the_till_seen_by_who_counts(
    cash: CashTaken, head: Person, shift: Shift, budi: Client, sari: Client
) -> None:
    cash_for(shift, stall_bill(owner="Rukmini"))
    ticket = f"/petugas/karcis/{cash.ticket.code}/"
    assert ticket in budi.get("/petugas/karcis/").content.decode()
    assert budi.post(f"{ticket}batal/", {"alasan": ""}).status_code == 422
    page = text_of(budi.post(f"{ticket}batal/", {"alasan": WHY}, follow=True))
    assert "Kepala dinas belum memutuskan" in page
    assert "belum diputuskan" in text_of(budi.get("/petugas/selesai/"))
    desk = Client()
    desk.force_login(head)
    void = TicketVoid.objects.get()
    approve = f"/kantor/kas/karcis/{void.pk}/batal/"
    assert approve in desk.get("/kantor/kas/").content.decode()
    assert approve not in sari.get("/kantor/kas/").content.decode()
    assert sari.post(approve).status_code == 403
    assert "dibatalkan" in text_of(desk.post(approve, follow=True))
    assert "DIBATALKAN" in text_of(budi.get(ticket))
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    for who, path in (
        (sari, f"/kantor/kas/serah/{hand_over.pk}/"),
        (budi, f"/petugas/tugas/{shift.pk}/"),
    ):
        page = text_of(who.get(path))
        assert "1 karcis dibatalkan dalam tugas ini" in page
        assert WHY in page
