"""After its payout BUD pays back what was paid twice, and a bank line books it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.utils.html import strip_tags

from accounts.access import SamePerson
from accounts.roles import Role
from config.invariants import INVARIANTS, check
from kernel.money import Rupiah
from ledger.kinds import AccountKind
from ledger.models import Entry
from ledger.selectors import balance
from outbox.models import Event
from payments.gateways.port import NoticeState, RefundNotice
from payments.models import Payment, RefundRequest, UnappliedMoney
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.refunds import owed_money
from payments.reconciliation.services import import_statement, reconcile
from payments.services import (
    RefundAfterPayout,
    RefundBeforePayout,
    RefundRequestedAlready,
    RefundRequestMovedOn,
    RefundTooLarge,
    approve_refund,
    decline_refund,
    request_refund,
)
from tests.invariants.conftest import asked, tell
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.payments.refunds import person_with
from tests.reconciliation.samples import (
    LATER,
    NOW,
    PAYOUT,
    Movement,
    line_of,
    payout_credit,
    statement_csv,
)
from tests.reconciliation.steps import banked, told
from tests.reconciliation.test_pages import staff

pytestmark = pytest.mark.django_db
OF_MONEY = {"I02", "I10", "I17", "I17b", "I21", "I22", "I23", "I24"}
ON = date(2026, 3, 12)


@pytest.fixture
def again() -> Payment:
    """Siti's stall of Rp 18.000, paid a second time; both are in the treasury."""
    small_city()
    bill = stall_bill()
    for code in ("sewa", "lagi"):
        asked(bill, code=code)
        tell(code, 18_000)
    lines = [line_of(one, payout=PAYOUT) for one in Payment.objects.all()]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)
    return Payment.objects.get(code="lagi")


def wanted(
    payment: Payment,
    amount: int = 18_000,
    *,
    paid_out: bool = True,
    money: UnappliedMoney | None = None,
) -> int:
    return request_refund(
        code=payment.code,
        amount=Rupiah(amount),
        reason="dibayar dua kali",
        person=person_with(Role.RECONCILER, "nurlaila"),
        now=NOW,
        is_paid_out=paid_out,
        money=money or UnappliedMoney.objects.get(payment=payment),
    ).pk


def agreed(request_id: int) -> RefundRequest:
    """By Ratna of BUD, who did not ask for it."""
    return approve_refund(
        request_id=request_id,
        person=person_with(Role.CITY_TREASURY, "ratna"),
        now=NOW,
        is_paid_out=True,
    )


def debited(amount: int, text: str) -> None:
    content = statement_csv([Movement(-amount, text, "SP2D1", on=ON)], days=(ON, ON))
    import_statement(name="b.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)


def broken() -> list[str]:
    with connection.cursor() as cursor:
        outcomes = [check(one, cursor=cursor, now=LATER) for one in INVARIANTS]
    of_money = [one for one in outcomes if one.invariant.code in OF_MONEY]
    return [one.invariant.name for one in of_money if not one.holds]


def in_treasury() -> int:
    return balance(kind=AccountKind.RKUD).amount


def test_what_bud_pays_back_is_booked_by_its_bank_line(again: Payment) -> None:
    assert Finding.objects.get().cause == Finding.Cause.PAID_TWICE
    request = agreed(wanted(again))
    debited(18_000, "SP2D 12/2026 PENGEMBALIAN LAGI")
    request.refresh_from_db()
    assert (request.outcome, request.bank_line is not None) == ("refunded", True)
    assert UnappliedMoney.objects.get().paid_back_idr == 18_000
    assert balance(kind=AccountKind.LIABILITY_TO_PAYER).amount == 0
    assert in_treasury() == 18_000
    entry = Entry.objects.get(event="liability_paid_back")
    assert entry.business_date == ON
    assert Finding.objects.get().resolved_at == LATER
    assert broken() == []
    reconcile(now=LATER)
    assert in_treasury() == 18_000


def test_nothing_is_booked_before_a_second_person_agrees(again: Payment) -> None:
    wanted(again)
    debited(18_000, "SP2D 12/2026 LAGI")
    assert in_treasury() == 36_000
    agreed(RefundRequest.objects.get().pk)
    reconcile(now=LATER)
    assert in_treasury() == 18_000


@pytest.mark.parametrize(
    ("amount", "text"), [(17_999, "SP2D LAGI"), (18_000, "SP2D LAGI2")]
)
def test_another_amount_or_another_code_is_another_payment(
    again: Payment, amount: int, text: str
) -> None:
    agreed(wanted(again))
    debited(amount, text)
    assert in_treasury() == 36_000
    assert RefundRequest.objects.get().finished_at is None


def test_the_gateway_is_not_asked_for_what_bud_pays(again: Payment) -> None:
    agreed(wanted(again))
    assert not Event.objects.filter(name="refund_approved").exists()


def test_no_more_than_is_owed_goes_back_and_nothing_twice(again: Payment) -> None:
    with pytest.raises(RefundTooLarge):
        wanted(again, 18_001)
    agreed(wanted(again))
    debited(18_000, "SP2D LAGI")
    with pytest.raises(RefundTooLarge):
        wanted(again)


def test_what_is_not_in_the_treasury_is_not_paid_out_of_it(again: Payment) -> None:
    with pytest.raises(RefundBeforePayout):
        wanted(again, paid_out=False)
    with pytest.raises(RefundAfterPayout):
        request_refund(
            code=again.code,
            amount=Rupiah(18_000),
            reason="dibayar dua kali",
            person=person_with(Role.RECONCILER, "nurlaila"),
            now=NOW,
            is_paid_out=True,
        )


def test_who_asked_does_not_approve_and_the_database_refuses_it(
    again: Payment,
) -> None:
    request_id = wanted(again)
    nurlaila = RefundRequest.objects.get().requested_by
    nurlaila.assignments.all().delete()
    person_with(Role.CITY_TREASURY, nurlaila.username)
    with pytest.raises(SamePerson):
        approve_refund(
            request_id=request_id, person=nurlaila, now=NOW, is_paid_out=True
        )
    decline_refund(
        request_id=request_id,
        person=person_with(Role.CITY_TREASURY, "ratna"),
        reason="belum lengkap",
        now=NOW,
    )
    assert RefundRequest.objects.get().outcome == "declined"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("finished_at = now(), outcome = 'refunded'", "as_far_as_it_came"),
        ("bank_line_id = 1", "goes_one_way"),
        ("sent_at = now()", "goes_one_way|only_when_approved"),
    ],
)
def test_the_database_keeps_a_request_on_its_way(
    again: Payment, change: str, constraint: str
) -> None:
    wanted(again)
    sql = f"UPDATE payments_refundrequest SET {change}"  # noqa: S608 (ours)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=constraint):
        cursor.execute(sql)


def test_each_payer_of_a_payment_gets_back_what_is_theirs() -> None:
    small_city()
    bills = stall_bill(), waste_skrd()
    for code in ("satu", "dua"):
        asked(*bills, code=code)
        tell(code, 28_000)
    lines = [line_of(one, payout=PAYOUT) for one in Payment.objects.all()]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)
    first, second = UnappliedMoney.objects.order_by("id")
    payment = Payment.objects.get(code="dua")
    assert first.opd_id != second.opd_id
    with pytest.raises(RefundTooLarge):
        wanted(payment, second.amount_idr + 1, money=second)
    agreed(wanted(payment, second.amount_idr, money=second))
    assert list(owed_money()) == [first]
    debited(second.amount_idr, "SP2D DUA")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.paid_back_idr, second.paid_back_idr) == (0, second.amount_idr)
    assert list(owed_money()) == [first]
    assert broken() == []


def amounts_of(cause: str) -> list[tuple[str, int | None, int | None]]:
    """Its open findings: the order, ours and theirs."""
    found = Finding.objects.filter(cause=cause, resolved_at=None).order_by("id")
    return [(one.facts["order_id"], one.ours_idr, one.theirs_idr) for one in found]


def shown(cause: str) -> str:
    """What the page of the one finding of this cause says."""
    finding = Finding.objects.get(cause=cause)
    page = staff(Role.RECONCILER).get(f"/bp2rd/selisih/{finding.pk}/")
    return strip_tags(page.content.decode())


@pytest.mark.parametrize("state", [NoticeState.DENIED, NoticeState.REFUNDED])
def test_what_the_gateway_takes_back_after_bud_paid_is_owed_by_the_payer(
    again: Payment, state: NoticeState
) -> None:
    agreed(wanted(again))
    debited(18_000, "SP2D LAGI")
    refund = RefundNotice("r1", Rupiah(18_000), "lagi", NOW, NOW)
    refunds = (refund,) if state is NoticeState.REFUNDED else ()
    tell("lagi", 18_000, state, refunds)
    assert balance(kind=AccountKind.LIABILITY_TO_PAYER).amount == 0
    assert balance(kind=AccountKind.SUSPENSE).amount == 18_000
    reconcile(now=LATER)
    assert amounts_of("paid_back_twice") == [("lagi", 18_000, 36_000)]
    assert broken() == []
    page = shown("paid_back_twice")
    assert "Siti" in page
    assert "SP2D LAGI" in page


def test_a_further_deposit_settles_first_what_the_payer_has_twice() -> None:
    small_city()
    asked(stall_bill(), code="lebih")
    tell("lebih", 20_000)
    line = line_of(Payment.objects.get(), payout=PAYOUT)
    told(line)
    banked(payout_credit([line]))
    reconcile(now=NOW)
    agreed(wanted(Payment.objects.get(), 2_000))
    debited(2_000, "SP2D LEBIH")
    refund = RefundNotice("r1", Rupiah(20_000), "lebih", NOW, NOW)
    tell("lebih", 20_000, NoticeState.REFUNDED, (refund,))
    assert balance(kind=AccountKind.SUSPENSE).amount == 2_000
    tell("lebih", 25_000, NoticeState.REFUNDED, (refund,))
    assert balance(kind=AccountKind.SUSPENSE).amount == 0
    assert balance(kind=AccountKind.LIABILITY_TO_PAYER).amount == -3_000
    assert broken() == []


def test_a_debit_that_fits_two_requests_is_matched_to_none_and_named() -> None:
    small_city()
    bill = stall_bill()
    for code in ("sewa", "lagi", "tiga"):
        asked(bill, code=code)
        tell(code, 18_000)
    lines = [line_of(one, payout=PAYOUT) for one in Payment.objects.all()]
    told(*lines)
    banked(payout_credit(lines))
    reconcile(now=NOW)
    for code in ("lagi", "tiga"):
        agreed(wanted(Payment.objects.get(code=code)))
    debited(18_000, "SP2D 12 PENGEMBALIAN LAGI TIGA")
    assert not RefundRequest.objects.filter(finished_at__isnull=False).exists()
    assert amounts_of("refund_debit_unexplained") == [("lagi", 18_000, 18_000)]
    assert broken() == []


def test_a_debit_of_another_amount_is_named_until_it_is_explained(
    again: Payment,
) -> None:
    agreed(wanted(again))
    debited(18_500, "SP2D LAGI")
    assert amounts_of("refund_debit_unexplained") == [("lagi", 18_000, 18_500)]
    page = shown("refund_debit_unexplained")
    assert "Rp 18.500" in page
    assert "SP2D LAGI" in page


def test_a_debit_before_its_approval_is_named_and_resolved_by_it(
    again: Payment,
) -> None:
    request_id = wanted(again)
    debited(18_000, "SP2D LAGI")
    assert amounts_of("refund_debit_unexplained") == [("lagi", None, 18_000)]
    agreed(request_id)
    reconcile(now=LATER)
    assert amounts_of("refund_debit_unexplained") == []


def test_what_bud_pays_a_second_time_is_named(again: Payment) -> None:
    agreed(wanted(again))
    debited(18_000, "SP2D LAGI")
    day = date(2026, 3, 13)
    twice = Movement(-18_000, "SP2D LAGI ULANG", "SP2D2", on=day)
    content = statement_csv([twice], days=(day, day))
    import_statement(name="c.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)
    assert amounts_of("refund_debit_unexplained") == [("lagi", None, 18_000)]
    assert broken() == []


def test_a_code_in_capital_letters_is_known_again(again: Payment) -> None:
    Payment.objects.filter(pk=again.pk).update(code="RMP-abc123")
    debited(5_000, "SP2D RMP-ABC123")
    assert amounts_of("refund_debit_unexplained") == [("RMP-abc123", None, 5_000)]


def called_off(request_id: int) -> RefundRequest:
    return decline_refund(
        request_id=request_id,
        person=person_with(Role.CITY_TREASURY, "ratna"),
        reason="rekeningnya sudah ditutup",
        now=LATER,
    )


def test_what_was_approved_is_called_off_and_asked_for_anew(again: Payment) -> None:
    request_id = wanted(again)
    agreed(request_id)
    with pytest.raises(RefundRequestedAlready):
        wanted(again)
    assert called_off(request_id).outcome == "called_off"
    assert called_off(request_id).finished_at == LATER
    agreed(wanted(again))
    debited(18_000, "SP2D LAGI")
    with pytest.raises(RefundRequestMovedOn):
        called_off(RefundRequest.objects.latest("id").pk)
    assert broken() == []


def test_what_was_called_off_and_paid_all_the_same_is_named(again: Payment) -> None:
    request_id = wanted(again)
    agreed(request_id)
    called_off(request_id)
    debited(18_000, "SP2D LAGI")
    assert in_treasury() == 36_000
    assert amounts_of("refund_debit_unexplained") == [("lagi", None, 18_000)]


def test_a_request_ends_when_the_gateway_took_the_money_back(again: Payment) -> None:
    request = agreed(wanted(again))
    tell("lagi", 18_000, NoticeState.DENIED)
    request.refresh_from_db()
    assert request.outcome == "not_owed"
    debited(18_000, "SP2D LAGI")
    assert amounts_of("refund_debit_unexplained") == [("lagi", None, 18_000)]
    assert broken() == []
